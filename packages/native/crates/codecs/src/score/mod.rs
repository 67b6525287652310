//! SSIMULACRA2: how like its original a picture looks; 100 is the same, 90 can't be told apart, 70 is good, 50 is poor.
//!
//! The kernels are fast-ssim2's, which gives the reference implementation's score bit for bit. Its whole-image walk takes about
//! 120 bytes a pixel, so the walk is our own: each scale of the pyramid is a window that slides down the image, and memory follows
//! the image's width only. docs/decisions/ssimulacra2.md has the figures.

mod batch;
mod mirrored;
mod pool;
mod scale;
mod walk;

use crate::limits::check_size;
use crate::{CodecError, Reason};
use mirrored::Mirrored;
pub use scale::WINDOW_PIXELS;
use walk::walk;

/// Narrower or lower than this, the reference has no score; fast-ssim2 mirrors such images up to it.
const SMALLEST_SIDE: usize = 8;

/// 8 bit sRGB, red green blue, row after row without gaps.
#[derive(Clone, Copy)]
pub struct Pixels<'a> {
    data: &'a [u8],
    width: usize,
    height: usize,
}

impl<'a> Pixels<'a> {
    /// Borrows `data`, which has to be exactly `3 * width * height` bytes.
    pub fn new(data: &'a [u8], width: u32, height: u32) -> Result<Self, CodecError> {
        check_size(width, height)?;
        let expected = 3 * u64::from(width) * u64::from(height);
        if data.len() as u64 != expected {
            let detail = format!("{} bytes for {width} x {height} pixels, not {expected}", data.len());
            return Err(CodecError::new(Reason::Internal, detail));
        }
        Ok(Pixels { data, width: width as usize, height: height as usize })
    }

    /// The bytes of `rows` rows from row `first`.
    fn rows(&self, first: usize, rows: usize) -> &'a [u8] {
        &self.data[3 * self.width * first..3 * self.width * (first + rows)]
    }
}

/// The score of `candidate` against `reference`: at most 100, far below 0 for what has nothing in common. The same on every run;
/// an image of more than one window ([`WINDOW_PIXELS`]) may score up to 0.1 more than as a whole, since the blur's rounding starts anew.
pub fn score(reference: Pixels, candidate: Pixels) -> Result<f64, CodecError> {
    if (reference.width, reference.height) != (candidate.width, candidate.height) {
        return Err(CodecError::new(Reason::Internal, "the two images differ in size"));
    }
    if reference.width.min(reference.height) >= SMALLEST_SIDE {
        return Ok(walk(reference, candidate));
    }
    let (reference, candidate) = (Mirrored::of(reference), Mirrored::of(candidate));
    Ok(walk(reference.pixels(), candidate.pixels()))
}
