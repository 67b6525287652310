//! Windows bitmaps.

use super::{Header, Limits, Picture, Problem, guarded, of_image, open};
use image::codecs::bmp::BmpDecoder;
use image::{ColorType, ImageDecoder};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

pub fn header(path: &Path) -> Result<Header, Problem> {
    guarded(|| {
        let decoder = decoder(path)?;
        let (width, height) = decoder.dimensions();
        Ok(Header {
            width,
            height,
            frames: 1,
            has_alpha: decoder.color_type().has_alpha(),
            grey: false,
            bits: 8,
            lossless: true,
            has_metadata: false,
        })
    })
}

pub fn decode(path: &Path, limits: Limits) -> Result<Picture, Problem> {
    guarded(|| pixels(decoder(path)?, limits))
}

fn decoder(path: &Path) -> Result<BmpDecoder<BufReader<File>>, Problem> {
    BmpDecoder::new(open(path)?).map_err(of_image)
}

/// The pixels of any decoder of the image crate that gives 8-bit RGB, with or without alpha.
pub(super) fn pixels(decoder: impl ImageDecoder, limits: Limits) -> Result<Picture, Problem> {
    let (width, height) = decoder.dimensions();
    limits.check(width, height, 1)?;
    let channels = match decoder.color_type() {
        ColorType::Rgb8 => 3,
        ColorType::Rgba8 => 4,
        _ => return Err(Problem::Unsupported),
    };
    let mut samples = vec![0; width as usize * height as usize * channels];
    decoder.read_image(&mut samples).map_err(of_image)?;
    Ok(Picture { width, height, channels: channels as u32, bits: 8, samples, ..Picture::default() })
}
