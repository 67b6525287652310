//! The canvas of an animation, and what a frame does to it.

use png::{BlendOp, DisposeOp, FrameControl};

/// RGBA, not premultiplied; the whole canvas after each frame.
pub struct Canvas {
    width: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        Canvas { width: width as usize, pixels: vec![0; width as usize * height as usize * 4] }
    }

    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Draws a frame's RGBA pixels at its place.
    pub fn draw(&mut self, frame: &FrameControl, pixels: &[u8]) {
        let row_bytes = frame.width as usize * 4;
        for (row, source) in pixels.chunks_exact(row_bytes).take(frame.height as usize).enumerate() {
            let start = self.start(frame, row);
            let target = &mut self.pixels[start..start + row_bytes];
            match frame.blend_op {
                BlendOp::Source => target.copy_from_slice(source),
                BlendOp::Over => {
                    for (below, above) in target.chunks_exact_mut(4).zip(source.chunks_exact(4)) {
                        over(below, above);
                    }
                }
            }
        }
    }

    /// The part that a frame covers, to be put back after it; none where the frame stays.
    pub fn saved(&self, frame: &FrameControl, first: bool) -> Option<Vec<u8>> {
        let row_bytes = frame.width as usize * 4;
        match frame.dispose_op {
            DisposeOp::None => None,
            DisposeOp::Previous if !first => Some(
                (0..frame.height as usize)
                    .flat_map(|row| {
                        let start = self.start(frame, row);
                        &self.pixels[start..start + row_bytes]
                    })
                    .copied()
                    .collect(),
            ),
            // There is nothing before the first frame: https://www.w3.org/TR/png-3/#fcTL-chunk
            DisposeOp::Previous | DisposeOp::Background => Some(vec![0; row_bytes * frame.height as usize]),
        }
    }

    /// Puts a part back as it was.
    pub fn restore(&mut self, frame: &FrameControl, pixels: &[u8]) {
        self.draw(&FrameControl { blend_op: BlendOp::Source, ..*frame }, pixels);
    }

    fn start(&self, frame: &FrameControl, row: usize) -> usize {
        ((frame.y_offset as usize + row) * self.width + frame.x_offset as usize) * 4
    }
}

/// One pixel over another, neither premultiplied.
fn over(below: &mut [u8], above: &[u8]) {
    let (top, bottom) = (u32::from(above[3]), u32::from(below[3]));
    if top == 255 || bottom == 0 {
        below.copy_from_slice(above);
        return;
    }
    // In 255ths of 255ths, so that nothing is rounded before the end.
    let rest = bottom * (255 - top);
    let alpha = top * 255 + rest;
    if top == 0 {
        return;
    }
    for channel in 0..3 {
        let sum = u32::from(above[channel]) * top * 255 + u32::from(below[channel]) * rest;
        below[channel] = ((sum + alpha / 2) / alpha) as u8;
    }
    below[3] = ((alpha + 127) / 255) as u8;
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: [u8; 4] = [255, 0, 0, 255];
    const HALF_BLUE: [u8; 4] = [0, 0, 255, 128];

    fn frame(x: u32, dispose_op: DisposeOp, blend_op: BlendOp) -> FrameControl {
        FrameControl { width: 1, height: 1, x_offset: x, dispose_op, blend_op, ..FrameControl::default() }
    }

    #[test]
    fn a_frame_covers_only_its_own_place() {
        let mut canvas = Canvas::new(2, 1);
        canvas.draw(&frame(1, DisposeOp::None, BlendOp::Source), &RED);
        assert_eq!(canvas.pixels(), [0, 0, 0, 0, 255, 0, 0, 255]);
    }

    #[test]
    fn blending_mixes_with_what_is_below_and_replacing_does_not() {
        let mut canvas = Canvas::new(1, 1);
        canvas.draw(&frame(0, DisposeOp::None, BlendOp::Source), &RED);
        canvas.draw(&frame(0, DisposeOp::None, BlendOp::Over), &HALF_BLUE);
        assert_eq!(canvas.pixels(), [127, 0, 128, 255]);
        canvas.draw(&frame(0, DisposeOp::None, BlendOp::Source), &HALF_BLUE);
        assert_eq!(canvas.pixels(), HALF_BLUE);
    }

    #[test]
    fn blending_half_over_half_adds_their_alpha() {
        let mut canvas = Canvas::new(1, 1);
        canvas.draw(&frame(0, DisposeOp::None, BlendOp::Source), &[255, 0, 0, 128]);
        canvas.draw(&frame(0, DisposeOp::None, BlendOp::Over), &HALF_BLUE);
        assert_eq!(canvas.pixels(), [85, 0, 170, 192]);
    }

    #[test]
    fn what_was_saved_is_put_back() {
        let mut canvas = Canvas::new(1, 1);
        canvas.draw(&frame(0, DisposeOp::None, BlendOp::Source), &RED);
        let passing = frame(0, DisposeOp::Previous, BlendOp::Source);
        let saved = canvas.saved(&passing, false).unwrap_or_default();
        canvas.draw(&passing, &HALF_BLUE);
        canvas.restore(&passing, &saved);
        assert_eq!(canvas.pixels(), RED);
        assert_eq!(canvas.saved(&passing, true), Some(vec![0; 4]));
        assert_eq!(canvas.saved(&frame(0, DisposeOp::None, BlendOp::Over), false), None);
    }
}
