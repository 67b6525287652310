use super::ReadText;
use super::cgroup_levels::{CgroupLevel, Controller, cgroup_levels};
use super::keyed_values::parse_count;
use super::mounts::Version;

/// Cores allowed by the CPU quota of this process's cgroups, the least of all levels; none without one.
pub fn cpu_quota(read: ReadText) -> Option<f64> {
    cgroup_levels(read, Controller::Cpu).iter().filter_map(|level| quota_of(read, level)).reduce(f64::min)
}

/// v2 keeps `quota period` (or `max period`) in one file, v1 each in its own, -1 for no quota; both in microseconds.
fn quota_of(read: ReadText, level: &CgroupLevel) -> Option<f64> {
    let file = |name| read(&format!("{}/{name}", level.directory));
    let (quota, period) = match level.version {
        Version::V1 => (file("cpu.cfs_quota_us")?, file("cpu.cfs_period_us")?),
        Version::V2 => file("cpu.max")?.split_once(' ').map(|(quota, period)| (quota.to_owned(), period.to_owned()))?,
    };
    let (quota_us, period_us) = (parse_count(Some(&quota))?, parse_count(Some(&period))?);
    (quota_us > 0 && period_us > 0).then(|| quota_us as f64 / period_us as f64)
}
