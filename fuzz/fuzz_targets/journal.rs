#![no_main]
include!("../target.rs");

any_json!(journal);
