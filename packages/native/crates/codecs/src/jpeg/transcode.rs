//! Coefficients out of one JPEG into another.

use super::ffi::{Compress, Decompress, catching, fail};
use super::header::Header;
use super::metadata::Kept;
use super::sink::Sink;
use crate::{CodecError, Reason};
use mozjpeg_sys::*;
use std::slice;

/// A file below this is also tried as one plain scan: there the headers of ten scans weigh more than what they save.
const PLAIN_BELOW_BYTES: usize = 1 << 15;

/// What an AC coefficient of 8 bit JPEG can be at most; DC also reaches -1024 (T.81, F.1.2).
const MAX_COEFFICIENT: i16 = 1023;

type Coefficients = *mut *mut jvirt_barray_control;

pub fn transcode(jpeg: &[u8], header: &Header, segments: &[Kept]) -> Result<Vec<u8>, CodecError> {
    // SAFETY: `jpeg` outlives the reader, and the coefficients are used while the reader that owns them is there.
    catching(|| unsafe {
        let mut reader = Decompress::new(jpeg);
        jpeg_read_header(&mut reader.info, 1);
        let coefficients = jpeg_read_coefficients(&mut reader.info);
        check_range(&mut reader, coefficients);
        let progressive = write(&reader, coefficients, header, segments, true);
        if progressive.len() >= PLAIN_BELOW_BYTES {
            return progressive;
        }
        let plain = write(&reader, coefficients, header, segments, false);
        if plain.len() < progressive.len() { plain } else { progressive }
    })
}

/// Refuses coefficients that no encoder makes. mozjpeg would find them half-way through its trial scans, whose buffers it then leaks.
unsafe fn check_range(reader: &mut Decompress, coefficients: Coefficients) {
    let info = &mut *reader.info;
    let components = unsafe { slice::from_raw_parts(info.comp_info, info.num_components as usize) };
    for (index, component) in components.iter().enumerate() {
        for row in 0..component.height_in_blocks {
            let blocks = unsafe { block_row(&mut info.common, *coefficients.add(index), row, component.width_in_blocks) };
            if !blocks.iter().all(is_in_range) {
                fail(Reason::Corrupt, "coefficients out of range");
            }
        }
    }
}

unsafe fn block_row(common: &mut jpeg_common_struct, array: *mut jvirt_barray_control, row: u32, width: u32) -> &[JBLOCK] {
    unsafe {
        let Some(access) = (*common.mem).access_virt_barray else { fail(Reason::Internal, "libjpeg without its memory manager") };
        let rows = access(common, array, row, 1, 0);
        slice::from_raw_parts(*rows, width as usize)
    }
}

fn is_in_range(block: &JBLOCK) -> bool {
    let [dc, ac @ ..] = block;
    (-MAX_COEFFICIENT - 1..=MAX_COEFFICIENT).contains(dc) && ac.iter().all(|value| value.unsigned_abs() <= MAX_COEFFICIENT as u16)
}

unsafe fn write(
    reader: &Decompress,
    coefficients: Coefficients,
    header: &Header,
    segments: &[Kept],
    progressive: bool,
) -> Vec<u8> {
    // Declared before the writer: dropped after it.
    let mut sink = Sink::new();
    let mut writer = Compress::new();
    unsafe {
        writer.info.dest = sink.as_destination();
        jpeg_copy_critical_parameters(&reader.info, &mut writer.info);
        set_up(&mut writer.info, header, progressive);
        jpeg_write_coefficients(&mut writer.info, coefficients);
        for (marker, data) in segments {
            jpeg_write_marker(&mut writer.info, c_int::from(*marker), data.as_ptr(), data.len() as c_uint);
        }
        jpeg_finish_compress(&mut writer.info);
    }
    drop(writer);
    sink.take_bytes()
}

unsafe fn set_up(info: &mut jpeg_compress_struct, header: &Header, progressive: bool) {
    // The file's own markers tell decoders which colours these are. Where there was none they guess, and shall guess the same.
    info.write_JFIF_header = header.has_jfif.into();
    info.write_Adobe_marker = 0;
    info.optimize_coding = 1;
    if progressive {
        unsafe { jpeg_simple_progression(info) };
    } else {
        unsafe { jpeg_c_set_bool_param(info, JBOOLEAN_OPTIMIZE_SCANS, 0) };
        info.num_scans = 0;
        info.scan_info = std::ptr::null();
    }
}
