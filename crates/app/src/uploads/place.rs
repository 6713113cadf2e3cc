//! Where uploads lie: `<workspace>/uploads/<id>/`, the file under a name of ours and what is known of it beside it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

use super::settings::UploadSettings;
use crate::error::AppError;
use crate::outputs::{Output, write_all};

/// What is known of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRecord {
    /// Its id.
    pub id: String,
    /// The name that the file had where it came from; a text, never a path.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// When it came, RFC 3339, UTC.
    pub created_at: String,
    /// Who brought it: an id of a user.
    pub owner: String,
    /// The name that it lies under in its folder.
    pub stored: String,
    /// What was decided about it.
    pub settings: UploadSettings,
}

/// The uploads of a workspace.
#[derive(Clone, Debug)]
pub struct Uploads {
    workspace: PathBuf,
}

const RECORD: &str = "upload.json";
/// The folder of uploads in a workspace.
pub(super) const FOLDER: &str = "uploads";

impl Uploads {
    /// Those under a workspace's folder.
    pub fn of(workspace: &Path) -> Self {
        Self {
            workspace: workspace.to_path_buf(),
        }
    }

    pub(super) fn workspace(&self) -> &Path {
        &self.workspace
    }

    /// The folder of an id, which need not be there. What could lead elsewhere is no id.
    ///
    /// # Errors
    /// `no-such-upload`.
    pub(super) fn folder(&self, id: &str) -> Result<PathBuf, Refusal> {
        let proper = (16..=64).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if proper {
            Ok(self.workspace.join(FOLDER).join(id))
        } else {
            Err(no_such_upload(id))
        }
    }

    /// What is known of an upload.
    ///
    /// # Errors
    /// `no-such-upload`; a record that cannot be read.
    pub fn record(&self, id: &str) -> Result<UploadRecord, AppError> {
        let path = self.folder(id)?.join(RECORD);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(no_such_upload(id).into()),
            Err(source) => return Err(AppError::Write { path, source }),
        };
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// All uploads, the latest first; what cannot be read is left out.
    pub fn list(&self) -> Vec<UploadRecord> {
        let entries = fs::read_dir(self.workspace.join(FOLDER)).into_iter().flatten();
        let mut found: Vec<UploadRecord> = entries
            .filter_map(Result::ok)
            .filter_map(|entry| self.record(&entry.file_name().to_string_lossy()).ok())
            .collect();
        found.sort_by(|a, b| (&b.created_at, &b.id).cmp(&(&a.created_at, &a.id)));
        found
    }

    /// Forgets uploads that came before an instant (RFC 3339, UTC) and were never imported, so that they do not fill the disk. What cannot be deleted stays.
    pub fn forget_before(&self, instant: &str) {
        let is_old = |record: &&UploadRecord| record.created_at.as_str() < instant;
        for record in self.list().iter().filter(is_old) {
            let _ = self.remove(&record.id);
        }
    }

    /// Deletes what broke off when an earlier process died: folders of which nothing is known. To be called while nothing is under way.
    pub fn forget_broken(&self) {
        let entries = fs::read_dir(self.workspace.join(FOLDER)).into_iter().flatten();
        for entry in entries.filter_map(Result::ok) {
            let id = entry.file_name().to_string_lossy().into_owned();
            if self.record(&id).is_err() {
                // A name that is no id is none of ours.
                let _ = self.remove(&id);
            }
        }
    }

    /// Keeps what is known of an upload.
    ///
    /// # Errors
    /// [`AppError::Write`].
    pub fn save(&self, record: &UploadRecord) -> Result<(), AppError> {
        let text = serde_json::to_vec_pretty(record)?;
        let output = Output {
            name: RECORD,
            write: Box::new(|out| out.write_all(&text)),
        };
        write_all(&self.folder(&record.id)?, &[output])?;
        Ok(())
    }

    /// The file of an upload.
    ///
    /// # Errors
    /// `no-such-upload`.
    pub(super) fn file(&self, record: &UploadRecord) -> Result<PathBuf, Refusal> {
        Ok(self.folder(&record.id)?.join(&record.stored))
    }

    /// Forgets an upload and deletes its file.
    ///
    /// # Errors
    /// `no-such-upload`, [`AppError::Write`].
    pub fn remove(&self, id: &str) -> Result<(), AppError> {
        let path = self.folder(id)?;
        match fs::remove_dir_all(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(no_such_upload(id).into()),
            Err(source) => Err(AppError::Write { path, source }),
        }
    }
}

pub(super) fn no_such_upload(id: &str) -> Refusal {
    Refusal::new(
        "no-such-upload",
        bilingual!("没有这个上传", "there is no such upload"),
        bilingual!("重新上传文件", "upload the file again"),
    )
    .with_value(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_or_broken_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::of(folder.path());
        let at = |id: &str| folder.path().join(FOLDER).join(id);
        for (id, created_at) in [
            ("aaaaaaaaaaaaaaaa", "2026-01-01T00:00:00Z"),
            ("bbbbbbbbbbbbbbbb", "2026-01-09T00:00:00.5Z"),
        ] {
            fs::create_dir_all(at(id)).unwrap();
            let record = UploadRecord {
                id: id.to_owned(),
                file: "a.csv".to_owned(),
                bytes: 1,
                created_at: created_at.to_owned(),
                owner: "u".to_owned(),
                stored: "data.csv".to_owned(),
                settings: UploadSettings::default(),
            };
            uploads.save(&record).unwrap();
        }
        fs::create_dir_all(at("cccccccccccccccc")).unwrap();
        fs::create_dir_all(at("Notes of mine")).unwrap();
        uploads.forget_broken();
        uploads.forget_before("2026-01-02T00:00:00Z");
        let left = |id: &str| at(id).exists();
        assert!(!left("aaaaaaaaaaaaaaaa") && left("bbbbbbbbbbbbbbbb"));
        assert!(!left("cccccccccccccccc") && left("Notes of mine"));
    }

    #[test]
    fn what_could_lead_elsewhere_is_no_id() {
        let uploads = Uploads::of(Path::new("/w"));
        for id in [
            "",
            "..",
            "../../etc/passwd0",
            "a/b/c/d/e/f/g/h/i",
            "ABCDEFGHIJKLMNOPQ",
            "c:\\windows\\system",
            "0123456789abcde\0",
        ] {
            assert_eq!(uploads.folder(id).unwrap_err().code, "no-such-upload", "{id}");
        }
        assert_eq!(
            uploads.folder("0123456789abcdef").unwrap(),
            Path::new("/w/uploads/0123456789abcdef")
        );
    }
}
