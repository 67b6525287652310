//! One scale of the pyramid: a window of rows that slides down the image.

use super::batch::{Batch, Planes};
use super::pool::{Blurred, Sums};
use fast_ssim2::pipeline::gauss::{RecursiveGaussian, create_recursive_gaussian};
use fast_ssim2::pipeline::score::ScaleAggregates;
use fast_ssim2::pipeline::simd::fast_gaussian_simd;

/// Rows above and below those that are summed up. The blur reaches 5 rows (its radius at sigma 1.5); the others are rounding's.
const HALO_ROWS: usize = 8;

/// Pixels of a window beside its halo: a plane of 1 MB, so that the dozen planes stay near the processor. A scale of no more pixels
/// than that is one window, and its sums are the reference's bit for bit.
pub const WINDOW_PIXELS: usize = 1 << 18;

/// Fewest rows of a window beside its halo, so that on the widest images the halo does not outweigh what is summed up.
const LEAST_ROWS: usize = 32;

pub struct Scale {
    width: usize,
    height: usize,
    /// Rows that a window holds.
    capacity: usize,
    pub batch: Batch,
    /// XYB of both images, rows `first..first + filled`.
    window: [Planes; 2],
    first: usize,
    filled: usize,
    /// Rows already summed up, from the top.
    summed: usize,
    sums: Sums,
}

/// Planes that every window uses in turn.
pub struct Scratch {
    blur: RecursiveGaussian,
    blurred: [Vec<f32>; 5],
    between: Vec<f32>,
}

impl Scratch {
    /// Room for any window of these scales.
    pub fn for_scales(scales: &[Scale]) -> Self {
        let pixels = scales.iter().map(|scale| scale.width * scale.capacity).max().unwrap_or(0);
        Scratch {
            blur: create_recursive_gaussian(1.5),
            blurred: std::array::from_fn(|_| vec![0.0; pixels]),
            between: vec![0.0; pixels],
        }
    }
}

impl Scale {
    pub fn new(width: usize, height: usize) -> Self {
        let rows = (WINDOW_PIXELS / width).max(LEAST_ROWS);
        let capacity = if rows >= height { height } else { height.min(rows + 2 * HALO_ROWS) };
        let plane = || vec![0.0; capacity * width];
        let window = std::array::from_fn(|_| std::array::from_fn(|_| plane()));
        Scale { width, height, capacity, batch: Batch::default(), window, first: 0, filled: 0, summed: 0, sums: Sums::default() }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// Moves the batch, linear light so far, into the window, summing up whenever that is full.
    pub fn take_in(&mut self, scratch: &mut Scratch) {
        self.batch.become_xyb();
        let mut taken = 0;
        while taken < self.batch.rows {
            let rows = (self.capacity - self.filled).min(self.batch.rows - taken);
            self.append(taken, rows);
            taken += rows;
            if self.filled == self.capacity || self.first + self.filled == self.height {
                self.sum_up(scratch);
            }
        }
    }

    fn append(&mut self, from: usize, rows: usize) {
        let (from, to, length) = (from * self.width, self.filled * self.width, rows * self.width);
        for (window, batch) in self.window.iter_mut().flatten().zip(self.batch.images.iter().flatten()) {
            window[to..to + length].copy_from_slice(&batch[from..from + length]);
        }
        self.filled += rows;
    }

    /// Sums up every row of the window that has its halo, or ends at the image's edge, and slides on.
    fn sum_up(&mut self, scratch: &mut Scratch) {
        let bottom = self.first + self.filled;
        let end = if bottom == self.height { bottom } else { bottom - HALO_ROWS };
        for channel in 0..3 {
            self.sum_up_channel(channel, end, scratch);
        }
        self.summed = end;
        self.slide_to(end.saturating_sub(HALO_ROWS));
    }

    fn sum_up_channel(&mut self, channel: usize, end: usize, scratch: &mut Scratch) {
        let (width, rows, pixels) = (self.width, self.filled, self.filled * self.width);
        let [reference, candidate] = [0, 1].map(|image: usize| &self.window[image][channel][..pixels]);
        let inputs = [
            (reference, None),
            (candidate, None),
            (reference, Some(reference)),
            (candidate, Some(candidate)),
            (reference, Some(candidate)),
        ];
        for ((plane, times), blurred) in inputs.into_iter().zip(&mut scratch.blurred) {
            fast_gaussian_simd(&scratch.blur, plane, times, width, rows, &mut blurred[..pixels], &mut scratch.between[..pixels]);
        }
        let [m1, m2, s11, s22, s12] = scratch.blurred.each_ref().map(|plane| &plane[..pixels]);
        let blurred = Blurred { reference: m1, candidate: m2, reference_squared: s11, candidate_squared: s22, product: s12 };
        let summed = self.summed - self.first..end - self.first;
        self.sums.add(channel, width, summed, [reference, candidate], &blurred);
    }

    fn slide_to(&mut self, first: usize) {
        let kept = (first - self.first) * self.width..self.filled * self.width;
        for plane in self.window.iter_mut().flatten() {
            plane.copy_within(kept.clone(), 0);
        }
        self.filled -= first - self.first;
        self.first = first;
    }

    /// Once every row has been taken in.
    pub fn aggregates(&self) -> ScaleAggregates {
        self.sums.aggregates(self.width * self.height)
    }
}
