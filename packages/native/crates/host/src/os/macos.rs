use crate::memory::{ProcessMemory, SystemMemory};
use std::mem::{MaybeUninit, size_of};
use std::ptr;

/// Available is free plus inactive pages, as psutil counts it. macOS has no limit of the cgroup kind.
pub fn system_memory() -> Option<SystemMemory> {
    let total_bytes = physical_bytes()?;
    let pages = vm_statistics()?;
    let page_bytes = u64::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).ok()?;
    let available_bytes = (u64::from(pages.free_count) + u64::from(pages.inactive_count)) * page_bytes;
    Some(SystemMemory { total_bytes, available_bytes: available_bytes.min(total_bytes), limit_bytes: None })
}

fn physical_bytes() -> Option<u64> {
    let mut bytes: u64 = 0;
    let mut length = size_of::<u64>();
    let target = ptr::from_mut(&mut bytes).cast();
    let status = unsafe { libc::sysctlbyname(c"hw.memsize".as_ptr(), target, &mut length, ptr::null_mut(), 0) };
    (status == 0).then_some(bytes)
}

#[allow(deprecated)]
fn vm_statistics() -> Option<libc::vm_statistics64> {
    let mut statistics = MaybeUninit::<libc::vm_statistics64>::zeroed();
    let mut count = libc::HOST_VM_INFO64_COUNT;
    let target = statistics.as_mut_ptr().cast();
    let status = unsafe { libc::host_statistics64(libc::mach_host_self(), libc::HOST_VM_INFO64, target, &mut count) };
    (status == libc::KERN_SUCCESS).then(|| unsafe { statistics.assume_init() })
}

/// The peak is that of the physical footprint, compressed pages included, the only one the kernel keeps for other processes.
pub fn process_memory(pid: u32) -> Option<ProcessMemory> {
    let mut usage = MaybeUninit::<libc::rusage_info_v4>::zeroed();
    let status = unsafe { libc::proc_pid_rusage(i32::try_from(pid).ok()?, libc::RUSAGE_INFO_V4, usage.as_mut_ptr().cast()) };
    if status != 0 {
        return None;
    }
    let usage = unsafe { usage.assume_init() };
    let peak = usage.ri_lifetime_max_phys_footprint.max(usage.ri_resident_size);
    Some(ProcessMemory { pid, resident_bytes: usage.ri_resident_size, peak_resident_bytes: Some(peak), file_bytes: None })
}

pub fn reset_peak(_pid: u32) -> bool {
    false
}

pub fn cpu_quota() -> Option<f64> {
    None
}
