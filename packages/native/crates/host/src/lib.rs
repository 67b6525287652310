//! What the operating system tells: memory of the machine and of processes, CPU quota; and Windows long paths.
//!
//! `linux` and `long_path` are pure and tested on every OS; `os` holds one reader per OS, of which one is compiled; `probe` reads through it
//! on a thread of its own.

mod linux;
mod long_path;
mod memory;
mod os;
mod probe;

pub use linux::{
    cpu_quota as linux_cpu_quota, parse_page_bytes as linux_page_bytes, parse_statm as linux_process_use,
    process_memory as linux_process_memory, system_memory as linux_system_memory,
};
pub use long_path::{MAX_PLAIN_PATH_UNITS, to_windows_long_path};
pub use memory::{ProcessMemory, ProcessUse, SystemMemory};
pub use os::{cpu_quota, long_path, process_memory, reset_peak, system_memory};
pub use probe::{Probe, ProbeReport, ProbeSettings, ProbedProcess, ProcessPeak, UsedSample};
