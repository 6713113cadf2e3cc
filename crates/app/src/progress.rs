//! How far a use case has come.

use holdfast_domain::lang::Bilingual;

use crate::error::AppError;

/// Is told what is being done and how much of it is done. Called from several threads.
pub trait Progress: Sync {
    /// A new phase begins.
    fn phase(&self, name: Bilingual);
    /// `done` of `total` units of the current phase are done; `total` 0 means that it is not known.
    fn advance(&self, done: u64, total: u64);
    /// Whether whoever waits for the work does not want it any more. Asked between steps that are whole.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Begins a phase, unless the work is to stop.
///
/// # Errors
/// [`AppError::Cancelled`].
pub fn begin(progress: &dyn Progress, name: Bilingual) -> Result<(), AppError> {
    go_on(progress)?;
    progress.phase(name);
    Ok(())
}

/// Says whether the work is to go on.
///
/// # Errors
/// [`AppError::Cancelled`].
pub fn go_on(progress: &dyn Progress) -> Result<(), AppError> {
    if progress.is_cancelled() {
        return Err(AppError::Cancelled);
    }
    Ok(())
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _: Bilingual) {}
    fn advance(&self, _: u64, _: u64) {}
}
