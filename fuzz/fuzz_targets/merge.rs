#![no_main]
#[path = "../mutator.rs"]
mod mutator;
#[path = "../targets.rs"]
mod targets;

// What does not get past the first gate is tried too, but not changed further.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus {
    if targets::merge(bytes) { libfuzzer_sys::Corpus::Keep } else { libfuzzer_sys::Corpus::Reject }
});

// Three inputs of four are changed as JSON, so that more than the parser is tried.
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
