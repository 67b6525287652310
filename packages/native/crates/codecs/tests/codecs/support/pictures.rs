//! Pictures made by rule, 8 bit RGB, and ways to spoil them.

/// Knuth's generator (MMIX), of whose 64 bits those from the 33rd on are used.
pub struct Random(pub u64);

impl Random {
    pub fn byte(&mut self) -> u8 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u8
    }

    pub fn below(&mut self, limit: usize) -> usize {
        let wide = (0..4).fold(0, |value, _| value << 8 | usize::from(self.byte()));
        wide % limit
    }
}

/// A picture given by a grey value for each pixel.
pub fn grey(width: usize, height: usize, value: impl Fn(usize, usize) -> u8) -> Vec<u8> {
    (0..width * height).flat_map(|at| [value(at % width, at / width); 3]).collect()
}

pub fn noise(width: usize, height: usize, seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    (0..3 * width * height).map(|_| random.byte()).collect()
}

/// Waves of several lengths with grain on top: smooth parts, edges and texture in three colours.
pub fn scene(width: usize, height: usize) -> Vec<u8> {
    let mut random = Random(7);
    let mut value = |x: usize, y: usize, channel: usize| {
        let (x, y) = (x as f64, y as f64);
        let wave = (x / 37.0 + channel as f64).sin() * 50.0 + (y / 11.0).cos() * 30.0 + ((x + y) / 3.0).sin() * 12.0;
        let block = if (x / 64.0).floor() as i64 % 2 == (y / 48.0).floor() as i64 % 2 { 30.0 } else { 0.0 };
        (118.0 + wave + block + f64::from(random.byte() % 16)).clamp(0.0, 255.0) as u8
    };
    (0..width * height).flat_map(|at| [0, 1, 2].map(|channel| value(at % width, at / width, channel))).collect()
}

/// Each value a multiple of `step`.
pub fn coarse(picture: &[u8], step: u8) -> Vec<u8> {
    picture.iter().map(|value| value / step * step).collect()
}

/// Each value the mean of the eight by eight around it, the edges repeated, rounded down.
pub fn blurred(picture: &[u8], width: usize, height: usize) -> Vec<u8> {
    each(width, height, |x, y, channel| {
        let around = |at: usize, limit: usize| (0..8).map(move |step| (at + step).saturating_sub(4).min(limit - 1));
        let rows = around(y, height);
        let sum: u32 = rows
            .flat_map(|row| around(x, width).map(move |column| u32::from(picture[(row * width + column) * 3 + channel])))
            .sum();
        (sum / 64) as u8
    })
}

/// Five times each value less its four neighbours; beyond the edge the value itself counts.
pub fn sharpened(picture: &[u8], width: usize, height: usize) -> Vec<u8> {
    each(width, height, |x, y, channel| {
        let at = |x: usize, y: usize| i32::from(picture[(y * width + x) * 3 + channel]);
        let neighbours = [
            at(x.saturating_sub(1), y),
            at((x + 1).min(width - 1), y),
            at(x, y.saturating_sub(1)),
            at(x, (y + 1).min(height - 1)),
        ];
        (5 * at(x, y) - neighbours.iter().sum::<i32>()).clamp(0, 255) as u8
    })
}

fn each(width: usize, height: usize, value: impl Fn(usize, usize, usize) -> u8) -> Vec<u8> {
    (0..width * height).flat_map(|at| [0, 1, 2].map(|channel| value(at % width, at / width, channel))).collect()
}
