//! The score against the reference implementation's values and fast-ssim2's whole-image score.

use crate::support::pictures::{blurred, coarse, grey, noise, scene, sharpened};
use fast_ssim2::{PixelDescriptor, PixelSlice, compute_ssimulacra2};
use pixelmill_codecs::score::{Pixels, score};

fn our_score(reference: &[u8], candidate: &[u8], width: usize, height: usize) -> f64 {
    let pixels = |data| Pixels::new(data, width as u32, height as u32).expect("as many bytes as pixels");
    score(pixels(reference), pixels(candidate)).expect("two images of one size")
}

/// fast-ssim2's own walk over the whole image.
fn whole_score(reference: &[u8], candidate: &[u8], width: usize, height: usize) -> f64 {
    let slice =
        |data| PixelSlice::new(data, width as u32, height as u32, 3 * width, PixelDescriptor::RGB8_SRGB).expect("a sound slice");
    compute_ssimulacra2(&slice(reference), &slice(candidate)).expect("two images of one size")
}

/// Scores of libjxl's `ssimulacra2 original.png distorted.png`, as fast-ssim2 0.9.1 has published them (src/reference_data.rs, captured
/// 2026-01-04 with eight decimals), of pictures that a rule gives.
#[test]
fn scores_of_the_reference_implementation_are_met_to_the_last_digit_it_prints() {
    let ramp = |width: usize, height: usize| grey(width, height, move |x, _| (x * 255 / (width - 1)) as u8);
    let flat = |value: u8, side: usize| grey(side, side, move |_, _| value);
    let edge = grey(64, 64, |x, _| if x < 32 { 0 } else { 255 });
    let cases = [
        ("a ramp and flat grey", 64, ramp(64, 64), flat(128, 64), -64.568_721_48),
        ("noise and flat grey", 64, noise(64, 64, 42), flat(128, 64), -47.335_725_58),
        ("a ramp and itself blurred", 64, ramp(64, 64), blurred(&ramp(64, 64), 64, 64), 94.340_903_15),
        ("noise and itself sharpened", 64, noise(64, 64, 999), sharpened(&noise(64, 64, 999), 64, 64), -5.810_175_56),
        ("an edge and itself blurred", 64, edge.clone(), blurred(&edge, 64, 64), 24.273_335_52),
        ("greys 20 apart", 128, flat(128, 128), flat(148, 128), 54.278_839_17),
        ("greys 5 apart", 256, flat(128, 256), flat(133, 256), 89.732_094_36),
        ("greys 1 apart, where all is rounding", 32, flat(128, 32), flat(129, 32), 97.749_214_30),
    ];
    for (name, side, original, distorted, expected) in cases {
        let found = our_score(&original, &distorted, side, side);
        assert!((found - expected).abs() < 1e-8, "{name}: {found}, not {expected}");
    }
}

#[test]
fn an_image_of_one_window_has_the_whole_image_score_bit_for_bit() {
    for (width, height) in [(512, 512), (511, 300), (8, 8), (9, 500), (700, 11), (33, 33), (100, 64), (15, 16), (257, 129)] {
        let original = scene(width, height);
        for distorted in [coarse(&original, 16), blurred(&original, width, height)] {
            assert_eq!(
                our_score(&original, &distorted, width, height),
                whole_score(&original, &distorted, width, height),
                "{width} x {height}"
            );
        }
    }
}

#[test]
fn an_image_below_eight_pixels_is_mirrored_as_fast_ssim2_does() {
    for (width, height) in [(1, 1), (7, 5), (3, 40), (40, 2), (1, 9)] {
        let original = scene(width, height);
        let distorted = coarse(&original, 32);
        assert_eq!(
            our_score(&original, &distorted, width, height),
            whole_score(&original, &distorted, width, height),
            "{width} x {height}"
        );
    }
}

/// The reference's blur is recursive, and its rounding grows from the top of the image to the bottom; a window starts anew.
#[test]
fn an_image_of_many_windows_has_the_whole_image_score_within_a_tenth() {
    for (width, height) in [(900, 701), (301, 2500), (9000, 130), (1025, 1023)] {
        let original = scene(width, height);
        for distorted in [coarse(&original, 4), coarse(&original, 48)] {
            let (ours, whole) =
                (our_score(&original, &distorted, width, height), whole_score(&original, &distorted, width, height));
            assert!((ours - whole).abs() < 0.1, "{width} x {height}: {ours}, whole {whole}");
        }
    }
}

#[test]
fn the_same_two_images_score_the_same_each_time_and_an_image_against_itself_100() {
    let original = scene(1200, 800);
    let distorted = coarse(&original, 8);
    assert_eq!(our_score(&original, &distorted, 1200, 800), our_score(&original, &distorted, 1200, 800));
    assert_eq!(our_score(&original, &original, 1200, 800), 100.0);
}

#[test]
fn a_spoiled_row_counts_the_same_wherever_windows_meet() {
    let (width, height) = (1024, 1024);
    let original = grey(width, height, |_, _| 128);
    let scores: Vec<f64> = (200..300)
        .step_by(32)
        .map(|row| {
            let mut spoiled = original.clone();
            spoiled[3 * width * row..3 * width * (row + 1)].fill(255);
            our_score(&original, &spoiled, width, height)
        })
        .collect();
    for found in &scores {
        assert!((found - scores[0]).abs() < 1e-2, "{scores:?}");
    }
}

#[test]
fn bytes_that_are_not_the_pixels_told_and_two_sizes_are_errors() {
    assert!(Pixels::new(&[0; 11], 2, 2).is_err());
    assert!(Pixels::new(&[], 0, 2).is_err());
    assert!(Pixels::new(&[], 1 << 15, 1 << 15).is_err());
    let (small, large) = (Pixels::new(&[0; 12], 2, 2), Pixels::new(&[0; 18], 2, 3));
    assert!(score(small.expect("sound"), large.expect("sound")).is_err());
}
