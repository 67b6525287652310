//! Resource limits of the process. The system keeps them across exec.

use std::io;

use super::policy::Policy;

#[cfg(target_env = "gnu")]
type Resource = libc::__rlimit_resource_t;
#[cfg(not(target_env = "gnu"))]
type Resource = libc::c_int;

/// Sets what the policy limits, never above what holds already; a crash leaves no core, which would hold strangers' images.
pub fn restrict(policy: &Policy) -> io::Result<()> {
    let limits = [
        (libc::RLIMIT_CORE, Some(0)),
        (libc::RLIMIT_DATA, policy.data_bytes),
        (libc::RLIMIT_FSIZE, policy.file_bytes),
        (libc::RLIMIT_NOFILE, policy.files),
    ];
    limits.into_iter().try_for_each(|(resource, most)| most.map_or(Ok(()), |most| lower(resource, most)))
}

/// Soft and hard limit at once, so that the process can't raise it again.
fn lower(resource: Resource, most: u64) -> io::Result<()> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: both calls get a pointer to a limit that lives as long as they take.
    unsafe {
        check(libc::getrlimit(resource, &mut limit))?;
        limit.rlim_max = limit.rlim_max.min(most);
        limit.rlim_cur = limit.rlim_max;
        check(libc::setrlimit(resource, &limit))
    }
}

fn check(code: libc::c_int) -> io::Result<()> {
    if code == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}
