//! System calls by seccomp: what the program has no use for answers EPERM. Files are Landlock's, but for what Landlock does not know.

use std::collections::BTreeMap;
use std::error::Error;
use std::{io, process, ptr};

use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::SeccompCmpOp::{Eq, MaskedEq, Ne};
use seccompiler::{BpfProgram, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule, sock_filter};

use super::newer_calls::answer_not_there;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Denied whatever the arguments are.
const DENIED: &[i64] = &[
    // Other processes: no looking into them, no handle of them, no say in how they run.
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_process_mrelease,
    libc::SYS_kcmp,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_tkill,
    libc::SYS_setpriority,
    libc::SYS_ioprio_set,
    libc::SYS_migrate_pages,
    libc::SYS_move_pages,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_personality,
    // The network, and sockets of every other kind. The channel to the parent is open already.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    // What runs calls that no filter sees.
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // Changes to files that Landlock lets pass: owner, mode, times, attributes, and before Linux 6.2 the length.
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    libc::SYS_truncate,
    // Ways to files past their paths, and word of what others do with files.
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_inotify_init1,
    libc::SYS_inotify_add_watch,
    libc::SYS_fanotify_init,
    libc::SYS_fanotify_mark,
    libc::SYS_quotactl,
    libc::SYS_quotactl_fd,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_mount_setattr,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    // Memory that is no file's and no process's own: nothing that measures processes would see it.
    libc::SYS_memfd_create,
    libc::SYS_memfd_secret,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_shmctl,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    libc::SYS_mq_unlink,
    // The kernel itself, and the machine.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_kexec_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_reboot,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_vhangup,
];

/// The same number on every processor; not in every table of the crate.
const FCHMODAT2: i64 = 452;

/// The same for calls that only this processor's table has.
#[cfg(target_arch = "x86_64")]
const DENIED_HERE: &[i64] = &[
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_inotify_init,
    libc::SYS_kexec_file_load,
    libc::SYS_iopl,
    libc::SYS_ioperm,
    libc::SYS_modify_ldt,
];
#[cfg(not(target_arch = "x86_64"))]
const DENIED_HERE: &[i64] = &[];

/// Calls whose first argument is a process: 0 stands for the caller, and is denied where it stands for its whole group.
const OF_A_PROCESS: &[i64] = &[
    libc::SYS_prlimit64,
    libc::SYS_sched_setaffinity,
    libc::SYS_sched_setscheduler,
    libc::SYS_sched_setparam,
    libc::SYS_sched_setattr,
];
const SIGNALS: &[i64] = &[libc::SYS_kill, libc::SYS_tgkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo];

/// What may be asked of a device or a channel: whether it is a terminal, how much it holds, whether it blocks and outlives exec.
const CONTROLS: &[u64] =
    &[libc::FIONBIO as _, libc::FIOCLEX as _, libc::FIONCLEX as _, libc::FIONREAD as _, libc::TCGETS as _, libc::TIOCGWINSZ as _];

/// Notes to other processes by way of a file: its owner gets signals, its lease or its watch makes others wait.
const DENIED_OF_DESCRIPTORS: &[libc::c_int] = &[libc::F_SETOWN, F_SETSIG, F_SETOWN_EX, libc::F_SETLEASE, libc::F_NOTIFY];
const F_SETSIG: libc::c_int = 10;
const F_SETOWN_EX: libc::c_int = 15;

/// True where this processor's calls are in the table above.
pub fn are_offered() -> bool {
    true
}

/// Denies them to this process and all that comes of it, for good. Of execve the one whose path is at the address stays.
pub fn restrict(program: u64) -> Result<(), Box<dyn Error>> {
    let own = u64::from(process::id());
    let filter = SeccompFilter::new(
        rules(own, program)?,
        SeccompAction::Allow,
        SeccompAction::Errno(libc::EPERM as u32),
        std::env::consts::ARCH.try_into()?,
    )?;
    let table: BpfProgram = filter.try_into()?;
    install(&[&answer_not_there()[..], &table].concat())?;
    Ok(())
}

fn rules(own: u64, program: u64) -> Result<Rules, seccompiler::BackendError> {
    let always = DENIED.iter().chain(DENIED_HERE).map(|&call| Ok((call, vec![])));
    let of_others = OF_A_PROCESS.iter().map(|&call| Ok((call, vec![all_of([no(0, 0)?, no(0, own)?])?])));
    let signals = SIGNALS.iter().map(|&call| Ok((call, vec![all_of([no(0, own)?])?])));
    let mut rules = always.chain(of_others).chain(signals).collect::<Result<Rules, seccompiler::BackendError>>()?;
    // Threads share everything with their process; what does not is a process.
    rules.insert(libc::SYS_clone, vec![all_of([masked(0, libc::CLONE_THREAD as u64, 0)?])?]);
    rules.insert(libc::SYS_execve, vec![all_of([SeccompCondition::new(0, Qword, Ne, program)?])?]);
    rules.insert(libc::SYS_ioctl, vec![all_of(CONTROLS.iter().map(|&control| no(1, control)).collect::<Result<Vec<_>, _>>()?)?]);
    rules.insert(libc::SYS_fcntl, each_of(1, DENIED_OF_DESCRIPTORS)?);
    rules.insert(libc::SYS_prctl, each_of(0, &[libc::PR_SET_PDEATHSIG, libc::PR_SET_DUMPABLE, libc::PR_SET_PTRACER])?);
    // Shared memory again, by another way.
    let shared = (libc::MAP_SHARED | libc::MAP_ANONYMOUS) as u64;
    rules.insert(libc::SYS_mmap, vec![all_of([masked(3, shared, shared)?])?]);
    // Empties a file that is only opened to be read, which Landlock before Linux 6.2 lets pass.
    let emptied = |argument| all_of([masked(argument, (libc::O_TRUNC | libc::O_ACCMODE) as u64, libc::O_TRUNC as u64)?]);
    rules.insert(libc::SYS_openat, vec![emptied(2)?]);
    #[cfg(target_arch = "x86_64")]
    rules.insert(libc::SYS_open, vec![emptied(1)?]);
    Ok(rules)
}

type Condition = Result<SeccompCondition, seccompiler::BackendError>;

fn no(argument: u8, value: u64) -> Condition {
    SeccompCondition::new(argument, Dword, Ne, value)
}

fn masked(argument: u8, mask: u64, value: u64) -> Condition {
    SeccompCondition::new(argument, Dword, MaskedEq(mask), value)
}

fn all_of(conditions: impl Into<Vec<SeccompCondition>>) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(conditions.into())
}

/// A rule for each value of an argument.
fn each_of(argument: u8, values: &[libc::c_int]) -> Result<Vec<SeccompRule>, seccompiler::BackendError> {
    values.iter().map(|&value| all_of([SeccompCondition::new(argument, Dword, Eq, value as u64)?])).collect()
}

/// Without the flag kernels before 5.16 slow the whole program down (Speculative Store Bypass), against code that spies on its own
/// process: here everything in the process is trusted equally little.
fn install(program: &[sock_filter]) -> io::Result<()> {
    let filter = libc::sock_fprog { len: program.len() as u16, filter: program.as_ptr().cast_mut().cast() };
    // SAFETY: the kernel copies the program, which has the layout of its own instructions and lives until then.
    let codes = unsafe {
        [
            libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0).into(),
            libc::syscall(
                libc::SYS_seccomp,
                libc::SECCOMP_SET_MODE_FILTER,
                libc::SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                ptr::from_ref(&filter),
            ),
        ]
    };
    if codes == [0, 0] { Ok(()) } else { Err(io::Error::last_os_error()) }
}
