//! The Node binding: each function converts its arguments, calls pixelmill-host or pixelmill-codecs and converts the answer.
//! Bytes cross as JavaScript numbers, exact up to 2^53.

mod codecs;
mod decode;
mod probe;

use napi::bindgen_prelude::Utf16String;
use napi_derive::napi;
use pixelmill_host as host;

#[napi(object, use_nullable = true)]
pub struct SystemMemory {
    pub total_bytes: f64,
    pub available_bytes: f64,
    pub limit_bytes: Option<f64>,
}

#[napi(object, use_nullable = true)]
pub struct ProcessMemory {
    pub pid: f64,
    pub resident_bytes: f64,
    pub peak_resident_bytes: Option<f64>,
    pub file_bytes: Option<f64>,
}

#[napi]
pub fn system_memory() -> Option<SystemMemory> {
    host::system_memory().map(|memory| SystemMemory {
        total_bytes: memory.total_bytes as f64,
        available_bytes: memory.available_bytes as f64,
        limit_bytes: memory.limit_bytes.map(|bytes| bytes as f64),
    })
}

#[napi]
pub fn process_memory(pids: Vec<f64>) -> Vec<Option<ProcessMemory>> {
    pids.into_iter().map(|pid| host::process_memory(to_pid(pid)?).map(to_process_memory)).collect()
}

#[napi]
pub fn reset_peak(pid: f64) -> bool {
    to_pid(pid).is_some_and(host::reset_peak)
}

#[napi]
pub fn cpu_quota() -> Option<f64> {
    host::cpu_quota()
}

#[napi]
pub fn long_path(path: Utf16String) -> Utf16String {
    host::long_path(&path).into()
}

#[napi]
pub fn to_windows_long_path(path: Utf16String, cwd: Utf16String) -> Utf16String {
    host::to_windows_long_path(&path, &cwd).into()
}

fn to_process_memory(memory: host::ProcessMemory) -> ProcessMemory {
    ProcessMemory {
        pid: memory.pid.into(),
        resident_bytes: memory.resident_bytes as f64,
        peak_resident_bytes: memory.peak_resident_bytes.map(|bytes| bytes as f64),
        file_bytes: memory.file_bytes.map(|bytes| bytes as f64),
    }
}

/// Pids of all three systems fit in 31 bits; anything else names no process.
fn to_pid(number: f64) -> Option<u32> {
    let pid = number as u32;
    (f64::from(pid) == number && pid > 0 && pid <= i32::MAX as u32).then_some(pid)
}
