/// Which cgroup interface a tree speaks; it names the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    V1,
    V2,
}

/// One cgroup mount of /proc/self/mountinfo.
#[derive(Debug, PartialEq, Eq)]
pub struct CgroupMount {
    pub version: Version,
    /// The cgroup shown at the mount point; `/` unless a container runtime mounted a subtree.
    pub root: String,
    pub mount_point: String,
    /// The v1 controllers of the mount, such as `cpu` and `cpuacct`; empty for v2.
    pub controllers: Vec<String>,
}

/// The cgroup mounts among the lines of /proc/self/mountinfo (proc(5)): `id parent dev root point options… - type source super`.
pub fn parse_cgroup_mounts(mountinfo: &str) -> Vec<CgroupMount> {
    mountinfo.lines().filter_map(parse_mount).collect()
}

fn parse_mount(line: &str) -> Option<CgroupMount> {
    let (before, after) = line.split_once(" - ")?;
    let mut before = before.split(' ').skip(3);
    let (root, mount_point) = (before.next()?, before.next()?);
    let mut after = after.split(' ');
    let version = match after.next()? {
        "cgroup" => Version::V1,
        "cgroup2" => Version::V2,
        _ => return None,
    };
    let options = if version == Version::V1 { after.nth(1).unwrap_or("") } else { "" };
    Some(CgroupMount {
        version,
        root: unescape_octal(root),
        mount_point: unescape_octal(mount_point),
        controllers: options.split(',').filter(|option| !option.is_empty()).map(str::to_owned).collect(),
    })
}

/// The kernel writes space, tab, newline and backslash of a path as three octal digits.
fn unescape_octal(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut result = parts.next().unwrap_or("").to_owned();
    for part in parts {
        match part.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(code) => {
                result.push(char::from(code));
                result.push_str(&part[3..]);
            }
            None => {
                result.push('\\');
                result.push_str(part);
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_v1_mount_tells_its_controllers_and_optional_fields_are_skipped() {
        let line = "36 31 0:33 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 master:2 - cgroup cgroup rw,cpu,cpuacct\n";
        let [mount] = parse_cgroup_mounts(line).try_into().unwrap();
        assert_eq!((mount.version, mount.mount_point.as_str()), (Version::V1, "/sys/fs/cgroup/cpu,cpuacct"));
        assert_eq!(mount.controllers, ["rw", "cpu", "cpuacct"]);
    }

    #[test]
    fn octal_escapes_become_their_characters() {
        assert_eq!(unescape_octal(r"/a\040b\134c\x"), r"/a b\c\x");
    }

    #[test]
    fn other_file_systems_and_broken_lines_are_left_out() {
        assert!(parse_cgroup_mounts("27 1 254:0 / / rw - ext4 /dev/vda rw\n\nnonsense\n1 2 - cgroup2 x y\n").is_empty());
    }
}
