use super::{CodecFailure, settle};
use napi::bindgen_prelude::{AsyncTask, Either, Env, Error, Result, Task, Uint8Array};
use napi_derive::napi;
use pixelmill_codecs::png::{Effort, optimize};
use pixelmill_codecs::{CodecError, guarded};

pub struct OptimizePngTask {
    png: Uint8Array,
    effort: Effort,
    keep_metadata: bool,
}

impl Task for OptimizePngTask {
    type Output = std::result::Result<Vec<u8>, CodecError>;
    type JsValue = Either<Uint8Array, CodecFailure>;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(guarded(|| optimize(&self.png, self.effort, self.keep_metadata)))
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(settle(output, Uint8Array::new))
    }
}

/// The PNG made smaller without loss.
#[napi]
pub fn optimize_png(png: Uint8Array, effort: String, keep_metadata: bool) -> Result<AsyncTask<OptimizePngTask>> {
    Ok(AsyncTask::new(OptimizePngTask { png, effort: to_effort(&effort)?, keep_metadata }))
}

fn to_effort(name: &str) -> Result<Effort> {
    match name {
        "fast" => Ok(Effort::Fast),
        "balanced" => Ok(Effort::Balanced),
        "smallest" => Ok(Effort::Smallest),
        _ => Err(Error::from_reason(format!("no effort is named {name}"))),
    }
}
