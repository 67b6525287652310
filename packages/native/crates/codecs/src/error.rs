//! How a codec fails: as a value, whatever the file holds.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What kind of failure it was, for whoever decides what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The file is damaged or made to do harm.
    Corrupt,
    /// A sound file of a kind that this codec does not do.
    Unsupported,
    /// More pixels than [`crate::MAX_PIXELS`], or more memory than there is.
    TooLarge,
    /// A fault in this crate or one below it.
    Internal,
}

impl Reason {
    /// The name that crosses to JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Corrupt => "corrupt",
            Reason::Unsupported => "unsupported",
            Reason::TooLarge => "tooLarge",
            Reason::Internal => "internal",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError {
    pub reason: Reason,
    /// For a log, not for users.
    pub detail: String,
}

impl CodecError {
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        CodecError { reason, detail: detail.into() }
    }
}

/// Runs a codec; a panic inside, such as an index that a hostile file led astray, is an internal error and no abort.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, CodecError>) -> Result<T, CodecError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(CodecError::new(Reason::Internal, panic_text(&*panic))))
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic without a message").to_owned()
}
