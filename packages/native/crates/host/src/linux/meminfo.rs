use super::keyed_values::parse_keyed_values;
use std::collections::HashMap;

/// The host's memory, in bytes.
pub struct HostMemory {
    pub total_bytes: u64,
    pub available_bytes: u64,
}

/// Parses /proc/meminfo; none where it has no total. Kernels before 3.14 give no MemAvailable: free plus page cache stands in.
pub fn parse_meminfo(text: &str) -> Option<HostMemory> {
    let values = parse_keyed_values(text);
    let total_bytes = *values.get("MemTotal")?;
    let available = values.get("MemAvailable").copied().unwrap_or_else(|| estimate_available(&values));
    Some(HostMemory { total_bytes, available_bytes: available.min(total_bytes) })
}

/// Shared memory is part of Cached, but can't be dropped.
fn estimate_available(values: &HashMap<&str, u64>) -> u64 {
    let part = |name| values.get(name).copied().unwrap_or(0);
    part("MemFree") + part("Buffers") + part("Cached").saturating_sub(part("Shmem"))
}
