//! One reader per OS, all with the same five functions.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::{cpu_quota, process_memory, reset_peak, system_memory};

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
