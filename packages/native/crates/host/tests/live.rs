//! The reader of the OS the tests run on.

use pixelmill_host::{Probe, ProbeSettings, ProbedProcess, long_path, process_memory, system_memory};
use std::sync::mpsc::channel;
use std::time::Duration;

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

fn own_process(interval_ms: u64, limit_bytes: Option<u64>) -> ProbeSettings {
    ProbeSettings {
        interval: Duration::from_millis(interval_ms),
        report_period: Duration::from_secs(3600),
        limit_bytes,
        processes: vec![ProbedProcess { pid: std::process::id(), limit_bytes: None }],
    }
}

#[test]
fn a_probe_tells_of_this_process_what_a_direct_look_tells() {
    let (told, heard) = channel();
    let probe = Probe::start(own_process(1, None), move || told.send(()).unwrap()).unwrap();
    heard.recv().unwrap();
    let report = probe.take();
    assert_eq!(report.processes.len(), 1);
    let (direct, last) = (process_memory(std::process::id()).unwrap(), report.processes[0].last);
    let difference = direct.resident_bytes.abs_diff(last.own_bytes + last.file_bytes);
    assert!(difference < 8 << 20, "{difference}");
}

#[test]
fn a_probe_tells_at_once_of_what_is_above_a_changed_limit_and_nothing_after_its_end() {
    let (told, heard) = channel();
    let probe = Probe::start(own_process(3_600_000, None), move || told.send(()).unwrap()).unwrap();
    heard.recv().unwrap();
    probe.change(own_process(1, Some(1)));
    heard.recv().unwrap();
    assert!(!probe.take().samples.is_empty());
    probe.stop();
    while heard.recv().is_ok() {}
    probe.take();
    assert!(probe.take().samples.is_empty());
    probe.stop();
}
