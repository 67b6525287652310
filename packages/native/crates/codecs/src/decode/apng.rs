//! Animated PNGs: every frame as it is seen, 8-bit RGBA.

use super::animation::Canvas;
use super::{Limits, Picture, Problem, guarded, of_png, open};
use png::{ColorType, FrameControl, Transformations};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// Milliseconds of a second, and what the format takes a delay to be in parts of where it says 0.
const SECOND_MS: u32 = 1000;
const DEFAULT_DENOMINATOR: u32 = 100;

pub fn decode(path: &Path, limits: Limits) -> Result<Picture, Problem> {
    guarded(|| {
        let mut decoder = png::Decoder::new(open(path)?);
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(of_png)?;
        let info = reader.info();
        let (width, height) = info.size();
        let control = *info.animation_control().ok_or(Problem::Unsupported)?;
        limits.check(width, height, control.num_frames)?;
        let icc = info.icc_profile.as_ref().map(|profile| profile.to_vec());
        let mut picture = Picture { width, height, channels: 4, bits: 8, icc, plays: control.num_plays, ..Picture::default() };
        picture.samples.reserve_exact(width as usize * height as usize * 4 * control.num_frames as usize);
        draw_frames(&mut reader, control.num_frames, &mut picture)?;
        Ok(picture)
    })
}

fn draw_frames(reader: &mut png::Reader<BufReader<File>>, frames: u32, picture: &mut Picture) -> Result<(), Problem> {
    let mut canvas = Canvas::new(picture.width, picture.height);
    let mut raw = vec![0; reader.output_buffer_size().ok_or(Problem::TooManyPixels)?];
    let mut control = reader.info().frame_control().copied();
    if control.is_none() {
        // The picture for readers that know no animation is no part of it.
        reader.next_frame(&mut raw).map_err(of_png)?;
    }
    for number in 0..frames {
        let frame = match control.take() {
            Some(frame) => frame,
            None => *reader.next_frame_info().map_err(of_png)?,
        };
        let output = reader.next_frame(&mut raw).map_err(of_png)?;
        let stride = if reader.info().interlaced { line_bytes(reader, picture.width) } else { output.line_size };
        let pixels = rgba(&raw, output.color_type, stride, &frame);
        let saved = canvas.saved(&frame, number == 0);
        canvas.draw(&frame, &pixels);
        picture.samples.extend_from_slice(canvas.pixels());
        picture.delays.push(delay_ms(&frame));
        if let Some(saved) = saved {
            canvas.restore(&frame, &saved);
        }
    }
    Ok(())
}

/// Rows of an interlaced frame lie as far apart as those of the whole picture.
fn line_bytes(reader: &png::Reader<BufReader<File>>, width: u32) -> usize {
    reader.output_line_size(width).unwrap_or_default()
}

fn rgba(raw: &[u8], colour: ColorType, stride: usize, frame: &FrameControl) -> Vec<u8> {
    let samples = colour.samples();
    let row_bytes = frame.width as usize * samples;
    let rows = raw.chunks(stride.max(1)).take(frame.height as usize).flat_map(|row| row[..row_bytes].chunks_exact(samples));
    rows.flat_map(|pixel| match *pixel {
        [grey] => [grey, grey, grey, 255],
        [grey, alpha] => [grey, grey, grey, alpha],
        [red, green, blue] => [red, green, blue, 255],
        [red, green, blue, alpha, ..] => [red, green, blue, alpha],
        [] => [0; 4],
    })
    .collect()
}

fn delay_ms(frame: &FrameControl) -> u32 {
    let parts = if frame.delay_den == 0 { DEFAULT_DENOMINATOR } else { frame.delay_den.into() };
    (u32::from(frame.delay_num) * SECOND_MS + parts / 2) / parts
}
