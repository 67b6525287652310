//! Samples the memory of processes on a thread of its own, and keeps what it saw until it is asked.

mod sampler;
mod settings;
mod tally;

use crate::os::ProcessReader;
pub use sampler::Reader;
use sampler::Sampler;
pub use settings::{ProbeSettings, ProbedProcess};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tally::Tally;
pub use tally::{ProbeReport, ProcessPeak, UsedSample};

/// Fits into the 15 bytes that Linux keeps of a thread's name.
const THREAD_NAME: &str = "memory-probe";

/// A running probe. It ends when it is stopped or dropped.
pub struct Probe {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Shared {
    state: Mutex<State>,
    /// Told when there are new settings, or an end.
    changed: Condvar,
}

struct State {
    /// New settings that the thread has not taken yet.
    settings: Option<ProbeSettings>,
    stopping: bool,
    tally: Tally,
}

impl Probe {
    /// Starts to sample. `due` is called on the probe's thread when a report should be taken: after the first sample, once in a
    /// report period, and at every sample that is above a limit. Fails where no thread can be started.
    pub fn start(settings: ProbeSettings, due: impl Fn() + Send + 'static) -> std::io::Result<Probe> {
        let state = State { settings: Some(settings), stopping: false, tally: Tally::default() };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new().name(THREAD_NAME.to_owned()).spawn(move || of_thread.run(&due))?;
        Ok(Probe { shared, thread: Mutex::new(Some(thread)) })
    }

    /// Replaces the settings and samples at once by the new ones.
    pub fn change(&self, settings: ProbeSettings) {
        self.shared.lock().settings = Some(settings);
        self.shared.changed.notify_one();
    }

    /// Everything seen since the last time; empty where nothing was.
    pub fn take(&self) -> ProbeReport {
        self.shared.lock().tally.take()
    }

    /// Ends the thread and waits for it. `due` is not called any more afterwards. A second time does nothing.
    pub fn stop(&self) {
        self.shared.lock().stopping = true;
        self.shared.changed.notify_one();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It fails only where the thread panicked, and then it is over all the same.
            let _ = thread.join();
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, due: &impl Fn()) {
        let started = Instant::now();
        let mut sampler = Sampler::<ProcessReader>::default();
        let mut next = started;
        while let Some(settings) = self.wait_until(next) {
            if let Some(settings) = settings {
                sampler.change(settings);
                next = Instant::now();
            }
            let now = Instant::now();
            let sample = sampler.sample(now - started);
            let is_due = sampler.is_due(&sample, now);
            self.lock().tally.add(sample);
            if is_due {
                due();
            }
            // A thread that was kept waiting does not make up for lost samples.
            next = (next + sampler.interval()).max(now);
        }
    }

    /// Sleeps until a sample is to be taken, sooner where the settings changed; none where the probe is to end.
    fn wait_until(&self, next: Instant) -> Option<Option<ProbeSettings>> {
        let mut state = self.lock();
        loop {
            if state.stopping {
                return None;
            }
            let left = next.saturating_duration_since(Instant::now());
            if state.settings.is_some() || left == Duration::ZERO {
                return Some(state.settings.take());
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
