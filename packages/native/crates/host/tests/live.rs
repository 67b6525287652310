//! The reader of the OS the tests run on.

use pixelmill_host::{long_path, process_memory, system_memory};

/// Above every pid the three systems give out by default.
const NO_SUCH_PID: u32 = 0x7fff_fffe;

#[test]
fn available_memory_is_part_of_the_total() {
    let memory = system_memory().unwrap();
    assert!(memory.total_bytes > 0);
    assert!(memory.available_bytes <= memory.total_bytes);
    assert!(memory.limit_bytes.is_none_or(|limit| limit < memory.total_bytes));
}

#[test]
fn a_process_tells_its_resident_memory_and_a_peak_not_below_it() {
    let memory = process_memory(std::process::id()).unwrap();
    assert!(memory.resident_bytes > 0);
    assert!(memory.peak_resident_bytes.is_none_or(|peak| peak >= memory.resident_bytes));
}

#[test]
fn a_process_that_is_not_there_has_no_memory() {
    assert_eq!(process_memory(NO_SUCH_PID), None);
}

#[test]
fn a_short_path_is_unchanged_on_every_os() {
    let path: Vec<u16> = "photos/a.jpg".encode_utf16().collect();
    assert_eq!(long_path(&path), path);
}
