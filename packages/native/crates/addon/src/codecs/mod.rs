//! pixelmill-codecs off the event loop: each function gives a promise of its result, or of what failed, as a value.
//!
//! Bytes are neither copied in nor out. A task holds on to the buffers it was given until it has ended and not longer; they must not be
//! changed meanwhile.

mod jpeg;
mod png;
mod score;

use napi::bindgen_prelude::Either;
use napi_derive::napi;
use pixelmill_codecs::CodecError;

/// What a codec gives in place of its result.
#[napi(object)]
pub struct CodecFailure {
    /// "corrupt", "unsupported", "tooLarge" or "internal".
    pub reason: String,
    pub detail: String,
}

/// The result as it crosses.
fn settle<T, J>(output: Result<T, CodecError>, convert: impl FnOnce(T) -> J) -> Either<J, CodecFailure> {
    match output {
        Ok(value) => Either::A(convert(value)),
        Err(CodecError { reason, detail }) => Either::B(CodecFailure { reason: reason.name().to_owned(), detail }),
    }
}
