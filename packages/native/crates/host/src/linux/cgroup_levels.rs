use super::ReadText;
use super::mounts::{CgroupMount, Version, parse_cgroup_mounts};

/// A directory of a cgroup this process is in, with the version that names its files.
#[derive(Debug, PartialEq, Eq)]
pub struct CgroupLevel {
    pub version: Version,
    pub directory: String,
}

/// The v1 controllers asked for; v2 has one tree for all.
#[derive(Clone, Copy)]
pub enum Controller {
    Memory,
    Cpu,
}

impl Controller {
    fn name(self) -> &'static str {
        match self {
            Controller::Memory => "memory",
            Controller::Cpu => "cpu",
        }
    }
}

/// Every cgroup from this process's own up to the mount point, for one controller, in the v1 tree and in the v2 tree.
pub fn cgroup_levels(read: ReadText, controller: Controller) -> Vec<CgroupLevel> {
    let membership = read("/proc/self/cgroup").unwrap_or_default();
    let mounts = parse_cgroup_mounts(&read("/proc/self/mountinfo").unwrap_or_default());
    [Version::V1, Version::V2]
        .into_iter()
        .filter_map(|version| {
            let path = parse_membership(&membership, version, controller)?;
            let mount = covering_mount(&mounts, path, version, controller)?;
            Some(directories_upwards(mount, path).map(move |directory| CgroupLevel { version, directory }))
        })
        .flatten()
        .collect()
}

/// The cgroup path of a line `id:controllers:path` of /proc/self/cgroup (cgroups(7)); v2's line is `0::path`.
fn parse_membership(text: &str, version: Version, controller: Controller) -> Option<&str> {
    text.lines().find_map(|line| {
        let (id, rest) = line.split_once(':')?;
        let (controllers, path) = rest.split_once(':')?;
        let matches = match version {
            Version::V1 => controllers.split(',').any(|name| name == controller.name()),
            Version::V2 => id == "0" && controllers.is_empty(),
        };
        matches.then_some(path)
    })
}

/// The mount that shows most of the path; one that does not show it at all is still better than none.
fn covering_mount<'a>(
    mounts: &'a [CgroupMount],
    path: &str,
    version: Version,
    controller: Controller,
) -> Option<&'a CgroupMount> {
    let depth = |mount: &CgroupMount| path_below(&mount.root, path).map(|_| mount.root.len());
    mounts
        .iter()
        .filter(|mount| mount.version == version)
        .filter(|mount| version == Version::V2 || mount.controllers.iter().any(|name| name == controller.name()))
        .reduce(|best, mount| if depth(mount) > depth(best) { mount } else { best })
}

/// Segments of `path` below `root`; none where it lies outside, as it does for a process moved out of its cgroup namespace.
fn path_below<'a>(root: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let inside = root.split('/').filter(|segment| !segment.is_empty()).all(|segment| segments.next() == Some(segment));
    let below: Vec<_> = segments.collect();
    (inside && !path.split('/').any(|segment| segment == "..")).then_some(below)
}

fn directories_upwards(mount: &CgroupMount, path: &str) -> impl Iterator<Item = String> {
    let segments = path_below(&mount.root, path).unwrap_or_default();
    let base = if mount.mount_point == "/" { "" } else { mount.mount_point.as_str() };
    let directories: Vec<_> = (0..=segments.len()).rev().map(|count| [&[base], &segments[..count]].concat().join("/")).collect();
    directories.into_iter()
}
