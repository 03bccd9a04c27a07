//! Diptych: a subcommand works without a window, none opens it.

fn main() {}
