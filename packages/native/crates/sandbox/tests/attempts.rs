//! System calls that no Node makes, tried in the sandbox: this test starts itself through the launcher.
#![cfg(target_os = "linux")]

use std::ffi::CString;
use std::process::Command;
use std::{env, fs, process, ptr, thread};

/// What each attempt is to end with: the error's number, 0 where it is allowed.
const EXPECTED: &[(&str, i32)] = &[
    ("thread", 0),
    ("signal itself", 0),
    ("pipe", 0),
    ("fork", libc::EPERM),
    ("clone a process", libc::EPERM),
    ("clone3", libc::ENOSYS),
    ("execve", libc::EPERM),
    ("execveat", libc::EPERM),
    ("socket", libc::EPERM),
    ("socketpair", libc::EPERM),
    ("signal the parent", libc::EPERM),
    ("signal the group", libc::EPERM),
    ("signal everyone", libc::EPERM),
    ("tgkill the parent", libc::EPERM),
    ("queue a signal to the parent", libc::EPERM),
    ("signals by a descriptor's owner", libc::EPERM),
    ("signals by a descriptor's control", libc::EPERM),
    ("ptrace the parent", libc::EPERM),
    ("read the parent's memory", libc::EPERM),
    ("a handle of the parent", libc::EPERM),
    ("limit the parent", libc::EPERM),
    ("slow the parent down", libc::EPERM),
    ("outlive the parent", libc::EPERM),
    ("change the mode of what it reads", libc::EPERM),
    ("change attributes of what it reads", libc::EPERM),
    ("empty what it reads", libc::EPERM),
    ("truncate what it reads", libc::EPERM),
    ("openat2", libc::ENOSYS),
    ("io_uring", libc::EPERM),
    ("memory of no file", libc::EPERM),
    ("shared memory", libc::EPERM),
    ("shared memory by mmap", libc::EPERM),
    ("a key", libc::EPERM),
    ("a namespace", libc::EPERM),
    ("a mount", libc::EPERM),
    ("bpf", libc::EPERM),
    ("a call that is not known yet", libc::ENOSYS),
    #[cfg(target_arch = "x86_64")]
    ("a call of the x32 table", libc::ENOSYS),
];

#[test]
fn every_call_answers_as_it_should() {
    for &(attempt, expected) in EXPECTED {
        assert_eq!(tried_in_sandbox(attempt), expected, "{attempt}");
    }
}

#[test]
fn without_a_sandbox_the_same_attempts_are_not_denied() {
    for attempt in ["fork", "socket", "signal the parent", "memory of no file", "shared memory by mmap"] {
        let this = env::current_exe().unwrap();
        assert_eq!(result_of(Command::new(&this), attempt), 0, "{attempt}");
    }
}

fn tried_in_sandbox(attempt: &str) -> i32 {
    let this = env::current_exe().unwrap();
    let mut launcher = Command::new(env!("CARGO_BIN_EXE_pixelmill-sandbox"));
    launcher
        .args(["run", "--env", "ATTEMPT", "--read", "/lib", "--read", "/usr/lib", "--read", "/etc/ld.so.cache", "--execute"])
        .arg(&this);
    for loader in ["/lib64", "/lib"].into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        if loader.file_name().to_string_lossy().starts_with("ld-") {
            launcher.arg("--execute").arg(loader.path());
        }
    }
    launcher.arg("--").arg(&this);
    result_of(launcher, attempt)
}

/// Runs only the test below, which prints what became of the attempt.
fn result_of(mut command: Command, attempt: &str) -> i32 {
    command.args(["--ignored", "--exact", "--nocapture", "--test-threads=1", "inside"]).env("ATTEMPT", attempt);
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let result = text.lines().find_map(|line| line.split_once("result: ")).map(|(_, number)| number);
    result.unwrap_or_else(|| panic!("{attempt}: {output:?}")).trim().parse().unwrap()
}

#[test]
#[ignore = "tries what is named in ATTEMPT; the others run it"]
fn inside() {
    let failed = attempt(&env::var("ATTEMPT").unwrap()) == -1;
    println!("result: {}", if failed { std::io::Error::last_os_error().raw_os_error().unwrap() } else { 0 });
}

/// Makes one call; -1 and errno where it fails.
fn attempt(name: &str) -> libc::c_long {
    let (parent, own) = (std::os::unix::process::parent_id() as libc::c_long, process::id() as libc::c_long);
    let this = CString::new(env::current_exe().unwrap().to_str().unwrap()).unwrap();
    let file = this.as_ptr();
    let nothing = ptr::null::<libc::c_char>();
    let mut bytes = [0_u8; 64];
    let limit = libc::rlimit { rlim_cur: 1, rlim_max: 1 };
    // SAFETY: every pointer is to something that lives as long as the call, or null; what succeeds harms only this process.
    unsafe {
        match name {
            "thread" => thread::spawn(|| 0).join().unwrap(),
            "signal itself" => libc::syscall(libc::SYS_kill, own, 0),
            "pipe" => libc::syscall(libc::SYS_pipe2, bytes.as_mut_ptr(), 0),
            "fork" => child_of(libc::fork()),
            "clone a process" => child_of(libc::syscall(libc::SYS_clone, libc::SIGCHLD, 0, 0, 0, 0) as i32),
            "clone3" => libc::syscall(libc::SYS_clone3, bytes.as_ptr(), bytes.len()),
            "execve" => libc::syscall(libc::SYS_execve, file, &nothing, &nothing),
            "execveat" => libc::syscall(libc::SYS_execveat, libc::AT_FDCWD, file, &nothing, &nothing, 0),
            "socket" => libc::syscall(libc::SYS_socket, libc::AF_INET, libc::SOCK_STREAM, 0),
            "socketpair" => libc::syscall(libc::SYS_socketpair, libc::AF_UNIX, libc::SOCK_STREAM, 0, bytes.as_mut_ptr()),
            "signal the parent" => libc::syscall(libc::SYS_kill, parent, 0),
            "signal the group" => libc::syscall(libc::SYS_kill, 0, 0),
            "signal everyone" => libc::syscall(libc::SYS_kill, -1, 0),
            "tgkill the parent" => libc::syscall(libc::SYS_tgkill, parent, parent, 0),
            "queue a signal to the parent" => libc::syscall(libc::SYS_rt_sigqueueinfo, parent, 0, bytes.as_ptr()),
            "signals by a descriptor's owner" => libc::syscall(libc::SYS_fcntl, 0, libc::F_SETOWN, parent),
            "signals by a descriptor's control" => libc::syscall(libc::SYS_ioctl, 0, 0x8901, &parent),
            "ptrace the parent" => libc::syscall(libc::SYS_ptrace, libc::PTRACE_SEIZE, parent, 0, 0),
            "read the parent's memory" => libc::syscall(libc::SYS_process_vm_readv, parent, nothing, 0, nothing, 0, 0),
            "a handle of the parent" => libc::syscall(libc::SYS_pidfd_open, parent, 0),
            "limit the parent" => libc::syscall(libc::SYS_prlimit64, parent, libc::RLIMIT_CORE, &limit, nothing),
            "slow the parent down" => libc::syscall(libc::SYS_sched_setaffinity, parent, bytes.len(), bytes.as_ptr()),
            "outlive the parent" => libc::syscall(libc::SYS_prctl, libc::PR_SET_PDEATHSIG, 0),
            "change the mode of what it reads" => libc::syscall(libc::SYS_fchmod, libc::open(file, libc::O_RDONLY), 0o755),
            "change attributes of what it reads" => libc::syscall(libc::SYS_removexattr, file, c"user.none".as_ptr()),
            "empty what it reads" => libc::syscall(libc::SYS_openat, libc::AT_FDCWD, file, libc::O_RDONLY | libc::O_TRUNC),
            "truncate what it reads" => libc::syscall(libc::SYS_truncate, file, 0),
            "openat2" => libc::syscall(libc::SYS_openat2, libc::AT_FDCWD, file, bytes.as_ptr(), 24),
            "io_uring" => libc::syscall(libc::SYS_io_uring_setup, 1, bytes.as_mut_ptr()),
            "memory of no file" => libc::syscall(libc::SYS_memfd_create, c"none".as_ptr(), 0),
            "shared memory" => libc::syscall(libc::SYS_shmget, libc::IPC_PRIVATE, 4096, 0o600),
            "shared memory by mmap" => shared_pages(),
            "a key" => libc::syscall(libc::SYS_keyctl, 0, 0, 0),
            "a namespace" => libc::syscall(libc::SYS_unshare, libc::CLONE_NEWUSER),
            "a mount" => libc::syscall(libc::SYS_mount, nothing, file, nothing, 0, nothing),
            "bpf" => libc::syscall(libc::SYS_bpf, 0, bytes.as_ptr(), bytes.len()),
            "a call that is not known yet" => libc::syscall(9999),
            "a call of the x32 table" => libc::syscall(0x4000_0000 + libc::SYS_getppid),
            other => panic!("no such attempt: {other}"),
        }
    }
}

/// The child ends at once.
unsafe fn child_of(pid: libc::pid_t) -> libc::c_long {
    if pid == 0 {
        // SAFETY: nothing runs after it.
        unsafe { libc::_exit(0) }
    }
    pid.into()
}

unsafe fn shared_pages() -> libc::c_long {
    // SAFETY: a new mapping.
    let pages = unsafe { libc::mmap(ptr::null_mut(), 4096, libc::PROT_READ, libc::MAP_SHARED | libc::MAP_ANONYMOUS, -1, 0) };
    if pages == libc::MAP_FAILED { -1 } else { 0 }
}
