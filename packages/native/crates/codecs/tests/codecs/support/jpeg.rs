//! JPEGs to test with, made and read by libjpeg itself.

use mozjpeg_sys::*;
use std::mem::zeroed;
use std::slice;

/// What the encoder is asked for.
#[derive(Clone, Copy)]
pub struct Kind {
    /// 1 grey, 3 YCbCr, 4 CMYK.
    pub components: usize,
    /// Sampling factors of the first component; the others have 1 by 1.
    pub sampling: (c_int, c_int),
    pub progressive: bool,
    /// MCUs between restart markers; 0 for none.
    pub restart: c_uint,
}

pub const PLAIN: Kind = Kind { components: 3, sampling: (2, 2), progressive: false, restart: 0 };

/// Encodes samples, `components` a pixel, at quality 85, with Huffman tables that leave something to gain.
pub fn encode(samples: &[u8], width: usize, height: usize, kind: Kind) -> Vec<u8> {
    let (mut errors, mut info): (jpeg_error_mgr, jpeg_compress_struct) = unsafe { (zeroed(), zeroed()) };
    let (mut buffer, mut length) = (std::ptr::null_mut(), 0);
    unsafe {
        info.common.err = jpeg_std_error(&mut errors);
        jpeg_create_compress(&mut info);
        jpeg_mem_dest(&mut info, &mut buffer, &mut length);
        (info.image_width, info.image_height) = (width as c_uint, height as c_uint);
        info.input_components = kind.components as c_int;
        info.in_color_space = [JCS_GRAYSCALE, JCS_RGB, JCS_CMYK][kind.components / 2];
        jpeg_c_set_int_param(&mut info, JINT_COMPRESS_PROFILE, JINT_COMPRESS_PROFILE_VALUE::JCP_FASTEST as c_int);
        jpeg_set_defaults(&mut info);
        jpeg_set_quality(&mut info, 85, 1);
        ((*info.comp_info).h_samp_factor, (*info.comp_info).v_samp_factor) = kind.sampling;
        info.restart_interval = kind.restart;
        if kind.progressive {
            jpeg_simple_progression(&mut info);
        }
        jpeg_start_compress(&mut info, 1);
        for row in samples.chunks_exact(width * kind.components) {
            jpeg_write_scanlines(&mut info, &row.as_ptr(), 1);
        }
        jpeg_finish_compress(&mut info);
        jpeg_destroy_compress(&mut info);
        let jpeg = slice::from_raw_parts(buffer, length as usize).to_vec();
        free(buffer.cast());
        jpeg
    }
}

/// Samples and what libjpeg takes the colours for; panics on a file that it can't read.
pub fn decode(jpeg: &[u8]) -> (Vec<u8>, c_int) {
    let (mut errors, mut info): (jpeg_error_mgr, jpeg_decompress_struct) = unsafe { (zeroed(), zeroed()) };
    unsafe {
        info.common.err = jpeg_std_error(&mut errors);
        jpeg_create_decompress(&mut info);
        jpeg_mem_src(&mut info, jpeg.as_ptr(), jpeg.len() as c_ulong);
        jpeg_read_header(&mut info, 1);
        let colours = info.jpeg_color_space as c_int;
        jpeg_start_decompress(&mut info);
        let row_bytes = info.output_width as usize * info.output_components as usize;
        let mut samples = vec![0; row_bytes * info.output_height as usize];
        while info.output_scanline < info.output_height {
            let mut row = samples[info.output_scanline as usize * row_bytes..].as_mut_ptr();
            jpeg_read_scanlines(&mut info, &mut row, 1);
        }
        assert_eq!(errors.num_warnings, 0);
        jpeg_destroy_decompress(&mut info);
        (samples, colours)
    }
}

unsafe extern "C" {
    fn free(memory: *mut c_void);
}

/// A segment as it stands in a file.
pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&[0xFF, marker][..], &length, data].concat()
}

/// The file with segments put in behind its start of image and, where there is one, its JFIF header.
pub fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    let at = if jpeg[3] == 0xE0 { 4 + usize::from(u16::from_be_bytes([jpeg[4], jpeg[5]])) } else { 2 };
    [&jpeg[..at], &segments.concat(), &jpeg[at..]].concat()
}

/// Marker and content of each segment before the first scan.
pub fn segments(jpeg: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    let mut at = 2;
    while jpeg[at + 1] != 0xDA {
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        found.push((jpeg[at + 1], jpeg[at + 4..at + 2 + length].to_vec()));
        at += 2 + length;
    }
    found
}
