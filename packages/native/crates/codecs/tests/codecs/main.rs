//! One program for all tests: each is linked with every codec, which takes longer than running them.

mod jpeg;
mod png;
mod score;
mod support;
