//! A lake on disk.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Doing, EngineError};

use super::head::Head;
use super::recover::recover;
use super::view::{LakeView, Moment};
use super::writer::LakeWriter;

/// A folder of Delta tables with a head.
#[derive(Clone, Debug)]
pub struct Lake {
    root: PathBuf,
}

impl Lake {
    /// The lake in this folder, which need not exist yet.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The last whole commit as readers see it, whatever writers do meanwhile.
    ///
    /// # Errors
    /// See [`Head::read`].
    pub fn view(&self, moment: Moment) -> Result<LakeView, EngineError> {
        Ok(LakeView::new(self.root.clone(), Head::read(&self.root)?, moment))
    }

    /// Begins a commit, once no other is under way: `waiting` is told if that takes time. What an earlier commit left behind when it
    /// died is taken back first.
    ///
    /// # Errors
    /// When the folder cannot be made or locked.
    pub fn begin(&self, waiting: impl FnOnce()) -> Result<LakeWriter, EngineError> {
        let doing = || format!("locking the lake {}", self.root.display());
        fs::create_dir_all(&self.root).doing(doing)?;
        let lock = File::create(self.root.join("lock")).doing(doing)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                lock.lock().doing(doing)?;
            }
            Err(TryLockError::Error(error)) => return Err(error).doing(doing),
        }
        let head = Head::read(&self.root)?;
        recover(&self.root, &head)?;
        Ok(LakeWriter::new(self.root.clone(), head, lock))
    }
}
