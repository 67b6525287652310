//! What the tests of this crate share. Each test file uses a part.
#![allow(dead_code)]

pub mod jpeg;
pub mod pictures;
pub mod png;
