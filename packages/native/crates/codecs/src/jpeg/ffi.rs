//! libjpeg's two structures as owned values, and its errors as unwinding that ends in a [`CodecError`].
//!
//! libjpeg was built with unwind tables; its functions and callbacks are "C-unwind". An error passes through its frames as a Rust panic
//! that runs no panic hook, and dropping the structures frees everything it had allocated.

use crate::{CodecError, Reason};
use mozjpeg_sys::*;
use std::mem::zeroed;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// What is unwound with.
struct Failure(CodecError);

/// Runs calls into libjpeg and gives what they gave, or the error that one of them raised.
pub fn catching<T>(calls: impl FnOnce() -> T) -> Result<T, CodecError> {
    catch_unwind(AssertUnwindSafe(calls)).map_err(|panic| match panic.downcast::<Failure>() {
        Ok(failure) => failure.0,
        Err(other) => resume_unwind(other),
    })
}

/// Ends the calls that `catching` runs.
pub fn fail(reason: Reason, detail: impl Into<String>) -> ! {
    resume_unwind(Box::new(Failure(CodecError::new(reason, detail))))
}

/// A reader, on bytes that outlive it.
pub struct Decompress {
    pub info: Box<jpeg_decompress_struct>,
    _errors: Box<jpeg_error_mgr>,
}

impl Decompress {
    /// # Safety
    /// `jpeg` has to outlive the reader.
    pub unsafe fn new(jpeg: &[u8]) -> Self {
        let Ok(length) = c_ulong::try_from(jpeg.len()) else { fail(Reason::TooLarge, "a JPEG of over 4 GB") };
        // SAFETY: all zeros is a valid value of both, and what libjpeg asks for before the first call.
        let mut reader = unsafe { Decompress { info: Box::new(zeroed()), _errors: errors() } };
        reader.info.common.err = &mut *reader._errors;
        unsafe {
            jpeg_create_decompress(&mut *reader.info);
            jpeg_mem_src(&mut reader.info, jpeg.as_ptr(), length);
        }
        reader
    }
}

impl Drop for Decompress {
    fn drop(&mut self) {
        unsafe { jpeg_destroy_decompress(&mut self.info) };
    }
}

/// A writer. Its destination is set by whoever uses it and has to outlive it.
pub struct Compress {
    pub info: Box<jpeg_compress_struct>,
    _errors: Box<jpeg_error_mgr>,
}

impl Compress {
    pub fn new() -> Self {
        // SAFETY: as above.
        let mut writer = unsafe { Compress { info: Box::new(zeroed()), _errors: errors() } };
        writer.info.common.err = &mut *writer._errors;
        unsafe { jpeg_create_compress(&mut *writer.info) };
        writer
    }
}

impl Drop for Compress {
    fn drop(&mut self) {
        unsafe { jpeg_destroy_compress(&mut self.info) };
    }
}

unsafe fn errors() -> Box<jpeg_error_mgr> {
    let mut errors: Box<jpeg_error_mgr> = Box::new(unsafe { zeroed() });
    unsafe { jpeg_std_error(&mut errors) };
    errors.error_exit = Some(on_error);
    errors.emit_message = Some(on_message);
    errors
}

#[cold]
unsafe extern "C-unwind" fn on_error(info: &mut jpeg_common_struct) {
    let code = unsafe { (*info.err).msg_code };
    let reason = match code {
        JERR_OUT_OF_MEMORY => Reason::TooLarge,
        JERR_ARITH_NOTIMPL | JERR_SOF_UNSUPPORTED | JERR_BAD_PRECISION | JERR_MISMATCHED_QUANT_TABLE | JERR_COMPONENT_COUNT => {
            Reason::Unsupported
        }
        _ => Reason::Corrupt,
    };
    fail(reason, format!("libjpeg's error {code}"))
}

/// Below 0 is a warning: libjpeg would mend the damage and go on. What is only odd may pass: bytes between markers, unknown versions.
unsafe extern "C-unwind" fn on_message(info: &mut jpeg_common_struct, level: c_int) {
    let code = unsafe { (*info.err).msg_code };
    if level < 0 && !matches!(code, JWRN_EXTRANEOUS_DATA | JWRN_ADOBE_XFORM | JWRN_JFIF_MAJOR) {
        fail(Reason::Corrupt, format!("libjpeg's warning {code}"));
    }
}
