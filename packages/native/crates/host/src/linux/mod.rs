//! Linux's files, parsed. Reads go through `ReadText`, so that recorded trees stand in for /proc and /sys on every OS.

mod cgroup_cpu;
mod cgroup_levels;
mod cgroup_memory;
mod keyed_values;
mod meminfo;
mod mounts;
mod process;
mod statm;

use crate::memory::SystemMemory;
use cgroup_levels::{Controller, cgroup_levels};

pub use cgroup_cpu::cpu_quota;
pub use process::process_memory;
pub use statm::{parse_page_bytes, parse_statm};

/// Reads a whole small text file; none where it is absent or may not be read.
pub type ReadText<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The host's memory narrowed by every cgroup limit above this process; none where /proc/meminfo can't be read.
/// A limit at or above the machine's memory limits nothing and counts as none; v1 writes "no limit" as such a number.
pub fn system_memory(read: ReadText) -> Option<SystemMemory> {
    let host = meminfo::parse_meminfo(&read("/proc/meminfo")?)?;
    let limits: Vec<_> = cgroup_levels(read, Controller::Memory)
        .iter()
        .filter_map(|level| cgroup_memory::memory_limit_of(read, level))
        .filter(|limit| limit.limit_bytes < host.total_bytes)
        .collect();
    let room = limits.iter().map(|limit| limit.room_bytes).min();
    Some(SystemMemory {
        total_bytes: host.total_bytes,
        available_bytes: room.map_or(host.available_bytes, |bytes| bytes.min(host.available_bytes)),
        limit_bytes: limits.iter().map(|limit| limit.limit_bytes).min(),
    })
}
