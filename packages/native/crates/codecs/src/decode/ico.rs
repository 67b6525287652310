//! Windows icons and cursors: the largest of their pictures, which are bitmaps without a file header or whole PNGs.

use super::{Header, Limits, Picture, Problem, bmp, guarded, of_image, of_io, of_png, open};
use image::codecs::ico::IcoDecoder;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

const DIRECTORY_BYTES: usize = 6;
const ENTRY_BYTES: usize = 16;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Enough of a picture to tell its size: the header of a bitmap is 40 bytes, that of a PNG stands in its first 33.
const HEAD_BYTES: u64 = 64;

/// One picture of the directory.
struct Entry {
    width: u32,
    height: u32,
    bits: u16,
    bytes: u32,
    offset: u32,
}

pub fn header(path: &Path) -> Result<Header, Problem> {
    guarded(|| {
        let mut file = open(path)?;
        let entry = largest(&mut file)?;
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(entry.offset.into())).map_err(|error| of_io(&error))?;
        file.take(HEAD_BYTES.min(entry.bytes.into())).read_to_end(&mut head).map_err(|error| of_io(&error))?;
        let (width, height) = size(&head)?;
        Ok(Header { width, height, frames: 1, has_alpha: true, grey: false, bits: 8, lossless: true, has_metadata: false })
    })
}

pub fn decode(path: &Path, limits: Limits) -> Result<Picture, Problem> {
    guarded(|| {
        let mut file = open(path)?;
        let entry = largest(&mut file)?;
        let mut data = Vec::new();
        file.seek(SeekFrom::Start(entry.offset.into())).map_err(|error| of_io(&error))?;
        file.take(entry.bytes.into()).read_to_end(&mut data).map_err(|error| of_io(&error))?;
        let (width, height) = size(&data)?;
        limits.check(width, height, 1)?;
        if data.starts_with(PNG_SIGNATURE) { decode_png(data) } else { decode_bitmap(&entry, data, limits) }
    })
}

/// The picture with the most pixels, and of these the one with the most colours. An icon's zero stands for 256.
fn largest(file: &mut impl Read) -> Result<Entry, Problem> {
    let mut directory = [0; DIRECTORY_BYTES];
    file.read_exact(&mut directory).map_err(|error| of_io(&error))?;
    let count = u16::from_le_bytes([directory[4], directory[5]]);
    let mut best: Option<Entry> = None;
    for _ in 0..count {
        let mut bytes = [0; ENTRY_BYTES];
        file.read_exact(&mut bytes).map_err(|error| of_io(&error))?;
        let entry = entry(&bytes, directory[2] == 2);
        let rank = |one: &Entry| (one.width * one.height, one.bits);
        if best.as_ref().is_none_or(|best| rank(&entry) > rank(best)) {
            best = Some(entry);
        }
    }
    best.ok_or(Problem::Corrupt)
}

/// Of a cursor the two numbers before the length are where it points.
fn entry(bytes: &[u8; ENTRY_BYTES], cursor: bool) -> Entry {
    let side = |byte: u8| if byte == 0 { 256 } else { u32::from(byte) };
    let long = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let bits = if cursor { 0 } else { u16::from_le_bytes([bytes[6], bytes[7]]) };
    Entry { width: side(bytes[0]), height: side(bytes[1]), bits, bytes: long(8), offset: long(12) }
}

/// Size of a picture by its own header. A bitmap's height counts its mask too.
fn size(picture: &[u8]) -> Result<(u32, u32), Problem> {
    let number = |at: usize| -> Option<[u8; 4]> { picture.get(at..at + 4)?.try_into().ok() };
    let sides = if picture.starts_with(PNG_SIGNATURE) {
        number(16).zip(number(20)).map(|(w, h)| (u32::from_be_bytes(w), u32::from_be_bytes(h)))
    } else {
        number(4).zip(number(8)).map(|(w, h)| (i32::from_le_bytes(w).unsigned_abs(), i32::from_le_bytes(h).unsigned_abs() / 2))
    };
    match sides {
        None => Err(Problem::Truncated),
        Some((0, _) | (_, 0)) => Err(Problem::Corrupt),
        Some(sides) => Ok(sides),
    }
}

/// The crate takes the picture with the most colours, however small, so it is given an icon of the chosen one alone.
fn decode_bitmap(entry: &Entry, data: Vec<u8>, limits: Limits) -> Result<Picture, Problem> {
    let (width, height) = size(&data)?;
    // Where the mask is cut short, by writers that think it is not needed with alpha, the rest of it hides nothing.
    let mask_bytes = if data.len() == entry.bytes as usize { width.div_ceil(32) * 4 * height } else { 0 };
    let bytes = data.len() as u32 + mask_bytes;
    let side = |side: u32| u8::try_from(side).unwrap_or(0);
    let mut icon = vec![0, 0, 1, 0, 1, 0, side(width), side(height), 0, 0, 1, 0];
    icon.extend_from_slice(&entry.bits.to_le_bytes());
    icon.extend_from_slice(&bytes.to_le_bytes());
    icon.extend_from_slice(&((DIRECTORY_BYTES + ENTRY_BYTES) as u32).to_le_bytes());
    icon.extend_from_slice(&data);
    icon.resize(icon.len() + mask_bytes as usize, 0);
    drop(data);
    bmp::pixels(IcoDecoder::new(Cursor::new(icon)).map_err(of_image)?, limits)
}

/// Of any kind: the crate would take only RGBA.
fn decode_png(data: Vec<u8>) -> Result<Picture, Problem> {
    let mut decoder = png::Decoder::new(Cursor::new(data));
    // With alpha, as every picture of an icon has it.
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(of_png)?;
    let mut samples = vec![0; reader.output_buffer_size().ok_or(Problem::TooManyPixels)?];
    let frame = reader.next_frame(&mut samples).map_err(of_png)?;
    samples.truncate(frame.buffer_size());
    let icc = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let channels = frame.color_type.samples() as u32;
    Ok(Picture { width: frame.width, height: frame.height, channels, bits: 8, samples, icc, ..Picture::default() })
}
