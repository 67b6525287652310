//! What is done to pixels and files beside Sharp: the quality score, lossless PNG and JPEG. Bytes in, bytes or a [`CodecError`] out;
//! files are never trusted.

pub mod decode;
mod error;
pub mod jpeg;
mod limits;
pub mod png;
pub mod score;

pub use error::{CodecError, Reason, guarded};
pub use limits::MAX_PIXELS;
