use super::ReadText;
use super::cgroup_levels::CgroupLevel;
use super::keyed_values::{parse_count, parse_keyed_values};
use super::mounts::Version;
use std::collections::HashMap;

/// A memory limit of one cgroup and what is left of it, in bytes.
pub struct MemoryLimit {
    pub limit_bytes: u64,
    pub room_bytes: u64,
}

/// The least limit of this cgroup and all above it, also of those a container can't see.
const V1_OUTER_LIMIT: &str = "hierarchical_memory_limit";

/// The limit of one cgroup; none without one. Room is the limit minus usage, where page cache is not counted as used. Of v2's two
/// limits the lower counts: past `memory.max` processes are killed, past `memory.high` they are slowed down until they are as good as.
pub fn memory_limit_of(read: ReadText, level: &CgroupLevel) -> Option<MemoryLimit> {
    let stat_text = read(&format!("{}/memory.stat", level.directory)).unwrap_or_default();
    let stat = parse_keyed_values(&stat_text);
    let file = |name: &str| parse_count(read(&format!("{}/{name}", level.directory)).as_deref());
    let (limit_bytes, usage_bytes) = match level.version {
        Version::V2 => (least(file("memory.max"), file("memory.high")), file("memory.current")),
        Version::V1 => (least(file("memory.limit_in_bytes"), stat.get(V1_OUTER_LIMIT).copied()), file("memory.usage_in_bytes")),
    };
    let used_bytes = usage_bytes.unwrap_or(0).saturating_sub(page_cache_bytes(&stat));
    limit_bytes.map(|limit_bytes| MemoryLimit { limit_bytes, room_bytes: limit_bytes.saturating_sub(used_bytes) })
}

/// Page cache the kernel can drop: both lists of file pages. Not `file` or `cache`, which also hold tmpfs and shared memory.
/// v1 counts a cgroup's own pages under the plain name and those of its whole tree, as usage does, under `total_`.
fn page_cache_bytes(stat: &HashMap<&str, u64>) -> u64 {
    let part = |tree, own| stat.get(tree).or_else(|| stat.get(own)).copied().unwrap_or(0);
    part("total_inactive_file", "inactive_file") + part("total_active_file", "active_file")
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    a.into_iter().chain(b).min()
}
