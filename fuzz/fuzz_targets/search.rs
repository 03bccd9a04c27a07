#![no_main]
include!("../target.rs");

any_bytes!(search);
