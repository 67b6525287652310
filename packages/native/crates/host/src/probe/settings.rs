use std::time::Duration;

/// What a probe looks at, how often, and what is too much.
#[derive(Debug, Clone)]
pub struct ProbeSettings {
    pub interval: Duration,
    /// Longest time between two reports.
    pub report_period: Duration,
    /// Of all processes together; none limits nothing.
    pub limit_bytes: Option<u64>,
    pub processes: Vec<ProbedProcess>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbedProcess {
    pub pid: u32,
    /// Of its own bytes, without pages of files; none limits nothing.
    pub limit_bytes: Option<u64>,
}
