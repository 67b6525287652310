use crate::linux;
use crate::memory::{ProcessMemory, SystemMemory};
use std::fs;

/// The value that resets the peak resident size (proc(5), /proc/PID/clear_refs, since Linux 4.0).
const RESET_PEAK: &str = "5";

fn read(path: &str) -> Option<String> {
    fs::read_to_string(path).ok()
}

pub fn system_memory() -> Option<SystemMemory> {
    linux::system_memory(&read)
}

pub fn process_memory(pid: u32) -> Option<ProcessMemory> {
    linux::process_memory(&read, pid)
}

/// Starts a new peak; false where the process is gone, belongs to someone else, or the kernel lacks the file.
pub fn reset_peak(pid: u32) -> bool {
    fs::write(format!("/proc/{pid}/clear_refs"), RESET_PEAK).is_ok()
}

pub fn cpu_quota() -> Option<f64> {
    linux::cpu_quota(&read)
}
