use crate::linux;
use crate::memory::{ProcessMemory, ProcessUse, SystemMemory};
use crate::probe::Reader;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;

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

/// The file of a process's pages, kept open: a read then takes a third of what opening it takes too, and the file of a process
/// that has ended stays one of an ended process, whoever has its number now.
pub struct ProcessReader {
    statm: File,
}

/// Seven numbers of at most 20 digits and their spaces.
const STATM_BYTES: usize = 160;

impl Reader for ProcessReader {
    fn open(pid: u32) -> Option<Self> {
        File::open(format!("/proc/{pid}/statm")).ok().map(|statm| ProcessReader { statm })
    }

    fn read(&mut self) -> Option<ProcessUse> {
        let mut buffer = [0; STATM_BYTES];
        let length = self.statm.read_at(&mut buffer, 0).ok()?;
        linux::parse_statm(str::from_utf8(&buffer[..length]).ok()?, page_bytes())
    }
}

/// The page size of all Linux systems on x86, and of most others.
const USUAL_PAGE_BYTES: u64 = 4096;

fn page_bytes() -> u64 {
    static PAGE_BYTES: OnceLock<u64> = OnceLock::new();
    let read = || fs::read("/proc/self/auxv").ok().and_then(|auxv| linux::parse_page_bytes(&auxv));
    *PAGE_BYTES.get_or_init(|| read().unwrap_or(USUAL_PAGE_BYTES))
}
