//! From two images to a score.

use super::batch::BATCH_ROWS;
use super::scale::{Scale, Scratch};
use super::{Pixels, SMALLEST_SIDE};
use fast_ssim2::pipeline::score::{ScaleAggregates, score};

/// Most scales of the pyramid; small images have fewer.
const SCALES: usize = 6;

/// The score of two images of one size, each side at least [`SMALLEST_SIDE`].
pub fn walk(reference: Pixels, candidate: Pixels) -> f64 {
    let mut scales = scales_of(reference.width, reference.height);
    let mut scratch = Scratch::for_scales(&scales);
    for first in (0..reference.height).step_by(BATCH_ROWS) {
        scales[0].batch.read([reference, candidate], first);
        advance(&mut scales, &mut scratch);
    }
    let aggregates: Vec<ScaleAggregates> = scales.iter().map(Scale::aggregates).collect();
    score(&aggregates)
}

/// As the reference has them: there is a next scale as long as this one is not below the smallest side.
fn scales_of(width: usize, height: usize) -> Vec<Scale> {
    let mut size = Some((width, height));
    let mut next = || {
        let (width, height) = size?;
        let halved = (width.div_ceil(2), height.div_ceil(2));
        size = (width.min(height) >= SMALLEST_SIDE).then_some(halved);
        Some(Scale::new(width, height))
    };
    std::iter::from_fn(&mut next).take(SCALES).collect()
}

/// Hands the batch that the first scale has just read down to the others, each half of the one before.
fn advance(scales: &mut [Scale], scratch: &mut Scratch) {
    for level in 0..scales.len() {
        let (larger, smaller) = scales.split_at_mut(level + 1);
        let here = &mut larger[level];
        if let Some(next) = smaller.first_mut() {
            next.batch.halve(&here.batch, here.width());
        }
        here.take_in(scratch);
    }
}
