//! A workspace that is there.

use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_domain::zone::Zone;

use super::config::{FILE_NAME, WorkspaceConfig};
use super::parse::parse;
use holdfast_engine::ingest::files;

/// Asks for an environment variable: the process's own in the command line, a list in tests.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A workspace: its folder and what it decided.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder.
    pub root: PathBuf,
    /// Its `holdfast.toml`, checked.
    pub config: WorkspaceConfig,
    /// Its time zone.
    pub zone: Zone,
}

impl Workspace {
    /// Opens the workspace in a folder.
    ///
    /// # Errors
    /// `no-workspace` when there is no `holdfast.toml`, `config-not-utf8`, and whatever is wrong with it.
    pub fn open(dir: &Path) -> Result<Self, Refusal> {
        let config = parse(&read_text(dir)?, &file_of(dir))?;
        let zone = Zone::named(&config.time_zone)?;
        Ok(Self {
            root: dir.to_path_buf(),
            config,
            zone,
        })
    }

    /// The folder of the Delta tables.
    pub fn lake(&self) -> PathBuf {
        self.root.join(&self.config.lake)
    }

    /// The folder of the user's own metrics; it need not exist.
    pub fn metrics(&self) -> PathBuf {
        self.root.join("metrics")
    }

    /// The files of a source, sorted.
    ///
    /// # Errors
    /// `no-files`, `unreadable-folder`.
    pub fn files(&self, source: &SourceSpec) -> Result<Vec<PathBuf>, Refusal> {
        files::of_source(&self.root, source)
    }

    /// The password of a source's database: `None` when it needs none.
    ///
    /// # Errors
    /// `password-not-set` when the variable that it is in is not set.
    pub fn password(&self, source: &SourceSpec, environment: Environment) -> Result<Option<String>, Refusal> {
        password(source, environment)
    }
}

/// See [`Workspace::password`].
pub(crate) fn password(source: &SourceSpec, environment: Environment) -> Result<Option<String>, Refusal> {
    let Some(name) = source
        .database
        .as_ref()
        .and_then(|database| database.password_env.as_deref())
    else {
        return Ok(None);
    };
    environment(name).map(Some).ok_or_else(|| {
        let id = &source.id;
        Refusal::new(
            "password-not-set",
            bilingual!(
                "来源“{id}”的密码应在环境变量 {name} 中，但它没有设置",
                "the password of source \"{id}\" should be in the environment variable {name}, which is not set"
            ),
            bilingual!(
                "运行前设置：export {name}='…'；不需要密码时删去 password_env",
                "set it before running: export {name}='…'; without a password remove password_env"
            ),
        )
        .in_file(FILE_NAME)
    })
}

/// How messages name the file.
pub(crate) fn file_of(dir: &Path) -> String {
    dir.join(FILE_NAME).display().to_string()
}

/// The text of a folder's `holdfast.toml`.
pub(crate) fn read_text(dir: &Path) -> Result<String, Refusal> {
    let file = file_of(dir);
    let bytes = std::fs::read(dir.join(FILE_NAME)).map_err(|error| {
        let folder = dir.display();
        if error.kind() == std::io::ErrorKind::NotFound {
            Refusal::new(
                "no-workspace",
                bilingual!("这里没有工作区", "there is no workspace here"),
                bilingual!(
                    "用 holdfast init {folder} 建一个，或换到有 holdfast.toml 的文件夹",
                    "make one with holdfast init {folder}, or go to the folder that has a holdfast.toml"
                ),
            )
        } else {
            Refusal::new(
                "config-unreadable",
                bilingual!("读不了：{error}", "it cannot be read: {error}"),
                bilingual!("检查权限", "check its permissions"),
            )
        }
        .in_file(file.as_str())
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|&&b| b == b'\n').count() as u64 + 1;
        Refusal::new(
            "config-not-utf8",
            bilingual!(
                "不是 UTF-8 文本（可能是 GBK）",
                "the file is not UTF-8 (perhaps it is GBK)"
            ),
            bilingual!("在编辑器中另存为 UTF-8", "save it as UTF-8 in your editor"),
        )
        .in_file(file.as_str())
        .at_row(line)
    })
}
