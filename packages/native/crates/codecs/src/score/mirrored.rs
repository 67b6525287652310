//! Images below the reference's smallest side, mirrored up to it.

use super::{Pixels, SMALLEST_SIDE};

/// A copy of an image, each side at least [`SMALLEST_SIDE`]: what is beyond an edge is its mirror image, the edge not repeated.
pub struct Mirrored {
    data: Vec<u8>,
    width: usize,
    height: usize,
}

impl Mirrored {
    pub fn of(pixels: Pixels) -> Self {
        let (width, height) = (pixels.width.max(SMALLEST_SIDE), pixels.height.max(SMALLEST_SIDE));
        let mut data = Vec::with_capacity(3 * width * height);
        for y in 0..height {
            let row = pixels.rows(mirror(y, pixels.height), 1);
            for x in 0..width {
                let at = 3 * mirror(x, pixels.width);
                data.extend_from_slice(&row[at..at + 3]);
            }
        }
        Mirrored { data, width, height }
    }

    pub fn pixels(&self) -> Pixels<'_> {
        Pixels { data: &self.data, width: self.width, height: self.height }
    }
}

/// Where sample `at` of a line of `length` samples, continued by mirrors, is found.
fn mirror(at: usize, length: usize) -> usize {
    if length == 1 {
        return 0;
    }
    let period = 2 * (length - 1);
    let within = at % period;
    within.min(period - within)
}
