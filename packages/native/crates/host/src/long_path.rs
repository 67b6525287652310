//! Windows long paths, on UTF-16 units, as Windows counts and as JavaScript holds them (a name may hold a lone surrogate).

/// The longest path Windows takes without the `\\?\` prefix: MAX_PATH, 260, less the terminating NUL
/// (learn.microsoft.com, Maximum Path Length Limitation).
pub const MAX_PLAIN_PATH_UNITS: usize = 259;

const BACKSLASH: u16 = b'\\' as u16;
const SLASH: u16 = b'/' as u16;
const DOT: u16 = b'.' as u16;
const COLON: u16 = b':' as u16;
const QUESTION: u16 = b'?' as u16;

/// The path with the `\\?\` (or `\\?\UNC\`) prefix when it, as given or made absolute, is longer than 259 units;
/// else, and when already prefixed, exactly the path given. `cwd` is the absolute path that relative ones start from;
/// a path relative to another drive starts at that drive's root.
pub fn to_windows_long_path(path: &[u16], cwd: &[u16]) -> Vec<u16> {
    if path.is_empty() || is_prefixed(path) {
        return path.to_vec();
    }
    match resolve(path, &without_prefix(cwd)) {
        Some(full) if path.len().max(full.len()) > MAX_PLAIN_PATH_UNITS => with_prefix(&full),
        _ => path.to_vec(),
    }
}

fn with_prefix(full: &[u16]) -> Vec<u16> {
    let (prefix, rest) = if full[0] == BACKSLASH { (r"\\?\UNC\", &full[2..]) } else { (r"\\?\", full) };
    prefix.encode_utf16().chain(rest.iter().copied()).collect()
}

/// `\\?\` and `\\.\` in either slash, and `\??\`: paths that bypass the limit, or name a device.
fn is_prefixed(path: &[u16]) -> bool {
    match path {
        [BACKSLASH, QUESTION, QUESTION, BACKSLASH, ..] => true,
        [a, b, mark, c, ..] => is_separator(*a) && is_separator(*b) && is_separator(*c) && matches!(*mark, QUESTION | DOT),
        _ => false,
    }
}

fn without_prefix(path: &[u16]) -> Vec<u16> {
    let Some(rest) = path.strip_prefix(&[BACKSLASH, BACKSLASH, QUESTION, BACKSLASH]) else { return path.to_vec() };
    match rest {
        [u, n, c, BACKSLASH, share @ ..] if String::from_utf16_lossy(&[*u, *n, *c]).eq_ignore_ascii_case("UNC") => {
            [&[BACKSLASH, BACKSLASH], share].concat()
        }
        _ => rest.to_vec(),
    }
}

/// How a path starts, and what follows.
enum Start {
    /// `C:\` or `\\server\share\`.
    Absolute(Vec<u16>),
    /// `C:` without a separator: relative to that drive.
    Drive(u16),
    /// One separator: from the root of the current drive or share.
    Root,
    Relative,
    /// `\\server` without a share: can't be made absolute.
    Broken,
}

fn split_start(path: &[u16]) -> (Start, &[u16]) {
    match path {
        [drive, COLON, separator, rest @ ..] if is_letter(*drive) && is_separator(*separator) => {
            (Start::Absolute(vec![*drive, COLON, BACKSLASH]), rest)
        }
        [drive, COLON, rest @ ..] if is_letter(*drive) => (Start::Drive(*drive), rest),
        [a, b, rest @ ..] if is_separator(*a) && is_separator(*b) => split_share(rest).unwrap_or((Start::Broken, rest)),
        [a, rest @ ..] if is_separator(*a) => (Start::Root, rest),
        _ => (Start::Relative, path),
    }
}

/// `server\share` and what follows, after the two leading separators.
fn split_share(path: &[u16]) -> Option<(Start, &[u16])> {
    let (server, rest) = split_name(path)?;
    let separators = rest.iter().take_while(|unit| is_separator(**unit)).count();
    let (share, rest) = split_name(&rest[separators..])?;
    let rest = rest.get(1..).unwrap_or(&[]);
    Some((Start::Absolute([&[BACKSLASH, BACKSLASH], server, &[BACKSLASH], share, &[BACKSLASH]].concat()), rest))
}

/// The non-empty name up to the next separator or the end.
fn split_name(path: &[u16]) -> Option<(&[u16], &[u16])> {
    let end = path.iter().position(|unit| is_separator(*unit)).unwrap_or(path.len());
    (end > 0).then(|| path.split_at(end))
}

/// Absolute and normalised; none where the path or the cwd can't be made absolute.
fn resolve(path: &[u16], cwd: &[u16]) -> Option<Vec<u16>> {
    let (start, rest) = split_start(path);
    if let Start::Absolute(root) = &start {
        return Some(join(root, &[rest]));
    }
    let (Start::Absolute(base), base_rest) = split_start(cwd) else { return None };
    match start {
        Start::Root => Some(join(&base, &[rest])),
        Start::Drive(drive) if !same_letter(drive, base[0]) => Some(join(&[drive, COLON, BACKSLASH], &[rest])),
        Start::Drive(_) | Start::Relative => Some(join(&base, &[base_rest, rest])),
        Start::Absolute(_) | Start::Broken => None,
    }
}

/// `..` at the root stays at the root, as on Windows.
fn join(root: &[u16], parts: &[&[u16]]) -> Vec<u16> {
    let mut segments: Vec<&[u16]> = Vec::new();
    for segment in parts.iter().flat_map(|part| part.split(|unit| is_separator(*unit))) {
        match segment {
            [DOT, DOT] => drop(segments.pop()),
            [] | [DOT] => {}
            _ => segments.push(segment),
        }
    }
    [root, &segments.join(&BACKSLASH)].concat()
}

fn is_separator(unit: u16) -> bool {
    unit == BACKSLASH || unit == SLASH
}

fn is_letter(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphabetic())
}

fn same_letter(a: u16, b: u16) -> bool {
    is_letter(b) && (a | 0x20) == (b | 0x20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_surrogate_is_kept() {
        let mut path: Vec<u16> = r"C:\".encode_utf16().collect();
        path.extend([0xd800; 300]);
        let long = to_windows_long_path(&path, &[]);
        assert_eq!(&long[4..], &path[..]);
    }
}
