use crate::long_path::to_windows_long_path;
use crate::memory::{ProcessMemory, SystemMemory};
use std::ffi::c_void;
use std::mem::{size_of, zeroed};
use std::os::windows::ffi::OsStrExt;
use std::ptr;
use windows_sys::Win32::Foundation::CloseHandle;
use windows_sys::Win32::System::JobObjects::{
    JOB_OBJECT_LIMIT_JOB_MEMORY, JOBOBJECT_BASIC_PROCESS_ID_LIST, JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JOBOBJECTINFOCLASS,
    JobObjectBasicProcessIdList, JobObjectExtendedLimitInformation, QueryInformationJobObject,
};
use windows_sys::Win32::System::ProcessStatus::{K32GetProcessMemoryInfo, PROCESS_MEMORY_COUNTERS};
use windows_sys::Win32::System::SystemInformation::{GlobalMemoryStatusEx, MEMORYSTATUSEX};
use windows_sys::Win32::System::Threading::{OpenProcess, PROCESS_QUERY_LIMITED_INFORMATION};

/// Physical memory, narrowed by the job's limit on committed memory where this process is in a job that has one.
pub fn system_memory() -> Option<SystemMemory> {
    let mut status: MEMORYSTATUSEX = unsafe { zeroed() };
    status.dwLength = size_of::<MEMORYSTATUSEX>() as u32;
    if unsafe { GlobalMemoryStatusEx(&mut status) } == 0 {
        return None;
    }
    let limit_bytes = job_limit().filter(|limit| *limit < status.ullTotalPhys);
    let room = limit_bytes.map(|limit| limit.saturating_sub(job_committed_bytes()));
    Some(SystemMemory {
        total_bytes: status.ullTotalPhys,
        available_bytes: room.map_or(status.ullAvailPhys, |bytes| bytes.min(status.ullAvailPhys)),
        limit_bytes,
    })
}

fn job_limit() -> Option<u64> {
    let mut limits: JOBOBJECT_EXTENDED_LIMIT_INFORMATION = unsafe { zeroed() };
    let has_limit = query_job(JobObjectExtendedLimitInformation, &mut limits)
        && limits.BasicLimitInformation.LimitFlags & JOB_OBJECT_LIMIT_JOB_MEMORY != 0;
    has_limit.then_some(limits.JobMemoryLimit as u64)
}

/// More processes than one service ever starts. The query fills what fits and fails for those beyond, which are not counted.
const MAX_JOB_PROCESSES: usize = 1024;

/// `JOBOBJECT_BASIC_PROCESS_ID_LIST` with room for its ids behind it.
#[repr(C)]
struct ProcessIds {
    list: JOBOBJECT_BASIC_PROCESS_ID_LIST,
    more: [usize; MAX_JOB_PROCESSES - 1],
}

/// The commit of the job's processes, which is what its limit counts.
fn job_committed_bytes() -> u64 {
    let mut ids: Box<ProcessIds> = Box::new(unsafe { zeroed() });
    query_job(JobObjectBasicProcessIdList, ids.as_mut());
    let count = (ids.list.NumberOfProcessIdsInList as usize).min(MAX_JOB_PROCESSES);
    let pids = ids.list.ProcessIdList.iter().chain(&ids.more).take(count);
    pids.filter_map(|pid| counters(*pid as u32)).map(|counters| counters.PagefileUsage as u64).sum()
}

/// Asks the job this process is in; false without a job.
fn query_job<T>(class: JOBOBJECTINFOCLASS, target: &mut T) -> bool {
    let pointer: *mut c_void = ptr::from_mut(target).cast();
    unsafe { QueryInformationJobObject(ptr::null_mut(), class, pointer, size_of::<T>() as u32, ptr::null_mut()) != 0 }
}

/// A process that has ended but is still referenced has no working set left, and counts as gone.
pub fn process_memory(pid: u32) -> Option<ProcessMemory> {
    let counters = counters(pid).filter(|counters| counters.WorkingSetSize > 0)?;
    Some(ProcessMemory {
        pid,
        resident_bytes: counters.WorkingSetSize as u64,
        peak_resident_bytes: Some(counters.PeakWorkingSetSize as u64),
        file_bytes: None,
    })
}

fn counters(pid: u32) -> Option<PROCESS_MEMORY_COUNTERS> {
    let mut counters: PROCESS_MEMORY_COUNTERS = unsafe { zeroed() };
    let size = size_of::<PROCESS_MEMORY_COUNTERS>() as u32;
    let process = unsafe { OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid) };
    if process.is_null() {
        return None;
    }
    let told = unsafe { K32GetProcessMemoryInfo(process, &mut counters, size) } != 0;
    unsafe { CloseHandle(process) };
    told.then_some(counters)
}

pub fn reset_peak(_pid: u32) -> bool {
    false
}

pub fn cpu_quota() -> Option<f64> {
    None
}

/// The path with the long prefix where it needs one; unchanged where the current directory can't be read.
pub fn long_path(path: &[u16]) -> Vec<u16> {
    match std::env::current_dir() {
        Ok(cwd) => to_windows_long_path(path, &cwd.as_os_str().encode_wide().collect::<Vec<_>>()),
        Err(_) => path.to_vec(),
    }
}
