//! Decoders of what libvips does not read: from a file to all of its pixels, upright. Limits hold before anything is allocated.

mod animation;
pub mod apng;
pub mod bmp;
pub mod ico;
pub mod jxl;

use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What a file may have at most.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Of all frames together.
    pub pixels: u64,
    pub frames: u32,
}

/// Why a file is not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Corrupt,
    Truncated,
    /// Right, but of a kind that is not read.
    Unsupported,
    TooManyPixels,
    TooManyFrames,
    /// The file itself can't be read.
    Unreadable,
}

/// What a header tells.
#[derive(Debug, PartialEq, Eq)]
pub struct Header {
    pub width: u32,
    pub height: u32,
    pub frames: u32,
    pub has_alpha: bool,
    pub grey: bool,
    /// Bits of a sample.
    pub bits: u32,
    pub lossless: bool,
    pub has_metadata: bool,
}

/// All frames, one after another, without gaps.
#[derive(Default)]
pub struct Picture {
    pub width: u32,
    /// Of one frame.
    pub height: u32,
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha (not premultiplied).
    pub channels: u32,
    /// 8, or 16 with the low byte first.
    pub bits: u32,
    pub samples: Vec<u8>,
    pub icc: Option<Vec<u8>>,
    /// From the TIFF header on.
    pub exif: Option<Vec<u8>>,
    pub xmp: Option<Vec<u8>>,
    /// Milliseconds each frame is shown; empty for a still.
    pub delays: Vec<u32>,
    /// How often an animation is played; 0 for ever.
    pub plays: u32,
}

impl Limits {
    fn check(self, width: u32, height: u32, frames: u32) -> Result<(), Problem> {
        let pixels = u64::from(width) * u64::from(height) * u64::from(frames);
        if frames > self.frames {
            Err(Problem::TooManyFrames)
        } else if pixels > self.pixels {
            Err(Problem::TooManyPixels)
        } else if pixels == 0 {
            Err(Problem::Corrupt)
        } else {
            Ok(())
        }
    }
}

/// Runs a decoder. A panic in it is taken for a damaged file: it must not cross into C.
fn guarded<T>(decoder: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(decoder)).unwrap_or(Err(Problem::Corrupt))
}

fn open(path: &Path) -> Result<BufReader<File>, Problem> {
    File::open(path).map(BufReader::new).map_err(|_| Problem::Unreadable)
}

fn of_io(error: &std::io::Error) -> Problem {
    match error.kind() {
        ErrorKind::UnexpectedEof => Problem::Truncated,
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Other => Problem::Corrupt,
        _ => Problem::Unreadable,
    }
}

fn of_image(error: image::ImageError) -> Problem {
    match error {
        image::ImageError::IoError(error) => of_io(&error),
        image::ImageError::Unsupported(_) => Problem::Unsupported,
        image::ImageError::Limits(_) => Problem::TooManyPixels,
        _ => Problem::Corrupt,
    }
}

fn of_png(error: png::DecodingError) -> Problem {
    match error {
        png::DecodingError::IoError(error) => of_io(&error),
        png::DecodingError::LimitsExceeded => Problem::TooManyPixels,
        _ => Problem::Corrupt,
    }
}
