use crate::memory::ProcessUse;
use std::mem::take;
use std::time::Duration;

/// Bytes that all processes used together at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedSample {
    /// Since the probe was started.
    pub at: Duration,
    pub used_bytes: u64,
}

/// One look at all processes; those that are gone are not in it.
#[derive(Debug, Clone)]
pub struct Sample {
    pub used: UsedSample,
    pub processes: Vec<(u32, ProcessUse)>,
}

/// What was seen since the last report.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ProbeReport {
    /// Every sample, oldest first.
    pub samples: Vec<UsedSample>,
    /// The processes of the last sample, in the order of the settings.
    pub processes: Vec<ProcessPeak>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessPeak {
    pub pid: u32,
    /// At the last sample.
    pub last: ProcessUse,
    /// The most of any sample since the last report.
    pub most_own_bytes: u64,
}

/// Samples kept while nobody asks. At 20 ms they last for 80 s; what waits longer is thinned out, never its highest points.
pub const MOST_SAMPLES: usize = 4096;

#[derive(Default)]
pub struct Tally {
    report: ProbeReport,
}

impl Tally {
    pub fn add(&mut self, sample: Sample) {
        let ProbeReport { samples, processes } = &mut self.report;
        if samples.len() == MOST_SAMPLES {
            *samples = thinned(samples);
        }
        samples.push(sample.used);
        let before = take(processes);
        let most_before = |pid| before.iter().find(|process| process.pid == pid).map_or(0, |process| process.most_own_bytes);
        let peak =
            |(pid, last): (u32, ProcessUse)| ProcessPeak { pid, last, most_own_bytes: last.own_bytes.max(most_before(pid)) };
        *processes = sample.processes.into_iter().map(peak).collect();
    }

    pub fn take(&mut self) -> ProbeReport {
        take(&mut self.report)
    }
}

/// Half as many: of each two neighbours the larger stays.
fn thinned(samples: &[UsedSample]) -> Vec<UsedSample> {
    samples.chunks(2).filter_map(|pair| pair.iter().copied().max_by_key(|sample| sample.used_bytes)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(at_ms: u64, own: &[(u32, u64)]) -> Sample {
        let processes: Vec<_> = own.iter().map(|(pid, own)| (*pid, ProcessUse { own_bytes: *own, file_bytes: 0 })).collect();
        let used_bytes = own.iter().map(|(_, own)| own).sum();
        Sample { used: UsedSample { at: Duration::from_millis(at_ms), used_bytes }, processes }
    }

    #[test]
    fn a_report_has_every_sample_and_each_process_with_its_most() {
        let mut tally = Tally::default();
        for (at, own) in [(0, 5), (1, 9), (2, 7)] {
            tally.add(sample(at, &[(1, own), (2, 1)]));
        }
        let report = tally.take();
        assert_eq!(report.samples.iter().map(|sample| sample.used_bytes).collect::<Vec<_>>(), [6, 10, 8]);
        let told: Vec<_> =
            report.processes.iter().map(|process| (process.pid, process.last.own_bytes, process.most_own_bytes)).collect();
        assert_eq!(told, [(1, 7, 9), (2, 1, 1)]);
    }

    #[test]
    fn after_a_report_all_begins_anew() {
        let mut tally = Tally::default();
        tally.add(sample(0, &[(1, 9)]));
        tally.take();
        assert_eq!(tally.take(), ProbeReport::default());
        tally.add(sample(1, &[(1, 2)]));
        assert_eq!(tally.take().processes[0].most_own_bytes, 2);
    }

    #[test]
    fn a_process_that_is_gone_is_left_out() {
        let mut tally = Tally::default();
        tally.add(sample(0, &[(1, 9), (2, 9)]));
        tally.add(sample(1, &[(2, 8)]));
        assert_eq!(tally.take().processes.iter().map(|process| process.pid).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn samples_that_nobody_takes_are_thinned_out_and_the_peak_stays() {
        let mut tally = Tally::default();
        for at in 0..10 * MOST_SAMPLES as u64 {
            tally.add(sample(at, &[(1, if at == 777 { 1_000_000 } else { at })]));
        }
        let samples = tally.take().samples;
        assert!(samples.len() <= MOST_SAMPLES);
        assert_eq!(samples.iter().map(|sample| sample.used_bytes).max(), Some(1_000_000));
        assert!(samples.is_sorted_by_key(|sample| sample.at));
        assert_eq!(samples.last().map(|sample| sample.at), Some(Duration::from_millis(10 * MOST_SAMPLES as u64 - 1)));
    }
}
