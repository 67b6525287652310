//! Recorded and made trees of /proc and /sys/fs/cgroup, the ones the TypeScript implementation reads too.

use pixelmill_host::{linux_cpu_quota, linux_process_memory, linux_system_memory};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(kind);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn expected(case: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(case.join("expected.json")).unwrap()).unwrap()
}

fn reader(case: &Path) -> impl Fn(&str) -> Option<String> {
    let files = case.join("files");
    move |path| fs::read_to_string(files.join(path.trim_start_matches('/'))).ok()
}

#[test]
fn memory_and_quota_of_every_recorded_system_are_as_expected() {
    let cases = cases("system");
    assert!(cases.len() > 20);
    for case in cases {
        let read = reader(&case);
        let actual = linux_system_memory(&read).map_or(Value::Null, |memory| {
            json!({
                "totalBytes": memory.total_bytes,
                "availableBytes": memory.available_bytes,
                "limitBytes": memory.limit_bytes,
                "cpuQuota": linux_cpu_quota(&read),
            })
        });
        let mut expected = expected(&case);
        if let Some(quota) = expected.get_mut("cpuQuota") {
            *quota = quota.as_f64().map_or(Value::Null, |cores| json!(cores));
        }
        assert_eq!(actual, expected, "{}", case.display());
    }
}

#[test]
fn memory_of_every_recorded_process_is_as_expected() {
    let cases = cases("processes");
    assert!(cases.len() >= 5);
    for case in cases {
        let actual = linux_process_memory(&reader(&case), 4242).map_or(Value::Null, |memory| {
            json!({
                "pid": memory.pid,
                "residentBytes": memory.resident_bytes,
                "peakResidentBytes": memory.peak_resident_bytes,
                "fileBytes": memory.file_bytes,
            })
        });
        assert_eq!(actual, expected(&case), "{}", case.display());
    }
}
