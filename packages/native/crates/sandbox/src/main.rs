//! The launcher: `run` restricts itself as told, then becomes the program; `probe` says what of that this system can do.
//!
//! A process can only be restricted as a whole before it has threads, and Node has some before its first line runs. So this
//! program does it, for what it then becomes: same process, same id, same channel to the parent.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    eprintln!("only Linux has what this is made of");
    std::process::ExitCode::FAILURE
}
