//! JPEGs repacked: the same pixels, the right metadata, and nothing but an error from bad files.

use crate::support::jpeg::{Kind, PLAIN, decode, encode, segment, segments, with_segments};
use crate::support::pictures::{Random, scene};
use pixelmill_codecs::jpeg::repack;
use pixelmill_codecs::{Reason, guarded};

const KINDS: [(&str, Kind); 8] = [
    ("4:2:0", PLAIN),
    ("4:4:4", Kind { sampling: (1, 1), ..PLAIN }),
    ("4:2:2", Kind { sampling: (2, 1), ..PLAIN }),
    ("4:4:0", Kind { sampling: (1, 2), ..PLAIN }),
    ("progressive", Kind { progressive: true, ..PLAIN }),
    ("with restarts", Kind { restart: 3, ..PLAIN }),
    ("grey", Kind { components: 1, sampling: (1, 1), ..PLAIN }),
    ("CMYK", Kind { components: 4, sampling: (1, 1), ..PLAIN }),
];

/// A JPEG of a scene in a kind; CMYK takes four of its bytes a pixel.
fn sample(width: usize, height: usize, kind: Kind) -> Vec<u8> {
    let picture = scene(width, height * 2);
    encode(&picture[..width * height * kind.components], width, height, kind)
}

fn start_of_frame(jpeg: &[u8]) -> u8 {
    segments(jpeg).iter().map(|(marker, _)| *marker).find(|marker| matches!(marker, 0xC0..=0xC2)).expect("a frame")
}

#[test]
fn every_kind_keeps_its_pixels_and_gets_smaller() {
    for (name, kind) in KINDS {
        for (width, height) in [(640, 481), (333, 250)] {
            let jpeg = sample(width, height, kind);
            let repacked = repack(&jpeg, false).expect(name);
            assert!(decode(&repacked) == decode(&jpeg), "{name}: other pixels");
            assert!(repacked.len() < jpeg.len(), "{name}: {} of {}", repacked.len(), jpeg.len());
        }
    }
}

#[test]
fn large_files_become_progressive_and_what_is_smaller_as_one_scan_stays_one() {
    assert_eq!(start_of_frame(&repack(&sample(640, 480, PLAIN), false).expect("sound")), 0xC2);
    for (width, height) in [(1, 1), (8, 8), (17, 9)] {
        let jpeg = sample(width, height, Kind { progressive: true, ..PLAIN });
        let repacked = repack(&jpeg, false).expect("sound");
        assert_eq!(start_of_frame(&repacked), 0xC0, "{width} x {height}");
        assert_eq!(decode(&repacked), decode(&jpeg));
    }
}

#[test]
fn no_file_gets_larger_whoever_made_it() {
    for (name, kind) in KINDS {
        for side in [1, 7, 16, 40, 200] {
            let jpeg = sample(side, side, kind);
            assert!(repack(&jpeg, true).expect(name).len() <= jpeg.len(), "{name} {side}");
        }
    }
}

#[test]
fn a_repacked_file_repacked_again_is_the_same_file() {
    let once = repack(&sample(300, 200, PLAIN), false).expect("sound");
    assert_eq!(repack(&once, false).expect("sound"), once);
}

fn exif(orientation: u8) -> Vec<u8> {
    let directory =
        [0, 2, 1, 0x0F, 0, 2, 0, 0, 0, 4, b'C', b'a', b'm', 0, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
    segment(0xE1, &[b"Exif\0\0MM\0\x2A\0\0\0\x08", &directory[..]].concat())
}

fn dressed(orientation: u8) -> Vec<u8> {
    let dressing = [
        exif(orientation),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x02first"),
        segment(0xE2, b"ICC_PROFILE\0\x02\x02second"),
        segment(0xE2, b"MPF\0points behind the image"),
        segment(0xED, b"Photoshop 3.0\0"),
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
        segment(0xFE, b"a comment"),
    ];
    let jpeg = with_segments(&sample(64, 64, PLAIN), &dressing);
    // Other images behind the first one.
    [jpeg, sample(16, 16, PLAIN)].concat()
}

fn metadata_of(jpeg: &[u8]) -> Vec<(u8, Vec<u8>)> {
    segments(jpeg).into_iter().filter(|(marker, _)| matches!(marker, 0xE0..=0xEF | 0xFE)).collect()
}

#[test]
fn without_metadata_only_jfif_the_profile_and_adobe_s_marker_stay() {
    let found = metadata_of(&repack(&dressed(1), false).expect("sound"));
    let markers: Vec<u8> = found.iter().map(|(marker, _)| *marker).collect();
    assert_eq!(markers, [0xE0, 0xE2, 0xE2, 0xEE]);
    assert_eq!(found[1].1, b"ICC_PROFILE\0\x01\x02first");
    assert_eq!(found[2].1, b"ICC_PROFILE\0\x02\x02second");
}

#[test]
fn without_metadata_an_orientation_other_than_normal_stays_alone_in_its_exif() {
    for orientation in 2..=8 {
        let found = metadata_of(&repack(&dressed(orientation), false).expect("sound"));
        let expected =
            [b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation, 0, 0, 0, 0, 0, 0]].concat();
        assert_eq!(found[1], (0xE1, expected));
        assert_eq!(found.len(), 5);
    }
}

#[test]
fn with_metadata_all_of_it_stays_in_order_but_the_index_of_further_images() {
    let jpeg = dressed(6);
    let expected: Vec<_> = metadata_of(&jpeg).into_iter().filter(|(_, data)| !data.starts_with(b"MPF\0")).collect();
    assert_eq!(metadata_of(&repack(&jpeg, true).expect("sound")), expected);
}

#[test]
fn what_tells_decoders_the_colours_is_as_before() {
    let jfif = sample(32, 32, PLAIN);
    let bare = [&jfif[..2], &jfif[20..]].concat();
    assert!(!metadata_of(&repack(&bare, false).expect("sound")).iter().any(|(marker, _)| *marker == 0xE0));
    let cmyk = sample(32, 32, Kind { components: 4, sampling: (1, 1), ..PLAIN });
    let adobe: Vec<_> = metadata_of(&cmyk).into_iter().filter(|(marker, _)| *marker == 0xEE).collect();
    assert_eq!(adobe.len(), 1);
    assert_eq!(metadata_of(&repack(&cmyk, false).expect("sound")), adobe);
    let without_adobe = [&cmyk[..2], &cmyk[18..]].concat();
    let repacked = repack(&without_adobe, false).expect("sound");
    assert_eq!(metadata_of(&repacked), []);
    assert_eq!(decode(&repacked), decode(&without_adobe));
}

/// The file with one byte of its frame header changed: 0 is its marker, 4 the precision, 5 to 8 the size.
fn with_frame_byte(jpeg: &[u8], offset: usize, value: u8) -> Vec<u8> {
    let frame = jpeg.windows(4).position(|bytes| bytes[..2] == [0xFF, 0xC0] && bytes[2] == 0).expect("a frame");
    let mut changed = jpeg.to_vec();
    changed[frame + 1 + offset] = value;
    changed
}

#[test]
fn what_is_no_huffman_coded_8_bit_jpeg_is_unsupported_by_name() {
    let jpeg = sample(32, 32, PLAIN);
    let cases =
        [(0, 0xC9, "arithmetic"), (0, 0xC3, "lossless"), (0, 0xC5, "hierarchical"), (3, 12, "12 bits"), (8, 7, "7 components")];
    for (offset, value, word) in cases {
        let error = repack(&with_frame_byte(&jpeg, offset, value), false).expect_err(word);
        assert_eq!(error.reason, Reason::Unsupported, "{error:?}");
        assert!(error.detail.contains(word), "{error:?}");
    }
}

#[test]
fn a_size_that_no_file_of_that_length_needs_is_refused_before_memory_is_taken() {
    let mut jpeg = sample(32, 32, PLAIN);
    for offset in 4..8 {
        jpeg = with_frame_byte(&jpeg, offset, 0xFF);
    }
    assert_eq!(repack(&jpeg, false).expect_err("too large").reason, Reason::TooLarge);
}

#[test]
fn thousands_of_scans_are_refused() {
    let jpeg = sample(32, 32, Kind { progressive: true, ..PLAIN });
    let scan = jpeg.windows(2).rposition(|bytes| bytes == [0xFF, 0xDA]).expect("a scan");
    let end = jpeg.len() - 2;
    let many = [&jpeg[..scan], &jpeg[scan..end].repeat(1000), &jpeg[end..]].concat();
    assert_eq!(repack(&many, false).expect_err("too many").detail, "scans without end");
}

#[test]
fn bytes_between_segments_are_no_damage() {
    let jpeg = sample(64, 64, PLAIN);
    let odd = [&jpeg[..jpeg.len() - 2], &[0, 0, 0], &jpeg[jpeg.len() - 2..]].concat();
    assert_eq!(repack(&odd, false).expect("odd but sound"), repack(&jpeg, false).expect("sound"));
}

#[test]
fn a_file_cut_anywhere_is_corrupt() {
    for kind in [PLAIN, Kind { progressive: true, ..PLAIN }] {
        let jpeg = sample(80, 60, kind);
        for length in (0..jpeg.len() - 1).step_by(3) {
            let error = guarded(|| repack(&jpeg[..length], true)).expect_err("cut");
            assert_eq!(error.reason, Reason::Corrupt, "at {length}: {error:?}");
        }
    }
}

#[test]
fn spoiled_bytes_give_a_result_or_an_error_and_no_fault_of_ours() {
    let mut random = Random(3);
    for (_, kind) in KINDS {
        let jpeg = with_segments(&sample(70, 50, kind), &[exif(3)]);
        for _ in 0..150 {
            let mut spoiled = jpeg.clone();
            for _ in 0..1 + random.below(4) {
                let at = random.below(spoiled.len());
                spoiled[at] = random.byte();
            }
            if let Err(error) = guarded(|| repack(&spoiled, false)) {
                assert_ne!(error.reason, Reason::Internal, "{error:?}");
            }
        }
    }
}

/// In a process of its own: a process's memory is that of all tests that run beside this one.
#[cfg(target_os = "linux")]
#[test]
fn errors_leave_no_memory_behind() {
    let this = std::env::current_exe().expect("a path");
    let alone = ["--ignored", "--exact", "jpeg::four_hundred_errors_take_no_memory"];
    let output = std::process::Command::new(this).args(alone).output().expect("starts");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "the test above runs it alone"]
fn four_hundred_errors_take_no_memory() {
    let resident = || {
        let statm = std::fs::read_to_string("/proc/self/statm").expect("Linux");
        statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).expect("pages") * 4096
    };
    let jpeg = sample(320, 240, Kind { progressive: true, ..PLAIN });
    let fail = || assert!(repack(&jpeg[..jpeg.len() * 2 / 3], false).is_err());
    (0..50).for_each(|_| fail());
    let before = resident();
    // Each holds a quarter of a megabyte of coefficients when it fails: a leak would be 100 MB.
    (0..400).for_each(|_| fail());
    let after = resident();
    assert!(after < before + 20_000_000, "{before} to {after} bytes");
}
