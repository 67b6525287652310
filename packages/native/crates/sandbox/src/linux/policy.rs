//! What the command line says the program may do.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

/// What the program may do; nothing else.
#[derive(Debug, Default, PartialEq)]
pub struct Policy {
    /// Files that may be read and executed: the program, and what loads it.
    pub execute: Vec<PathBuf>,
    /// Files and folders, with all below them, that may be read. Ones that are not there are passed over.
    pub read: Vec<PathBuf>,
    /// Files that may be written, and folders in which files may be made, written, renamed and removed.
    pub write: Vec<PathBuf>,
    /// Names of the environment that are passed on.
    pub environment: Vec<OsString>,
    /// Most bytes of private memory (RLIMIT_DATA).
    pub data_bytes: Option<u64>,
    /// Most bytes of a file it writes (RLIMIT_FSIZE).
    pub file_bytes: Option<u64>,
    /// Most files open at once (RLIMIT_NOFILE).
    pub files: Option<u64>,
    /// The program, by its absolute path, and its arguments.
    pub program: Vec<OsString>,
}

/// A command line that says nothing sensible, in words.
#[derive(Debug, PartialEq)]
pub struct BadPolicy(String);

impl fmt::Display for BadPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for BadPolicy {}

impl Policy {
    /// Reads `--execute FILE`, `--read PATH`, `--write PATH`, `--env NAME`, each any number of times; `--data-bytes N`,
    /// `--file-bytes N`, `--files N`; then `--` and the program with its arguments.
    pub fn parse(mut words: impl Iterator<Item = OsString>) -> Result<Policy, BadPolicy> {
        let mut policy = Policy::default();
        while let Some(word) = words.next() {
            if word == "--" {
                policy.program = words.collect();
                return policy.checked();
            }
            let value = words.next().ok_or_else(|| problem("no value after", &word))?;
            policy.take(&word, value)?;
        }
        Err(BadPolicy("no program was named".into()))
    }

    fn take(&mut self, option: &OsStr, value: OsString) -> Result<(), BadPolicy> {
        match option.to_str() {
            Some("--execute") => self.execute.push(value.into()),
            Some("--read") => self.read.push(value.into()),
            Some("--write") => self.write.push(value.into()),
            Some("--env") => self.environment.push(value),
            Some("--data-bytes") => self.data_bytes = Some(number(&value)?),
            Some("--file-bytes") => self.file_bytes = Some(number(&value)?),
            Some("--files") => self.files = Some(number(&value)?),
            _ => return Err(problem("unknown option", option)),
        }
        Ok(())
    }

    fn checked(self) -> Result<Policy, BadPolicy> {
        match self.program.first() {
            Some(program) if PathBuf::from(program).is_absolute() => Ok(self),
            Some(program) => Err(problem("not an absolute path:", program)),
            None => Err(BadPolicy("no program was named".into())),
        }
    }
}

fn number(value: &OsStr) -> Result<u64, BadPolicy> {
    value.to_str().and_then(|text| text.parse().ok()).ok_or_else(|| problem("not a number:", value))
}

fn problem(what: &str, word: &OsStr) -> BadPolicy {
    BadPolicy(format!("{what} {}", word.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Policy, BadPolicy> {
        Policy::parse(text.split_whitespace().map(OsString::from))
    }

    #[test]
    fn every_option_is_read_and_the_program_keeps_its_own() {
        let policy = parse(
            "--execute /n --read /a --read /b --write /c --env TMPDIR --data-bytes 1 --file-bytes 2 --files 3 -- /n --read x",
        );
        let expected = Policy {
            execute: vec!["/n".into()],
            read: vec!["/a".into(), "/b".into()],
            write: vec!["/c".into()],
            environment: vec!["TMPDIR".into()],
            data_bytes: Some(1),
            file_bytes: Some(2),
            files: Some(3),
            program: vec!["/n".into(), "--read".into(), "x".into()],
        };
        assert_eq!(policy, Ok(expected));
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words() {
        for (text, words) in [
            ("", "no program was named"),
            ("--", "no program was named"),
            ("--read", "no value after --read"),
            ("--reed /a -- /n", "unknown option --reed"),
            ("--files many -- /n", "not a number: many"),
            ("-- node", "not an absolute path: node"),
        ] {
            assert_eq!(parse(text), Err(BadPolicy(words.into())));
        }
    }
}
