//! Files: the only layer that sees a path, JSON, or serde.

pub mod import;
