#![no_main]
#[path = "../targets.rs"]
mod targets;

// What does not get past the first gate is tried too, but not changed further.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    if targets::search(bytes) { libfuzzer_sys::Corpus::Keep } else { libfuzzer_sys::Corpus::Reject }
});
