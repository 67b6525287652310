use super::{CodecFailure, settle};
use napi::bindgen_prelude::{AsyncTask, Either, Env, Result, Task, Uint8Array};
use napi_derive::napi;
use pixelmill_codecs::jpeg::repack;
use pixelmill_codecs::{CodecError, guarded};

pub struct RepackJpegTask {
    jpeg: Uint8Array,
    keep_metadata: bool,
}

impl Task for RepackJpegTask {
    type Output = std::result::Result<Vec<u8>, CodecError>;
    type JsValue = Either<Uint8Array, CodecFailure>;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(guarded(|| repack(&self.jpeg, self.keep_metadata)))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(settle(output, Uint8Array::new))
    }
}

/// The JPEG with the same coefficients in fewer bytes.
#[napi]
pub fn repack_jpeg(jpeg: Uint8Array, keep_metadata: bool) -> AsyncTask<RepackJpegTask> {
    AsyncTask::new(RepackJpegTask { jpeg, keep_metadata })
}
