//! What the metric sums up over all pixels of a scale.

use archmage::incant;
use fast_ssim2::pipeline::score::ScaleAggregates;
use fast_ssim2::pipeline::simd::{self, edge_sums_fast};
use std::ops::Range;

/// Blurred planes of one channel: both images, their squares, and their product.
pub struct Blurred<'a> {
    pub reference: &'a [f32],
    pub candidate: &'a [f32],
    pub reference_squared: &'a [f32],
    pub candidate_squared: &'a [f32],
    pub product: &'a [f32],
}

/// Sums over the pixels of one scale so far, per channel.
#[derive(Clone, Copy, Default)]
pub struct Sums {
    /// Loss of structure, and its 4th power.
    structure: [[f64; 2]; 3],
    /// Added edges, their 4th power; lost edges, their 4th power.
    edges: [[f64; 4]; 3],
}

impl Sums {
    /// Adds `rows` of one channel's planes, all `width` wide.
    pub fn add(&mut self, channel: usize, width: usize, rows: Range<usize>, planes: [&[f32]; 2], blurred: &Blurred) {
        let [reference, candidate] = planes;
        let edges = &mut self.edges[channel];
        edge_sums_fast(rows.start, rows.end, width, reference, blurred.reference, candidate, blurred.candidate, edges);
        let [loss, loss_to_the_4th] = &mut self.structure[channel];
        let pixels = rows.start * width..rows.end * width;
        let [m1, m2] = [blurred.reference, blurred.candidate].map(|plane| &plane[pixels.clone()]);
        let [s11, s22, s12] =
            [blurred.reference_squared, blurred.candidate_squared, blurred.product].map(|plane| &plane[pixels.clone()]);
        incant!(simd::ssim_map_inner(m1, m2, s11, s22, s12, loss, loss_to_the_4th), [v3, neon, wasm128, scalar]);
    }

    /// Means and 4-norms, as the final weighting takes them.
    pub fn aggregates(&self, pixels: usize) -> ScaleAggregates {
        let share = 1.0 / pixels as f64;
        let mean = |sum: f64| share * sum;
        let norm4 = |sum: f64| (share * sum).sqrt().sqrt();
        let [x, y, b] = self.structure;
        let edges = self.edges.map(|[added, added4, lost, lost4]| [mean(added), norm4(added4), mean(lost), norm4(lost4)]);
        let mut avg_edgediff = [0.0; 12];
        avg_edgediff.copy_from_slice(edges.as_flattened());
        ScaleAggregates { avg_ssim: [mean(x[0]), norm4(x[1]), mean(y[0]), norm4(y[1]), mean(b[0]), norm4(b[1])], avg_edgediff }
    }
}
