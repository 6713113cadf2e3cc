//! Reading and writing `models/`.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::file::{FORMAT, ModelFile};
use super::record::RunRecord;
use crate::error::AppError;
use crate::outputs::{Output, write_all};

/// Which model is in use, and how that came about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Layout of the file.
    pub format: u32,
    /// Number of the next model.
    pub next: u32,
    /// The model that scores.
    pub champion: Option<String>,
    /// The model that is scored beside it.
    pub challenger: Option<String>,
    /// What happened, oldest first.
    pub events: Vec<Event>,
}

/// A change of what is in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, RFC 3339, UTC.
    pub at: String,
    /// `trained`, `promoted`, `rolled_back`.
    pub action: String,
    /// The model.
    pub id: String,
    /// The champion before.
    pub before: Option<String>,
}

/// The models of a workspace.
#[derive(Clone, Debug)]
pub struct Registry {
    root: PathBuf,
}

/// A registry that no other process changes meanwhile.
#[derive(Debug)]
pub struct Locked<'a> {
    registry: &'a Registry,
    /// What it says; written by [`Locked::save`].
    pub register: Register,
    // Unlocks when dropped, or when the process dies.
    lock: File,
}

const NAME: &str = "registry.json";
/// Names of files in a model's folder.
pub const MODEL: &str = "model.json";
/// What is known of the run.
pub const RUN: &str = "run.json";

impl Registry {
    /// The registry under a workspace's folder.
    pub fn of(workspace: &Path) -> Self {
        Self {
            root: workspace.join("models"),
        }
    }

    /// What is in use.
    ///
    /// # Errors
    /// `damaged-registry`, a file that cannot be read.
    pub fn read(&self) -> Result<Register, AppError> {
        Ok(parse(&self.root.join(NAME))?.unwrap_or(Register {
            format: FORMAT,
            next: 1,
            ..Register::default()
        }))
    }

    /// Locks the registry against other processes, waiting for them.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn lock(&self) -> Result<Locked<'_>, AppError> {
        let path = self.root.join(".lock");
        let failed = |source| AppError::Write {
            path: path.clone(),
            source,
        };
        fs::create_dir_all(&self.root).map_err(failed)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        lock.lock().map_err(failed)?;
        Ok(Locked {
            registry: self,
            register: self.read()?,
            lock,
        })
    }

    /// Ids of all models, oldest first.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn ids(&self) -> Result<Vec<String>, AppError> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(unreadable(&self.root, &error)),
        };
        let mut ids: Vec<String> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().join(RUN).is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        ids.sort();
        Ok(ids)
    }

    /// The folder of a model. Ids are names of folders: what could lead elsewhere is no id.
    ///
    /// # Errors
    /// `no-such-model`.
    pub fn folder(&self, id: &str) -> Result<PathBuf, AppError> {
        let proper = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let folder = self.root.join(id);
        if proper && folder.join(RUN).is_file() {
            return Ok(folder);
        }
        let ids = self.ids()?.join(", ");
        Err(Refusal::new(
            "no-such-model",
            Bilingual::new("没有这个模型", "there is no such model"),
            if ids.is_empty() {
                Bilingual::new("先运行 holdfast train", "run holdfast train first")
            } else {
                bilingual!("已有的模型：{ids}", "models: {ids}")
            },
        )
        .with_value(id)
        .into())
    }

    /// A model that can score.
    ///
    /// # Errors
    /// `no-such-model`, `damaged-registry`, `newer-model`.
    pub fn model(&self, id: &str) -> Result<ModelFile, AppError> {
        read(&self.folder(id)?.join(MODEL))
    }

    /// What is known of a run.
    ///
    /// # Errors
    /// `no-such-model`, `damaged-registry`, `newer-model`.
    pub fn record(&self, id: &str) -> Result<RunRecord, AppError> {
        read(&self.folder(id)?.join(RUN))
    }

    /// The id of the model in use, or of the one that is named.
    ///
    /// # Errors
    /// `no-model` when nothing was trained.
    pub fn chosen(&self, id: Option<&str>) -> Result<String, AppError> {
        if let Some(id) = id {
            return Ok(id.to_owned());
        }
        self.read()?.champion.ok_or_else(|| {
            Refusal::new(
                "no-model",
                Bilingual::new("还没有模型", "there is no model yet"),
                Bilingual::new("先运行 holdfast train", "run holdfast train first"),
            )
            .in_file(self.root.display().to_string())
            .into()
        })
    }
}

impl Locked<'_> {
    /// The id of the next model: one that no folder has, not even one of a run that died before it was registered.
    pub fn next_id(&mut self) -> String {
        loop {
            let id = format!("m{:04}", self.register.next);
            if !self.registry.root.join(&id).exists() {
                return id;
            }
            self.register.next += 1;
        }
    }

    /// Writes a model's folder, all its files or none.
    ///
    /// # Errors
    /// A full disk.
    pub fn add(
        &mut self,
        model: &ModelFile,
        record: &RunRecord,
        cards: &[(String, String)],
    ) -> Result<PathBuf, AppError> {
        let folder = self.registry.root.join(&model.id);
        let (model_text, run_text) = (serde_json::to_vec(model)?, serde_json::to_vec_pretty(record)?);
        let mut outputs = vec![
            Output {
                name: MODEL,
                write: Box::new(|out| out.write_all(&model_text)),
            },
            Output {
                name: RUN,
                write: Box::new(|out| out.write_all(&run_text)),
            },
        ];
        for (name, text) in cards {
            outputs.push(Output {
                name,
                write: Box::new(|out| out.write_all(text.as_bytes())),
            });
        }
        write_all(&folder, &outputs)?;
        self.register.next += 1;
        Ok(folder)
    }

    /// Makes what `register` says the state of the registry, at once.
    ///
    /// # Errors
    /// A full disk.
    pub fn save(self) -> Result<Register, AppError> {
        let path = self.registry.root.join(NAME);
        let failed = |source| AppError::Write {
            path: path.clone(),
            source,
        };
        let text = serde_json::to_vec_pretty(&self.register)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.registry.root).map_err(failed)?;
        file.write_all(&text).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        let _ = self.lock.unlock();
        Ok(self.register)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, AppError> {
    parse(path)?.ok_or_else(|| damaged(path, "missing"))
}

/// `None` where there is no such file.
fn parse<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, AppError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, &error)),
    };
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let head: Head = serde_json::from_slice(&bytes).map_err(|error| damaged(path, &error.to_string()))?;
    if head.format > FORMAT {
        let newer = head.format;
        return Err(Refusal::new(
            "newer-model",
            bilingual!(
                "文件的格式是 {newer}，本程序只认得到 {FORMAT}",
                "the file has format {newer}, this program knows formats up to {FORMAT}"
            ),
            Bilingual::new("升级 holdfast", "upgrade holdfast"),
        )
        .in_file(path.display().to_string())
        .into());
    }
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| damaged(path, &error.to_string()))
}

pub(crate) fn damaged(path: &Path, cause: &str) -> AppError {
    Refusal::new(
        "damaged-registry",
        bilingual!("内容损坏：{cause}", "it is damaged: {cause}"),
        Bilingual::new(
            "从备份恢复该文件，或删除这个模型的文件夹后重新训练",
            "restore the file from a backup, or delete the model's folder and train again",
        ),
    )
    .in_file(path.display().to_string())
    .into()
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> AppError {
    Refusal::new(
        "unreadable-registry",
        bilingual!("读不了：{error}", "it cannot be read: {error}"),
        Bilingual::new("检查权限", "check permissions"),
    )
    .in_file(path.display().to_string())
    .into()
}
