//! What the tests of this crate share.

pub mod jpeg;
pub mod pictures;
pub mod png;
