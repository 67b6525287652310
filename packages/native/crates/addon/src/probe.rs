//! The memory probe as a JavaScript class.

use crate::to_pid;
use napi::bindgen_prelude::{Error, Function, Result};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi_derive::napi;
use pixelmill_host as host;
use std::time::Duration;

#[napi(object, use_nullable = true)]
pub struct ProbeSettings {
    pub interval_ms: f64,
    pub report_ms: f64,
    pub limit_bytes: Option<f64>,
    pub processes: Vec<ProbedProcess>,
}

#[napi(object, use_nullable = true)]
pub struct ProbedProcess {
    pub pid: f64,
    pub limit_bytes: Option<f64>,
}

#[napi(object)]
pub struct ProbeReport {
    pub samples: Vec<UsedSample>,
    pub processes: Vec<ProcessPeak>,
}

#[napi(object)]
pub struct UsedSample {
    pub at_ms: f64,
    pub used_bytes: f64,
}

#[napi(object)]
pub struct ProcessPeak {
    pub pid: f64,
    pub own_bytes: f64,
    pub file_bytes: f64,
    pub most_own_bytes: f64,
}

#[napi]
pub struct MemoryProbe {
    probe: host::Probe,
}

#[napi]
impl MemoryProbe {
    /// `due` is called without arguments when a report should be taken. It does not keep the process running, and calls that wait
    /// for the event loop are one call.
    #[napi(constructor)]
    pub fn new(settings: ProbeSettings, due: Function<(), ()>) -> Result<Self> {
        let due = due.build_threadsafe_function::<()>().weak::<true>().max_queue_size::<1>().build()?;
        // A full queue means that the call is on its way; a closing one that nobody listens any more.
        let tell = move || _ = due.call((), ThreadsafeFunctionCallMode::NonBlocking);
        let probe = host::Probe::start(settings.into(), tell).map_err(|error| Error::from_reason(error.to_string()))?;
        Ok(MemoryProbe { probe })
    }

    #[napi]
    pub fn change(&self, settings: ProbeSettings) {
        self.probe.change(settings.into());
    }

    #[napi]
    pub fn take(&self) -> ProbeReport {
        let host::ProbeReport { samples, processes } = self.probe.take();
        ProbeReport {
            samples: samples.iter().map(to_used_sample).collect(),
            processes: processes.iter().map(to_process_peak).collect(),
        }
    }

    #[napi]
    pub fn stop(&self) {
        self.probe.stop();
    }
}

impl From<ProbeSettings> for host::ProbeSettings {
    fn from(settings: ProbeSettings) -> Self {
        let processes = settings.processes.into_iter().filter_map(|ProbedProcess { pid, limit_bytes }| {
            Some(host::ProbedProcess { pid: to_pid(pid)?, limit_bytes: limit_bytes.map(|bytes| bytes as u64) })
        });
        host::ProbeSettings {
            interval: to_duration(settings.interval_ms),
            report_period: to_duration(settings.report_ms),
            limit_bytes: settings.limit_bytes.map(|bytes| bytes as u64),
            processes: processes.collect(),
        }
    }
}

/// Whole microseconds: what is no number becomes none.
fn to_duration(ms: f64) -> Duration {
    Duration::from_micros((ms * 1000.0) as u64)
}

fn to_used_sample(sample: &host::UsedSample) -> UsedSample {
    UsedSample { at_ms: sample.at.as_secs_f64() * 1000.0, used_bytes: sample.used_bytes as f64 }
}

fn to_process_peak(process: &host::ProcessPeak) -> ProcessPeak {
    ProcessPeak {
        pid: process.pid.into(),
        own_bytes: process.last.own_bytes as f64,
        file_bytes: process.last.file_bytes as f64,
        most_own_bytes: process.most_own_bytes as f64,
    }
}
