//! Files and TCP by Landlock: what is not named in the policy can't be opened, made or changed. Metadata stay visible, Landlock does not
//! know them; what would change them is denied in `calls`.

use std::error::Error;
use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, RestrictionStatus, Ruleset, RulesetAttr, RulesetCreated,
    RulesetCreatedAttr, Scope, make_bitflags,
};

use super::policy::Policy;

/// The newest version of Landlock that this was tried with. Older kernels get the part they know.
const TESTED: ABI = ABI::V7;

/// Applies the policy's rules to this process and all that comes of it.
pub fn restrict(policy: &Policy) -> Result<RestrictionStatus, Box<dyn Error>> {
    let mut ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(TESTED))?
        .handle_access(AccessNet::from_all(TESTED))?
        .scope(Scope::from_all(TESTED))?
        .create()?;
    let existing = |path: &&Path| path.exists();
    for path in policy.execute.iter().map(AsRef::as_ref).filter(existing) {
        ruleset = allow(ruleset, path, READ | AccessFs::Execute)?;
    }
    for path in policy.read.iter().map(AsRef::as_ref).filter(existing) {
        ruleset = allow(ruleset, path, READ)?;
    }
    for path in &policy.write {
        ruleset = allow(ruleset, path, READ | WRITE)?;
    }
    Ok(ruleset.restrict_self()?)
}

const READ: BitFlags<AccessFs> = make_bitflags!(AccessFs::{ReadFile | ReadDir});

/// No links and no special files; no folder is left for another one, so that nothing gains rights on its way.
const WRITE: BitFlags<AccessFs> = make_bitflags!(AccessFs::{WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir});

/// A rule for a file may only hold what files have.
fn allow(ruleset: RulesetCreated, path: &Path, access: BitFlags<AccessFs>) -> Result<RulesetCreated, Box<dyn Error>> {
    let access = if path.is_dir() { access } else { access & AccessFs::from_file(TESTED) };
    Ok(ruleset.add_rule(PathBeneath::new(PathFd::new(path)?, access))?)
}
