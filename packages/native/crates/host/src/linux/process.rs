use super::ReadText;
use super::keyed_values::parse_keyed_values;
use crate::memory::ProcessMemory;

/// Memory of one process from /proc; none where it is gone, or a zombie, which has none left.
pub fn process_memory(read: ReadText, pid: u32) -> Option<ProcessMemory> {
    let status_text = read(&format!("/proc/{pid}/status"))?;
    let status = parse_keyed_values(&status_text);
    Some(ProcessMemory {
        pid,
        resident_bytes: *status.get("VmRSS")?,
        peak_resident_bytes: status.get("VmHWM").copied(),
        file_bytes: status.get("RssFile").copied(),
    })
}
