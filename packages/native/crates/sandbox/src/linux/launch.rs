//! How this process becomes its program.

use std::error::Error;
use std::ffi::{CString, OsString, c_char, c_void};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::{env, io, ptr};

use super::policy::Policy;

/// The longest path the system takes, with its final NUL (PATH_MAX).
const PAGE: usize = 4096;

/// The first descriptor that is nobody's: after the standard ones comes the channel to the parent, which Node opens fourth.
const FIRST_UNUSED: libc::c_uint = 4;

/// A program that this process can become without asking the system for anything more.
pub struct Program {
    /// Its path, at an address that was chosen at random: see [`Program::address`].
    path: *const c_char,
    arguments: Vec<CString>,
    environment: Vec<CString>,
}

impl Program {
    /// Takes the program, its arguments, and of the environment what the policy names.
    pub fn prepare(policy: &Policy) -> Result<Program, Box<dyn Error>> {
        let arguments = policy.program.iter().map(|word| CString::new(word.as_bytes())).collect::<Result<Vec<_>, _>>()?;
        let path = at_random_address(arguments.first().ok_or("no program was named")?)?;
        let environment = env::vars_os()
            .filter(|(name, _)| policy.environment.contains(name))
            .map(|(name, value)| CString::new([name, value].map(OsString::into_vec).join(&b'=')))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Program { path, arguments, environment })
    }

    /// Where the path lies. Only an execve of a path at this place is let through, and after it nobody knows the place any more: the
    /// program itself can't become another one.
    pub fn address(&self) -> u64 {
        self.path as u64
    }

    /// Does not come back, unless the system refuses; then with its reason.
    pub fn become_it(self) -> io::Error {
        let pointers =
            |words: &[CString]| -> Vec<*const c_char> { words.iter().map(|word| word.as_ptr()).chain([ptr::null()]).collect() };
        let (arguments, environment) = (pointers(&self.arguments), pointers(&self.environment));
        // SAFETY: the path and all words end with a NUL, both lists with a null pointer, and all of them live until the call ends.
        unsafe { libc::execve(self.path, arguments.as_ptr(), environment.as_ptr()) };
        io::Error::last_os_error()
    }
}

/// The program ends when the thread that started it does, whatever the program thinks of that.
pub fn end_with_parent() -> io::Result<()> {
    // SAFETY: takes numbers only.
    match unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What a shell or a service manager left open for the parent is not the program's. Kernels before 5.11 can't do it in one call: there
/// everything that Node itself opens is closed already.
pub fn close_inherited() {
    // SAFETY: takes numbers only, and closes nothing before exec.
    unsafe { libc::syscall(libc::SYS_close_range, FIRST_UNUSED, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) };
}

/// Copies a text to a page of its own. The address is a wish with 34 random bits, since the system's own choice has fewer and lies near others.
fn at_random_address(text: &CString) -> io::Result<*const c_char> {
    let bytes = text.as_bytes_with_nul();
    if bytes.len() > PAGE {
        return Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG));
    }
    let mut random = [0_u8; 8];
    // SAFETY: the buffer is as long as said.
    if unsafe { libc::getrandom(random.as_mut_ptr().cast(), random.len(), 0) } != 8 {
        return Err(io::Error::last_os_error());
    }
    let wish = u64::from_ne_bytes(random) & 0x3fff_ffff_f000;
    // SAFETY: a new mapping, which replaces none; it is as long as what is copied to it.
    unsafe {
        let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        let page = libc::mmap(wish as *mut c_void, PAGE, protection, flags, -1, 0);
        if page == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        ptr::copy_nonoverlapping(bytes.as_ptr(), page.cast(), bytes.len());
        Ok(page.cast_const().cast())
    }
}
