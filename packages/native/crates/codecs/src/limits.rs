//! The limit that holds whatever a caller allows.

use crate::{CodecError, Reason};

/// Most pixels that any codec here takes on, 268 million. Callers have lower limits of their own; this one keeps sizes from
/// overflowing, and a header of a few bytes from asking for more memory than a machine has.
pub const MAX_PIXELS: u64 = 1 << 28;

/// Refuses images without a pixel and those above [`MAX_PIXELS`].
pub(crate) fn check_size(width: u32, height: u32) -> Result<(), CodecError> {
    let pixels = u64::from(width) * u64::from(height);
    match pixels {
        0 => Err(CodecError::new(Reason::Corrupt, format!("{width} x {height} pixels"))),
        1..=MAX_PIXELS => Ok(()),
        _ => Err(CodecError::new(Reason::TooLarge, format!("{width} x {height} pixels"))),
    }
}
