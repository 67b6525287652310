//! One reader per OS, all with the same five functions and the probe's reader.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{ProcessReader, cpu_quota, process_memory, reset_peak, system_memory};

#[cfg(target_os = "macos")]
#[allow(unsafe_code)]
mod macos;
#[cfg(target_os = "macos")]
pub use macos::{cpu_quota, process_memory, reset_peak, system_memory};

#[cfg(windows)]
#[allow(unsafe_code)]
mod windows;
#[cfg(windows)]
pub use windows::{cpu_quota, long_path, process_memory, reset_peak, system_memory};

/// The path as this OS needs it: unchanged, since only Windows has two forms.
#[cfg(not(windows))]
pub fn long_path(path: &[u16]) -> Vec<u16> {
    path.to_vec()
}

/// Where a process's file can't be kept open: each read asks anew, and ends with the first that finds nobody.
#[cfg(not(target_os = "linux"))]
pub struct ProcessReader {
    pid: u32,
}

#[cfg(not(target_os = "linux"))]
impl crate::probe::Reader for ProcessReader {
    fn open(pid: u32) -> Option<Self> {
        process_memory(pid).map(|_| ProcessReader { pid })
    }

    fn read(&mut self) -> Option<crate::memory::ProcessUse> {
        let memory = process_memory(self.pid)?;
        let file_bytes = memory.file_bytes.unwrap_or(0);
        Some(crate::memory::ProcessUse { own_bytes: memory.resident_bytes.saturating_sub(file_bytes), file_bytes })
    }
}
