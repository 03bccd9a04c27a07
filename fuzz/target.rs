// What makes a function of `targets.rs` a target of cargo-fuzz; included by each.

#[path = "mutator.rs"]
#[allow(dead_code, reason = "targets that take no JSON change nothing themselves")]
mod mutator;
#[path = "targets.rs"]
mod targets;

/// What does not get past the first gate is tried too, but not changed further.
#[allow(unused_macros, reason = "each target is one of the two kinds")]
macro_rules! any_bytes {
    ($target:ident) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
            if targets::$target(bytes) { libfuzzer_sys::Corpus::Keep } else { libfuzzer_sys::Corpus::Reject }
        });
    };
}

/// The same, and three inputs of four are changed as JSON, so that more than the parser is tried.
#[allow(unused_macros, reason = "each target is one of the two kinds")]
macro_rules! any_json {
    ($target:ident) => {
        any_bytes!($target);

        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            if seed % 4 == 0 {
                return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
            }
            let mut json = data[..size].to_vec();
            mutator::change(&mut json, targets::PARTED, &mut mutator::Whims::new(seed));
            let size = json.len().min(max_size);
            data[..size].copy_from_slice(&json[..size]);
            size
        });
    };
}
