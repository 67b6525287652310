use super::{CodecFailure, settle};
use napi::bindgen_prelude::{AsyncTask, Either, Env, Result, Task, Uint8Array};
use napi_derive::napi;
use pixelmill_codecs::{CodecError, guarded, score};

pub struct ScoreTask {
    reference: Uint8Array,
    candidate: Uint8Array,
    width: u32,
    height: u32,
}

impl Task for ScoreTask {
    type Output = std::result::Result<f64, CodecError>;
    type JsValue = Either<f64, CodecFailure>;

    fn compute(&mut self) -> Result<Self::Output> {
        let pixels = |data| score::Pixels::new(data, self.width, self.height);
        Ok(guarded(|| score::score(pixels(&self.reference)?, pixels(&self.candidate)?)))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(settle(output, |score| score))
    }
}

/// SSIMULACRA2 of two images of one size, both 8 bit sRGB of three channels.
#[napi]
pub fn score_pixels(reference: Uint8Array, candidate: Uint8Array, width: u32, height: u32) -> AsyncTask<ScoreTask> {
    AsyncTask::new(ScoreTask { reference, candidate, width, height })
}
