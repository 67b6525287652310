//! PNGs to test with, made and read by the png crate.

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter};
use std::io::Cursor;

/// A picture as the file holds it.
#[derive(Clone)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub colour: ColorType,
    pub depth: BitDepth,
    /// For indexed colour: red, green and blue of each entry.
    pub palette: Vec<u8>,
    pub bytes: Vec<u8>,
}

/// Encodes without effort, so that there is something to gain. Frames beyond the first make an animation.
pub fn encode(picture: &Picture, further_frames: &[Vec<u8>]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, picture.width, picture.height);
    encoder.set_color(picture.colour);
    encoder.set_depth(picture.depth);
    encoder.set_compression(Compression::Fastest);
    encoder.set_filter(Filter::NoFilter);
    if !picture.palette.is_empty() {
        encoder.set_palette(picture.palette.clone());
    }
    if !further_frames.is_empty() {
        encoder.set_animated(1 + further_frames.len() as u32, 3).expect("frames");
        encoder.set_frame_delay(7, 100).expect("a delay");
    }
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&picture.bytes).expect("pixels");
    for frame in further_frames {
        writer.write_image_data(frame).expect("pixels");
    }
    writer.finish().expect("an end");
    file
}

/// Every frame's pixels as 16 bit RGBA, whatever the file's own form.
pub fn decode(file: &[u8]) -> Vec<Vec<[u16; 4]>> {
    let mut reader = Decoder::new(Cursor::new(file)).read_info().expect("sound");
    let frames = reader.info().animation_control().map_or(1, |control| control.num_frames);
    let mut buffer = vec![0; reader.output_buffer_size().expect("a size")];
    let one = |_| {
        reader.next_frame(&mut buffer).expect("a frame");
        to_rgba16(reader.info(), &buffer)
    };
    (0..frames).map(one).collect()
}

fn to_rgba16(info: &png::Info, bytes: &[u8]) -> Vec<[u16; 4]> {
    let samples = info.color_type.samples();
    let row_bytes = info.raw_row_length() - 1;
    let value = |row: &[u8], at: usize| match info.bit_depth as usize {
        16 => u16::from_be_bytes([row[2 * at], row[2 * at + 1]]),
        depth => {
            let byte = row[at * depth / 8];
            u16::from(byte >> (8 - depth - at * depth % 8) & (0xFF >> (8 - depth)) as u8)
        }
    };
    let full = ((1u32 << (info.bit_depth as u32)) - 1) as u16;
    let widen = |value: u16| (u32::from(value) * 0xFFFF / u32::from(full)) as u16;
    let pixel = |row: &[u8], x: usize| {
        let raw: Vec<u16> = (0..samples).map(|sample| value(row, x * samples + sample)).collect();
        let transparent = info.trns.as_deref().filter(|_| info.color_type != ColorType::Indexed);
        let is_clear =
            transparent.is_some_and(|key| raw.iter().zip(key.chunks(2)).all(|(v, k)| *v == u16::from_be_bytes([k[0], k[1]])));
        let opaque = if is_clear { 0 } else { 0xFFFF };
        match info.color_type {
            ColorType::Grayscale => [widen(raw[0]), widen(raw[0]), widen(raw[0]), opaque],
            ColorType::Rgb => [widen(raw[0]), widen(raw[1]), widen(raw[2]), opaque],
            ColorType::GrayscaleAlpha => [widen(raw[0]), widen(raw[0]), widen(raw[0]), widen(raw[1])],
            ColorType::Rgba => [widen(raw[0]), widen(raw[1]), widen(raw[2]), widen(raw[3])],
            ColorType::Indexed => {
                let entry = usize::from(raw[0]);
                let palette = info.palette.as_deref().expect("a palette");
                let alpha = info.trns.as_deref().and_then(|alphas| alphas.get(entry)).copied().unwrap_or(255);
                let [r, g, b] = [0, 1, 2].map(|channel| u16::from(palette[3 * entry + channel]) * 257);
                [r, g, b, u16::from(alpha) * 257]
            }
        }
    };
    let rows = bytes.chunks_exact(row_bytes).take(info.height as usize);
    rows.flat_map(|row| (0..info.width as usize).map(move |x| pixel(row, x)).collect::<Vec<_>>()).collect()
}

/// A chunk as it stands in a file.
pub fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name, data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// The file with chunks put in behind its header.
pub fn with_chunks(file: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&file[..33], &chunks.concat(), &file[33..]].concat()
}

/// Names of a file's chunks, in order.
pub fn chunk_names(file: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 8;
    while at < file.len() {
        let length = u32::from_be_bytes(file[at..at + 4].try_into().expect("four")) as usize;
        names.push(String::from_utf8_lossy(&file[at + 4..at + 8]).into_owned());
        at += 12 + length;
    }
    names
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 * (crc & 1)));
    !bytes.iter().fold(u32::MAX, step)
}
