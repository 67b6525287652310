use super::settings::{ProbeSettings, ProbedProcess};
use super::tally::{Sample, UsedSample};
use crate::memory::ProcessUse;
use std::time::{Duration, Instant};

/// Reads one process again and again.
pub trait Reader: Sized {
    /// None where there is no such process.
    fn open(pid: u32) -> Option<Self>;
    /// None where the process is gone.
    fn read(&mut self) -> Option<ProcessUse>;
}

struct Watched<R> {
    process: ProbedProcess,
    reader: Option<R>,
}

/// Looks at processes and tells whether what it saw is to be reported.
pub struct Sampler<R> {
    watched: Vec<Watched<R>>,
    interval: Duration,
    report_period: Duration,
    limit_bytes: Option<u64>,
    last_due: Option<Instant>,
}

impl<R> Default for Sampler<R> {
    fn default() -> Self {
        let never = Duration::MAX;
        Sampler { watched: Vec::new(), interval: never, report_period: never, limit_bytes: None, last_due: None }
    }
}

impl<R: Reader> Sampler<R> {
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// What was open stays open: a reader never passes from a process to another that got its number.
    pub fn change(&mut self, settings: ProbeSettings) {
        let mut open = std::mem::take(&mut self.watched);
        self.watched = settings
            .processes
            .into_iter()
            .map(|process| {
                let known = open.iter_mut().find(|known| known.process.pid == process.pid).and_then(|known| known.reader.take());
                Watched { reader: known.or_else(|| R::open(process.pid)), process }
            })
            .collect();
        self.interval = settings.interval;
        self.report_period = settings.report_period;
        self.limit_bytes = settings.limit_bytes;
        self.last_due = None;
    }

    /// Own pages are summed, pages of files counted once: the processes share them.
    pub fn sample(&mut self, at: Duration) -> Sample {
        let processes: Vec<_> =
            self.watched.iter_mut().filter_map(|watched| Some((watched.process.pid, read(watched)?))).collect();
        let own_bytes: u64 = processes.iter().map(|(_, used)| used.own_bytes).sum();
        let file_bytes = processes.iter().map(|(_, used)| used.file_bytes).max().unwrap_or(0);
        Sample { used: UsedSample { at, used_bytes: own_bytes + file_bytes }, processes }
    }

    /// The first sample after a change, one in each report period, and all above a limit.
    pub fn is_due(&mut self, sample: &Sample, now: Instant) -> bool {
        let due = self.last_due.is_none_or(|last| now - last >= self.report_period) || self.is_above_a_limit(sample);
        if due {
            self.last_due = Some(now);
        }
        due
    }

    fn is_above_a_limit(&self, sample: &Sample) -> bool {
        let own_limit = |pid| self.watched.iter().find(|watched| watched.process.pid == pid)?.process.limit_bytes;
        self.limit_bytes.is_some_and(|limit| sample.used.used_bytes > limit)
            || sample.processes.iter().any(|(pid, used)| own_limit(*pid).is_some_and(|limit| used.own_bytes > limit))
    }
}

/// A reader whose process is gone is closed.
fn read<R: Reader>(watched: &mut Watched<R>) -> Option<ProcessUse> {
    let used = watched.reader.as_mut()?.read();
    if used.is_none() {
        watched.reader = None;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::collections::HashMap;

    thread_local! {
        /// What each process uses: own and file bytes.
        static USED: RefCell<HashMap<u32, (u64, u64)>> = RefCell::new(HashMap::new());
    }

    struct Told(u32);

    impl Reader for Told {
        fn open(pid: u32) -> Option<Self> {
            USED.with_borrow(|used| used.contains_key(&pid).then_some(Told(pid)))
        }

        fn read(&mut self) -> Option<ProcessUse> {
            USED.with_borrow(|used| used.get(&self.0).map(|(own, file)| ProcessUse { own_bytes: *own, file_bytes: *file }))
        }
    }

    fn uses(pid: u32, own: u64, file: u64) {
        USED.with_borrow_mut(|used| used.insert(pid, (own, file)));
    }

    fn sampler(limit_bytes: Option<u64>, processes: &[(u32, Option<u64>)]) -> Sampler<Told> {
        let mut sampler = Sampler::default();
        sampler.change(settings(limit_bytes, processes));
        sampler
    }

    fn settings(limit_bytes: Option<u64>, processes: &[(u32, Option<u64>)]) -> ProbeSettings {
        let processes =
            processes.iter().map(|(pid, limit_bytes)| ProbedProcess { pid: *pid, limit_bytes: *limit_bytes }).collect();
        ProbeSettings { interval: Duration::from_millis(10), report_period: Duration::from_secs(60), limit_bytes, processes }
    }

    fn due(sampler: &mut Sampler<Told>) -> bool {
        let sample = sampler.sample(Duration::ZERO);
        sampler.is_due(&sample, Instant::now())
    }

    #[test]
    fn own_pages_are_summed_and_file_pages_counted_once() {
        uses(1, 100, 30);
        uses(2, 200, 50);
        let sample = sampler(None, &[(1, None), (2, None), (3, None)]).sample(Duration::ZERO);
        assert_eq!(sample.used.used_bytes, 350);
        assert_eq!(sample.processes.iter().map(|(pid, _)| *pid).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn the_first_sample_after_a_change_is_due_and_the_next_only_above_a_limit() {
        uses(1, 100, 0);
        let mut sampler = sampler(Some(150), &[(1, Some(120))]);
        assert!(due(&mut sampler));
        assert!(!due(&mut sampler));
        uses(1, 121, 0);
        assert!(due(&mut sampler));
        assert!(due(&mut sampler));
        for (limit_bytes, above) in [(Some(120), true), (Some(121), false), (None, false)] {
            sampler.change(settings(limit_bytes, &[(1, None)]));
            assert!(due(&mut sampler));
            assert_eq!(due(&mut sampler), above);
        }
    }

    #[test]
    fn a_report_is_due_when_its_period_is_over() {
        uses(1, 100, 0);
        let mut sampler = sampler(None, &[(1, None)]);
        let sample = sampler.sample(Duration::ZERO);
        let now = Instant::now();
        let later = |ms| now + Duration::from_millis(ms);
        assert!(sampler.is_due(&sample, now));
        assert!(!sampler.is_due(&sample, later(59_999)));
        assert!(sampler.is_due(&sample, later(60_000)));
        assert!(!sampler.is_due(&sample, later(60_001)));
    }

    #[test]
    fn a_process_that_ended_is_not_taken_for_another_that_got_its_number() {
        uses(1, 100, 0);
        let mut sampler = sampler(None, &[(1, None)]);
        USED.with_borrow_mut(HashMap::clear);
        assert!(sampler.sample(Duration::ZERO).processes.is_empty());
        uses(1, 500, 0);
        assert!(sampler.sample(Duration::ZERO).processes.is_empty());
        sampler.change(settings(None, &[(1, None)]));
        assert_eq!(sampler.sample(Duration::ZERO).used.used_bytes, 500);
    }
}
