//! What `main` does on Linux.

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod calls;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
#[path = "no_calls.rs"]
mod calls;
mod files;
mod launch;
mod limits;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod newer_calls;
mod policy;
mod probe;

use std::error::Error;
use std::ffi::OsString;
use std::process::ExitCode;

use policy::Policy;

/// The exit code of a launcher that did not become its program, as a shell says that a command could not be run.
const NOT_STARTED: u8 = 126;

pub fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    match words.next().as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("probe") => {
            println!("{}", probe::probe());
            ExitCode::SUCCESS
        }
        Some("run") => {
            let Err(error) = run(words);
            eprintln!("the sandbox could not be set up: {error}");
            ExitCode::from(NOT_STARTED)
        }
        _ => {
            eprintln!("usage: pixelmill-sandbox probe | run OPTIONS -- PROGRAM ARGUMENTS");
            ExitCode::from(NOT_STARTED)
        }
    }
}

/// Restricts this process part by part, the part that forbids the most last, and becomes the program. What the kernel does not have is
/// left out, since the parent has asked `probe` and decided; whatever else fails ends here, before the program runs.
fn run(words: impl Iterator<Item = OsString>) -> Result<std::convert::Infallible, Box<dyn Error>> {
    let policy = Policy::parse(words)?;
    let program = launch::Program::prepare(&policy)?;
    launch::end_with_parent()?;
    launch::close_inherited();
    limits::restrict(&policy)?;
    files::restrict(&policy)?;
    if calls::are_offered() {
        calls::restrict(program.address())?;
    }
    Err(program.become_it().into())
}
