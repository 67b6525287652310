//! What of the sandbox this system can do, found out by doing it.

use landlock::LandlockStatus;

use super::policy::Policy;
use super::{calls, files};

/// Restricts this process as far as it goes and tells what came of it, as JSON: the version of Landlock (0: none), and for each part that
/// can't be had the reason in words, else null.
pub fn probe() -> String {
    let (version, files) = match files::restrict(&Policy::default()) {
        Ok(status) => match status.landlock {
            LandlockStatus::NotEnabled => (0, Some("Landlock is switched off in this kernel".into())),
            LandlockStatus::NotImplemented => {
                (0, Some("this kernel has no Landlock, or a container does not let it through".into()))
            }
            LandlockStatus::Available { effective_abi, .. } => (effective_abi as i32, None),
        },
        Err(error) => (0, Some(format!("Landlock fails: {error}"))),
    };
    let calls = if calls::are_offered() {
        calls::restrict(0).err().map(|error| format!("seccomp fails: {error}"))
    } else {
        Some(format!("seccomp is not set up for {} processors", std::env::consts::ARCH))
    };
    format!("{{\"landlock\":{version},\"filesMissing\":{},\"callsMissing\":{}}}", json(files), json(calls))
}

fn json(text: Option<String>) -> String {
    text.map_or("null".into(), |text| format!("{text:?}"))
}
