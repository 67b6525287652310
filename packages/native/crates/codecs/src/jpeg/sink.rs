//! Where libjpeg writes to: a vector that grows, owned by Rust so that no failure leaks it.

use mozjpeg_sys::{boolean, jpeg_compress_struct, jpeg_destination_mgr};
use std::ptr;

const FIRST_BYTES: usize = 1 << 16;

/// libjpeg holds a pointer to `manager`, the first field, and is handed the whole by it.
#[repr(C)]
pub struct Sink {
    manager: jpeg_destination_mgr,
    bytes: Vec<u8>,
}

impl Sink {
    /// Boxed, since libjpeg keeps the address.
    pub fn new() -> Box<Self> {
        let manager = jpeg_destination_mgr {
            next_output_byte: ptr::null_mut(),
            free_in_buffer: 0,
            init_destination: Some(start),
            empty_output_buffer: Some(grow),
            term_destination: Some(finish),
        };
        Box::new(Sink { manager, bytes: Vec::new() })
    }

    /// What to put into `cinfo.dest`; valid as long as the box is neither dropped nor taken apart.
    pub fn as_destination(self: &mut Box<Self>) -> *mut jpeg_destination_mgr {
        let sink: *mut Sink = &mut **self;
        sink.cast()
    }

    /// What was written, once compression has finished.
    pub fn take_bytes(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    fn extend_to(&mut self, length: usize) {
        let written = self.bytes.len();
        self.bytes.resize(length, 0);
        self.manager.next_output_byte = self.bytes[written..].as_mut_ptr();
        self.manager.free_in_buffer = length - written;
    }
}

/// # Safety
/// `cinfo.dest` is what `as_destination` gave.
unsafe fn sink_of(cinfo: &mut jpeg_compress_struct) -> &mut Sink {
    unsafe { &mut *cinfo.dest.cast::<Sink>() }
}

unsafe extern "C-unwind" fn start(cinfo: &mut jpeg_compress_struct) {
    unsafe { sink_of(cinfo) }.extend_to(FIRST_BYTES);
}

/// Called when the buffer is full to its end.
unsafe extern "C-unwind" fn grow(cinfo: &mut jpeg_compress_struct) -> boolean {
    let sink = unsafe { sink_of(cinfo) };
    sink.extend_to(2 * sink.bytes.len());
    1
}

unsafe extern "C-unwind" fn finish(cinfo: &mut jpeg_compress_struct) {
    let sink = unsafe { sink_of(cinfo) };
    sink.bytes.truncate(sink.bytes.len() - sink.manager.free_in_buffer);
}
