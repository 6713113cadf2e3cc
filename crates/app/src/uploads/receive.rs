//! Bytes come in, piece by piece, up to a limit.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;

use super::place::{UploadRecord, Uploads};
use super::settings::UploadSettings;
use crate::error::AppError;

/// Endings that a file keeps; others say nothing, and the content decides.
const ENDINGS: [&str; 9] = ["csv", "tsv", "txt", "xlsx", "xlsm", "parquet", "pq", "jsonl", "ndjson"];
/// Characters of a name that are kept.
const NAME_CHARS: usize = 200;

/// What is said of a file before its bytes come.
#[derive(Clone, Debug)]
pub struct Announced<'a> {
    /// The upload's id: 16 to 64 small letters and digits that nobody can guess.
    pub id: &'a str,
    /// The name that the file has where it comes from.
    pub file: &'a str,
    /// Who brings it.
    pub owner: &'a str,
    /// The present, RFC 3339, UTC.
    pub now: &'a str,
    /// Bytes that it may have.
    pub limit: u64,
}

/// An upload that is under way. Dropped before [`Receiving::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Receiving {
    uploads: Uploads,
    folder: PathBuf,
    file: Option<File>,
    record: UploadRecord,
    limit: u64,
}

impl Receiving {
    /// Makes the place.
    ///
    /// # Errors
    /// `no-such-upload` for an id that is none, [`AppError::Write`].
    pub fn begin(uploads: &Uploads, announced: &Announced<'_>) -> Result<Self, AppError> {
        let name = plain(announced.file);
        let stored = match ending(&name) {
            Some(ending) => format!("data.{ending}"),
            None => "data".to_owned(),
        };
        let folder = uploads.folder(announced.id)?;
        let failed = |path: &PathBuf| {
            let path = path.clone();
            move |source| AppError::Write { path, source }
        };
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(failed(&folder))?;
        }
        // A folder that is there already is somebody else's.
        fs::create_dir(&folder).map_err(failed(&folder))?;
        let path = folder.join(&stored);
        let file = File::create_new(&path).map_err(failed(&path))?;
        Ok(Self {
            uploads: uploads.clone(),
            folder,
            file: Some(file),
            limit: announced.limit,
            record: UploadRecord {
                id: announced.id.to_owned(),
                file: name,
                bytes: 0,
                created_at: announced.now.to_owned(),
                owner: announced.owner.to_owned(),
                stored,
                settings: UploadSettings::default(),
            },
        })
    }

    /// The next bytes.
    ///
    /// # Errors
    /// `upload-too-large`, [`AppError::Write`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        self.record.bytes = self.record.bytes.saturating_add(bytes.len() as u64);
        if self.record.bytes > self.limit {
            return Err(too_large(&self.record.file, self.limit).into());
        }
        let path = self.folder.join(&self.record.stored);
        match &mut self.file {
            Some(file) => file.write_all(bytes).map_err(|source| AppError::Write { path, source }),
            None => Ok(()),
        }
    }

    /// All bytes are there, and how the file is to be read.
    ///
    /// # Errors
    /// `empty-file`, [`AppError::Write`].
    pub fn finish(mut self, settings: UploadSettings) -> Result<UploadRecord, AppError> {
        if self.record.bytes == 0 {
            return Err(Refusal::new(
                "empty-file",
                bilingual!("文件是空的", "the file is empty"),
                bilingual!("重新导出后上传", "export it again and upload it"),
            )
            .in_file(self.record.file.as_str())
            .into());
        }
        let path = self.folder.join(&self.record.stored);
        let Some(file) = self.file.take() else {
            return Err(super::place::no_such_upload(&self.record.id).into());
        };
        file.sync_all().map_err(|source| AppError::Write { path, source })?;
        self.record.settings = settings;
        if let Err(error) = self.uploads.save(&self.record) {
            self.file = Some(file);
            return Err(error);
        }
        Ok(self.record.clone())
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What came of it is of no use; a folder that cannot be deleted is in nobody's way.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// The last part of a name, without characters that no name should have. Browsers on Windows may send a whole path.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(NAME_CHARS).collect();
    let kept = kept.trim().trim_matches('.').trim();
    if kept.is_empty() {
        "upload".to_owned()
    } else {
        kept.to_owned()
    }
}

fn ending(name: &str) -> Option<&'static str> {
    let (_, last) = name.rsplit_once('.')?;
    ENDINGS.into_iter().find(|ending| last.eq_ignore_ascii_case(ending))
}

fn too_large(file: &str, limit: u64) -> Refusal {
    let megabytes = limit >> 20;
    Refusal::new(
        "upload-too-large",
        bilingual!("文件大于 {megabytes} MiB", "the file is larger than {megabytes} MiB"),
        bilingual!(
            "拆成几个文件，或把文件放进工作区文件夹后用 holdfast import 导入",
            "split it, or put it into the workspace's folder and run holdfast import"
        ),
    )
    .in_file(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(file: &str) -> Announced<'_> {
        Announced {
            id: "0123456789abcdef",
            file,
            owner: "u1",
            now: "2026-01-01T00:00:00Z",
            limit: 10,
        }
    }

    #[test]
    fn a_path_in_a_name_is_a_text_and_a_name_of_ours_is_used() {
        for (given, kept, stored) in [
            ("../../etc/passwd.csv", "passwd.csv", "data.csv"),
            ("C:\\temp\\订单.XLSX", "订单.XLSX", "data.xlsx"),
            ("..", "upload", "data"),
            ("a\0b\n.exe", "ab.exe", "data"),
            ("/", "upload", "data"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let uploads = Uploads::of(folder.path());
            let mut receiving = Receiving::begin(&uploads, &announced(given)).unwrap();
            receiving.write(b"a,b\n").unwrap();
            let record = receiving.finish(UploadSettings::default()).unwrap();
            assert_eq!(
                (record.file.as_str(), record.stored.as_str(), record.bytes),
                (kept, stored, 4)
            );
            assert!(folder.path().join("uploads/0123456789abcdef").join(stored).is_file());
            assert_eq!(uploads.list(), [record]);
        }
    }

    #[test]
    fn what_is_too_large_empty_or_broken_off_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::of(folder.path());
        let mut receiving = Receiving::begin(&uploads, &announced("a.csv")).unwrap();
        let error = receiving.write(&[b'x'; 11]).unwrap_err();
        assert!(error.to_string().contains("larger"), "{error}");
        drop(receiving);
        assert!(!folder.path().join("uploads/0123456789abcdef").exists());
        let receiving = Receiving::begin(&uploads, &announced("a.csv")).unwrap();
        assert!(receiving.finish(UploadSettings::default()).is_err());
        assert!(uploads.list().is_empty() && !folder.path().join("uploads/0123456789abcdef").exists());
    }
}
