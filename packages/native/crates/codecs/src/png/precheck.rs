//! What has to hold before oxipng allocates by what a PNG says of itself.

use crate::limits::check_size;
use crate::{CodecError, Reason};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";

/// Most bytes that a byte of deflate can stand for (258 bytes in 2 bits, RFC 1951).
const MAX_DEFLATE_RATIO: u64 = 1032;

/// Refuses a PNG whose header promises more pixels than its data can hold, or frames of an animation beyond its canvas.
pub fn precheck(png: &[u8]) -> Result<(), CodecError> {
    let mut chunks = Chunks { rest: png.strip_prefix(&SIGNATURE).ok_or_else(|| corrupt("no PNG"))? };
    let Some((b"IHDR", &[w1, w2, w3, w4, h1, h2, h3, h4, depth, colour, _, _, _])) = chunks.next() else {
        return Err(corrupt("no header"));
    };
    let (width, height) = (u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4]));
    check_size(width, height)?;
    let row_bits = u64::from(width) * bits_a_pixel(depth, colour)?;
    let mut data_bytes = 0;
    for (name, content) in chunks {
        match name {
            b"IDAT" => data_bytes += content.len() as u64,
            b"fcTL" => check_frame(content, width, height)?,
            _ => {}
        }
    }
    if row_bits.div_ceil(8) * u64::from(height) > data_bytes * MAX_DEFLATE_RATIO {
        return Err(corrupt("less data than pixels"));
    }
    Ok(())
}

/// PNG's combinations of depth and colour type (PNG, 11.2.1).
fn bits_a_pixel(depth: u8, colour: u8) -> Result<u64, CodecError> {
    let channels = match (colour, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
        (2, 8 | 16) => 3,
        (4, 8 | 16) => 2,
        (6, 8 | 16) => 4,
        _ => return Err(corrupt("no such colour type")),
    };
    Ok(channels * u64::from(depth))
}

fn check_frame(control: &[u8], width: u32, height: u32) -> Result<(), CodecError> {
    let word = |at: usize| control.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    let within = |size: Option<u32>, offset: Option<u32>, canvas: u32| matches!((size, offset), (Some(size), Some(offset)) if size > 0 && offset.checked_add(size).is_some_and(|end| end <= canvas));
    if within(word(4), word(12), width) && within(word(8), word(16), height) {
        Ok(())
    } else {
        Err(corrupt("a frame beyond its canvas"))
    }
}

/// Name and content of each chunk, until the bytes end.
struct Chunks<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        let (name, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let content = rest.get(..length)?;
        self.rest = rest.get(length.checked_add(4)?..)?;
        Some((name, content))
    }
}

fn corrupt(detail: &str) -> CodecError {
    CodecError::new(Reason::Corrupt, detail)
}
