use crate::memory::ProcessUse;

/// Parses /proc/PID/statm (proc(5)): pages in all, resident, and of these shared, which are files and shared memory.
/// None for a process without memory of its own: a zombie.
pub fn parse_statm(text: &str, page_bytes: u64) -> Option<ProcessUse> {
    let mut fields = text.split_ascii_whitespace().skip(1).map(str::parse::<u64>);
    let (resident, shared) = (fields.next()?.ok()?, fields.next()?.ok()?);
    let own = resident.saturating_sub(shared);
    (resident > 0).then_some(ProcessUse { own_bytes: own * page_bytes, file_bytes: shared * page_bytes })
}

/// The key of the page size among the pairs of words in /proc/PID/auxv (getauxval(3)).
const AT_PAGESZ: usize = 6;

/// The size of a page, from what the kernel handed this process at its start; none where that can't be read.
pub fn parse_page_bytes(auxv: &[u8]) -> Option<u64> {
    let words: Vec<usize> = auxv.as_chunks::<{ size_of::<usize>() }>().0.iter().map(|word| usize::from_ne_bytes(*word)).collect();
    words.as_chunks::<2>().0.iter().find(|[key, _]| *key == AT_PAGESZ).map(|[_, value]| *value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_pages_are_the_resident_ones_that_are_not_shared() {
        let told = parse_statm("1284 1018 769 193 0 303 0\n", 4096);
        assert_eq!(told, Some(ProcessUse { own_bytes: 249 * 4096, file_bytes: 769 * 4096 }));
    }

    #[test]
    fn counters_read_at_different_moments_never_give_less_than_nothing() {
        assert_eq!(parse_statm("9 5 7 0 0 0 0\n", 4096), Some(ProcessUse { own_bytes: 0, file_bytes: 7 * 4096 }));
    }

    #[test]
    fn a_zombie_and_a_broken_line_are_nothing() {
        for text in ["0 0 0 0 0 0 0\n", "", "12", "a b c", "12 -1 3"] {
            assert_eq!(parse_statm(text, 4096), None, "{text:?}");
        }
    }

    #[test]
    fn the_page_size_is_found_among_the_pairs() {
        let auxv: Vec<u8> = [16, 6, 6, 65536, 0, 0].iter().flat_map(|word: &usize| word.to_ne_bytes()).collect();
        assert_eq!(parse_page_bytes(&auxv), Some(65536));
        assert_eq!(parse_page_bytes(&auxv[..16]), None);
    }
}
