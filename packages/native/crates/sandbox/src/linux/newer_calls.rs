//! The beginning of the filter: calls that answer as if the kernel did not have them.

use seccompiler::sock_filter;

/// The last call that the table in `calls` was made with: `mseal` of Linux 6.10. The numbers of newer calls, and of the calls of other
/// tables (x32), are higher; what they do is not known here.
const LAST_KNOWN: u32 = 462;

/// Where `struct seccomp_data` has the call's number.
const NUMBER_OFFSET: u32 = 0;

/// Instructions that answer ENOSYS for unknown calls and for those whose arguments lie in memory, where no filter can look: programs
/// fall back to `clone` and `openat`. Whatever else comes goes on to the instructions behind them.
pub fn answer_not_there() -> [sock_filter; 5] {
    let [clone3, openat2] = [libc::SYS_clone3, libc::SYS_openat2].map(|number| number as u32);
    [
        instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, NUMBER_OFFSET, 0, 0),
        instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, clone3, 2, 0),
        instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, openat2, 1, 0),
        instruction(libc::BPF_JMP | libc::BPF_JGT | libc::BPF_K, LAST_KNOWN, 0, 1),
        instruction(libc::BPF_RET | libc::BPF_K, libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32, 0, 0),
    ]
}

fn instruction(code: u32, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code: code as u16, jt, jf, k }
}
