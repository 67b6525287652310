use std::collections::HashMap;

const BYTES_PER_KIB: u64 = 1024;

/// Lines of `name value` with an optional colon and ` kB` (memory.stat, meminfo, status), in bytes or as counted.
pub fn parse_keyed_values(text: &str) -> HashMap<&str, u64> {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(&str, u64)> {
    let mut words = line.split_ascii_whitespace();
    let name = words.next()?;
    let value: u64 = words.next()?.parse().ok()?;
    let factor = match (words.next(), words.next()) {
        (None, _) => 1,
        (Some("kB"), None) => BYTES_PER_KIB,
        _ => return None,
    };
    Some((name.strip_suffix(':').unwrap_or(name), value.checked_mul(factor)?))
}

/// A file holding one count, such as memory.max: none for `max`, `-1`, anything not a count, or no file.
pub fn parse_count(text: Option<&str>) -> Option<u64> {
    text?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kib_become_bytes_and_plain_counts_stay() {
        let values = parse_keyed_values("VmRSS:\t    1628 kB\nanon 42\nThreads:\t1\n");
        assert_eq!(values.get("VmRSS"), Some(&1_667_072));
        assert_eq!(values.get("anon"), Some(&42));
        assert_eq!(values.get("Threads"), Some(&1));
    }

    #[test]
    fn lines_that_are_no_single_count_are_left_out() {
        assert!(parse_keyed_values("Name:\tnode\nUid:\t0\t0\t0\t0\nSigQ:\t0/96365\n\n-1 -1\n").is_empty());
    }

    #[test]
    fn max_minus_one_and_nothing_are_no_count() {
        for text in [None, Some("max\n"), Some("-1\n"), Some(""), Some("12 13"), Some("0x10")] {
            assert_eq!(parse_count(text), None, "{text:?}");
        }
        assert_eq!(parse_count(Some("0\n")), Some(0));
        assert_eq!(parse_count(Some("9223372036854771712\n")), Some(9_223_372_036_854_771_712));
    }
}
