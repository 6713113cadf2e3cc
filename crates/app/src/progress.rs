//! How far a use case has come.

use holdfast_domain::lang::Bilingual;

/// Is told what is being done and how much of it is done. Called from several threads.
pub trait Progress: Sync {
    /// A new phase begins.
    fn phase(&self, name: Bilingual);
    /// `done` of `total` units of the current phase are done; `total` 0 means that it is not known.
    fn advance(&self, done: u64, total: u64);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _: Bilingual) {}
    fn advance(&self, _: u64, _: u64) {}
}
