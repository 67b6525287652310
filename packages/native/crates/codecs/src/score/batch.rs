//! A few rows of both images, on their way through the pyramid.

use super::Pixels;
use fast_ssim2::pipeline::simd::planes_to_positive_xyb_simd;
use fast_ssim2::pipeline::{EncodedData, EncodedSrgb, linearize};
use std::sync::OnceLock;

/// Three colour planes of whole rows.
pub type Planes = [Vec<f32>; 3];

/// Rows of a batch at full size. Halved once a scale they stay even, so that pairs of rows never straddle two batches: 32, 16, 8, 4, 2, 1.
pub const BATCH_ROWS: usize = 32;

/// The rows that arrived last at one scale, of both images: as linear light, then as XYB.
#[derive(Default)]
pub struct Batch {
    pub rows: usize,
    pub images: [Planes; 2],
}

impl Batch {
    /// Takes the next rows of both images at full size.
    pub fn read(&mut self, pair: [Pixels; 2], first: usize) {
        self.rows = BATCH_ROWS.min(pair[0].height - first);
        for (image, pixels) in self.images.iter_mut().zip(pair) {
            linear(pixels.rows(first, self.rows), image);
        }
    }

    /// Takes the batch of the next larger scale, each pixel the mean of two by two. A last row or column without a partner is its own.
    pub fn halve(&mut self, larger: &Batch, larger_width: usize) {
        self.rows = larger.rows.div_ceil(2);
        for (image, from) in self.images.iter_mut().zip(&larger.images) {
            for (plane, from) in image.iter_mut().zip(from) {
                halve(from, larger_width, larger.rows, plane);
            }
        }
    }

    pub fn become_xyb(&mut self) {
        for image in &mut self.images {
            planes_to_positive_xyb_simd(image);
        }
    }
}

fn linear(bytes: &[u8], planes: &mut Planes) {
    let light = light();
    for (channel, plane) in planes.iter_mut().enumerate() {
        plane.clear();
        plane.extend(bytes.chunks_exact(3).map(|pixel| light[usize::from(pixel[channel])]));
    }
}

/// Linear light of each of the 256 values: the table in fast-ssim2 that the reference's own conversion gave.
fn light() -> &'static [f32; 256] {
    static LIGHT: OnceLock<[f32; 256]> = OnceLock::new();
    LIGHT.get_or_init(|| {
        let ramp = (0..=255).flat_map(|value| [value; 3]).collect();
        let [plane, ..] = linearize(&EncodedSrgb { width: 256, height: 1, data: EncodedData::U8(ramp), alpha: None }, 0.5);
        std::array::from_fn(|value| plane[value])
    })
}

fn halve(from: &[f32], width: usize, rows: usize, to: &mut Vec<f32>) {
    to.clear();
    for y in (0..rows).step_by(2) {
        let upper = &from[y * width..][..width];
        let lower = &from[(y + 1).min(rows - 1) * width..][..width];
        // The order of the additions is the reference's.
        to.extend(upper.chunks_exact(2).zip(lower.chunks_exact(2)).map(|(u, l)| (u[0] + u[1] + l[0] + l[1]) * 0.25));
        if width % 2 == 1 {
            let (u, l) = (upper[width - 1], lower[width - 1]);
            to.push((u + u + l + l) * 0.25);
        }
    }
}
