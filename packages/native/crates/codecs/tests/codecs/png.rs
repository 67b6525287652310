//! PNGs made smaller: the same pixels, the right chunks, and nothing but an error from bad files.

use crate::support::pictures::{Random, coarse, scene};
use crate::support::png::{Picture, chunk, chunk_names, decode, encode, with_chunks};
use ::png::{BitDepth, ColorType};
use pixelmill_codecs::png::{Effort, optimize};
use pixelmill_codecs::{Reason, guarded};

const SIDE: u32 = 96;
const PIXELS: usize = (SIDE * SIDE) as usize;

fn picture(colour: ColorType, depth: BitDepth, bytes: Vec<u8>) -> Picture {
    Picture { width: SIDE, height: SIDE, colour, depth, palette: Vec::new(), bytes }
}

/// Bytes of a scene, as many as asked for.
fn bytes(count: usize) -> Vec<u8> {
    let mut bytes = scene(256, 256);
    bytes.truncate(count);
    bytes
}

/// Every colour type in every depth that keeps whole bytes, and the small depths of grey and of palettes.
fn pictures() -> Vec<(String, Picture)> {
    let mut all = Vec::new();
    for colour in [ColorType::Grayscale, ColorType::Rgb, ColorType::GrayscaleAlpha, ColorType::Rgba] {
        for depth in [BitDepth::Eight, BitDepth::Sixteen] {
            all.push(picture(colour, depth, bytes(PIXELS * colour.samples() * depth as usize / 8)));
        }
    }
    for depth in [BitDepth::One, BitDepth::Two, BitDepth::Four] {
        all.push(picture(ColorType::Grayscale, depth, bytes(PIXELS * depth as usize / 8)));
    }
    for depth in [BitDepth::One, BitDepth::Two, BitDepth::Four, BitDepth::Eight] {
        let indexed = picture(ColorType::Indexed, depth, bytes(PIXELS * depth as usize / 8));
        all.push(Picture { palette: bytes(3 << depth as usize), ..indexed });
    }
    all.into_iter().map(|picture| (format!("{:?} {:?}", picture.colour, picture.depth), picture)).collect()
}

#[test]
fn every_form_keeps_every_pixel_at_every_effort_and_gets_smaller() {
    for (name, picture) in pictures() {
        let file = encode(&picture, &[]);
        for effort in [Effort::Fast, Effort::Balanced, Effort::Smallest] {
            let optimized = optimize(&file, effort, false).expect(&name);
            assert!(decode(&optimized) == decode(&file), "{name} {effort:?}: other pixels");
            assert!(optimized.len() < file.len(), "{name} {effort:?}: {} of {}", optimized.len(), file.len());
        }
    }
}

#[test]
fn few_colours_become_a_palette_and_16_bits_that_are_used_stay() {
    let few = coarse(&bytes(PIXELS * 3), 128);
    let optimized =
        optimize(&encode(&picture(ColorType::Rgb, BitDepth::Eight, few), &[]), Effort::Balanced, false).expect("sound");
    assert_eq!(optimized[25], ColorType::Indexed as u8);
    let deep = picture(ColorType::Rgb, BitDepth::Sixteen, bytes(PIXELS * 6));
    assert_eq!(optimize(&encode(&deep, &[]), Effort::Balanced, false).expect("sound")[24], 16);
}

#[test]
fn an_optimized_file_optimized_again_is_the_same_file() {
    let once = optimize(&encode(&pictures()[2].1, &[]), Effort::Balanced, false).expect("sound");
    assert_eq!(optimize(&once, Effort::Balanced, false).expect("sound"), once);
}

fn dressed() -> Vec<u8> {
    let file = encode(&picture(ColorType::Rgb, BitDepth::Eight, bytes(PIXELS * 3)), &[]);
    let chunks = [
        chunk(b"gAMA", &45_455_u32.to_be_bytes()),
        chunk(b"cHRM", &[0; 32]),
        chunk(b"pHYs", &[0, 0, 0, 1, 0, 0, 0, 1, 1]),
        chunk(b"tIME", &[0; 7]),
        chunk(b"tEXt", b"Author\0someone"),
        chunk(b"eXIf", b"MM\0\x2A\0\0\0\x08\0\0\0\0\0\0"),
    ];
    with_chunks(&file, &chunks)
}

#[test]
fn without_metadata_only_what_changes_the_look_stays() {
    let names = chunk_names(&optimize(&dressed(), Effort::Fast, false).expect("sound"));
    assert_eq!(names, ["IHDR", "gAMA", "cHRM", "IDAT", "IEND"]);
}

#[test]
fn with_metadata_every_chunk_stays() {
    let names = chunk_names(&optimize(&dressed(), Effort::Fast, true).expect("sound"));
    assert_eq!(names, ["IHDR", "gAMA", "cHRM", "pHYs", "tIME", "tEXt", "eXIf", "IDAT", "IEND"]);
}

fn animation() -> Vec<u8> {
    let first = picture(ColorType::Rgba, BitDepth::Eight, bytes(PIXELS * 4));
    let others = [coarse(&first.bytes, 16), coarse(&first.bytes, 32)];
    encode(&first, &others)
}

#[test]
fn an_animation_keeps_its_frames_and_gets_smaller() {
    let optimized = optimize(&animation(), Effort::Balanced, false).expect("sound");
    assert!(optimized.len() < animation().len());
    assert_eq!(decode(&optimized).len(), 3);
    assert!(decode(&optimized) == decode(&animation()));
}

#[test]
fn sizes_that_the_data_can_not_fill_are_refused_before_memory_is_taken() {
    let with_size = |file: &[u8], width: u32, height: u32| {
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &file[24..29]].concat();
        [&file[..8], &chunk(b"IHDR", &header), &file[33..]].concat()
    };
    let reason = |width, height| optimize(&with_size(&dressed(), width, height), Effort::Fast, false).expect_err("a lie").reason;
    assert_eq!(reason(u32::MAX, u32::MAX), Reason::TooLarge);
    assert_eq!(reason(16_000, 16_000), Reason::Corrupt);
    assert_eq!(reason(0, 16), Reason::Corrupt);
}

#[test]
fn a_frame_beyond_its_canvas_is_refused() {
    let file = animation();
    let control = file.windows(4).rposition(|name| name == b"fcTL").expect("an animation");
    let mut content = file[control + 4..control + 30].to_vec();
    content[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
    let changed = [&file[..control - 4], &chunk(b"fcTL", &content), &file[control + 34..]].concat();
    assert_eq!(optimize(&changed, Effort::Fast, false).expect_err("beyond").detail, "a frame beyond its canvas");
}

#[test]
fn a_file_cut_anywhere_is_corrupt() {
    let file = dressed();
    for length in (0..file.len() - 12).step_by(7) {
        let error = guarded(|| optimize(&file[..length], Effort::Fast, true)).expect_err("cut");
        assert_eq!(error.reason, Reason::Corrupt, "at {length}: {error:?}");
    }
}

/// With their checksums made right again, or none would get past them.
#[test]
fn spoiled_chunks_give_a_result_or_an_error_and_no_fault_of_ours() {
    let mut random = Random(11);
    let small = Picture { width: 12, height: 9, ..picture(ColorType::Indexed, BitDepth::Eight, bytes(108)) };
    let indexed = encode(&Picture { palette: bytes(768), ..small.clone() }, &[]);
    let rgba = Picture { colour: ColorType::Rgba, bytes: bytes(432), ..small };
    for file in [indexed, encode(&rgba, &[bytes(432), bytes(432)])] {
        for _ in 0..1000 {
            if let Err(error) = guarded(|| optimize(&spoiled(&file, &mut random), Effort::Fast, false)) {
                assert_ne!(error.reason, Reason::Internal, "{error:?}");
            }
        }
    }
}

fn spoiled(file: &[u8], random: &mut Random) -> Vec<u8> {
    let mut result = file[..8].to_vec();
    let mut at = 8;
    while at < file.len() {
        let length = u32::from_be_bytes(file[at..at + 4].try_into().expect("four")) as usize;
        let name = file[at + 4..at + 8].try_into().expect("four");
        let mut data = file[at + 8..at + 8 + length].to_vec();
        if random.below(4) == 0 && !data.is_empty() {
            let place = random.below(data.len());
            data[place] = random.byte();
            data.truncate(data.len() - random.below(8) / 7);
        }
        result.extend(chunk(name, &data));
        at += 12 + length;
    }
    result
}
