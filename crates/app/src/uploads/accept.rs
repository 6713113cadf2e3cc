//! An upload becomes a source: the file moves into the workspace, `holdfast.toml` names it. Where there is no workspace yet, one is made around it.

use std::fs;
use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::clock::FixedClock;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::Zone;

use super::draft::{Draft, Fate, draft};
use super::place::{UploadRecord, Uploads};
use crate::error::AppError;
use crate::workspace::check::is_id;
use crate::workspace::config::{FILE_NAME, WorkspaceConfig, default_time_zone};
use crate::workspace::edit::file::{ConfigText, edit, lock};
use crate::workspace::edit::sources::{add_dimensions, add_file, add_sources};
use crate::workspace::init::run::{Gathered, compose, save};
use crate::workspace::init::suggest::Suggestion;
use crate::workspace::init::{churn, guess};
use crate::workspace::open::file_of;
use crate::workspace::parse::parse;

/// What surrounds an acceptance.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The present, microseconds.
    pub now_us: i64,
    /// Language of a workspace that is made.
    pub lang: Lang,
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Id of the source.
    pub source: String,
    /// Sources that are to be imported: it, and one that was made of the same file.
    pub imports: Vec<String>,
    /// Version of `holdfast.toml` now.
    pub version: String,
    /// Whether the workspace was made.
    pub made_workspace: bool,
    /// What somebody should know.
    pub notes: Vec<Bilingual>,
}

/// What `holdfast.toml` would be.
pub(super) struct Plan {
    pub(super) text: String,
    pub(super) config: WorkspaceConfig,
    pub(super) source: String,
    pub(super) imports: Vec<String>,
    pub(super) notes: Vec<Bilingual>,
}

/// Where files of accepted uploads lie in a workspace.
const SOURCES: &str = "sources";

/// Makes an upload a source.
///
/// # Errors
/// `no-such-upload`, `upload-unusable`, whatever is wrong with the mapping; [`AppError::Write`]. The upload is as it was then.
pub fn accept(uploads: &Uploads, record: &UploadRecord, setting: Setting) -> Result<Accepted, AppError> {
    let root = uploads.workspace();
    let mut draft = draft(uploads, record, SOURCES)?;
    // The id is part of the file's name: it is known only when the file was looked at.
    let path = match &mut draft.fate {
        Fate::Source(suggestion) => {
            let path = place_of(&suggestion.spec.id, record)?;
            suggestion.spec.files = vec![path.clone()];
            path
        }
        Fate::Unusable(_, why) => return Err(unusable(&record.file, why).into()),
    };
    let made_workspace = draft.config.is_none();
    let moved = Moved::begin(&uploads.file(record)?, &root.join(&path))?;
    let (plan, version) = if made_workspace {
        let _alone = lock(root)?;
        let plan = planned(uploads, draft, &path, setting)?;
        save(root, &plan.text)?;
        let version = ConfigText::new(plan.text.clone()).version;
        (plan, version)
    } else {
        let mut planned_edit = None;
        let (text, _) = edit(root, None, |present| {
            let plan = planned_over(present, root, draft, &path, setting)?;
            let text = plan.text.clone();
            planned_edit = Some(plan);
            Ok(text)
        })?;
        let Some(plan) = planned_edit else {
            return Err(super::place::no_such_upload(&record.id).into());
        };
        (plan, text.version)
    };
    moved.keep();
    uploads.remove(&record.id)?;
    Ok(Accepted {
        source: plan.source,
        imports: plan.imports,
        version,
        made_workspace,
        notes: plan.notes,
    })
}

/// What `holdfast.toml` would be with an upload under a path.
pub(super) fn planned(uploads: &Uploads, draft: Draft, path: &str, setting: Setting) -> Result<Plan, AppError> {
    let root = uploads.workspace();
    if draft.config.is_some() {
        let present = ConfigText::read(root)?;
        return planned_over(&present.text, root, draft, path, setting);
    }
    let (source, mut gathered) = gathered(draft)?;
    let (text, config) = compose(root, &mut gathered, None, setting.lang, &clock(setting, None)?)?;
    Ok(Plan {
        imports: gathered.suggestions.iter().map(|made| made.spec.id.clone()).collect(),
        text,
        config,
        source,
        notes: gathered.notes,
    })
}

fn gathered(draft: Draft) -> Result<(String, Gathered), Refusal> {
    match draft.fate {
        Fate::Source(suggestion) => Ok((
            suggestion.spec.id.clone(),
            Gathered {
                suggestions: vec![*suggestion],
                ..Gathered::default()
            },
        )),
        Fate::Unusable(_, why) => Err(unusable(&draft.facts.stem, &why)),
    }
}

/// The present text with the upload in it.
fn planned_over(present: &str, root: &Path, draft: Draft, path: &str, setting: Setting) -> Result<Plan, AppError> {
    let joins = draft.joins;
    let config = parse(present, &file_of(root))?;
    let (source, mut gathered) = gathered(draft)?;
    let text = if joins {
        add_file(present, &source, path)?
    } else {
        let mut definitions = Vec::new();
        if config.churn.is_empty() {
            let industry = guess::industry(&gathered.suggestions);
            let clock = clock(setting, Some(&config.time_zone))?;
            definitions = churn::suggest(&gathered.suggestions, industry, &clock, &mut gathered.notes);
        }
        let added = add_sources(present, &gathered.suggestions, &definitions);
        let customers = |made: &&Suggestion| made.table == CanonicalTable::Customers;
        let names = gathered
            .suggestions
            .iter()
            .filter(customers)
            .flat_map(Suggestion::dimensions);
        add_dimensions(&added, names)?
    };
    Ok(Plan {
        config: parse(&text, &file_of(root))?,
        text,
        imports: vec![source.clone()],
        source,
        notes: gathered.notes,
    })
}

fn clock(setting: Setting, zone: Option<&str>) -> Result<FixedClock, Refusal> {
    let zone = Zone::named(&zone.map_or_else(default_time_zone, str::to_owned))?;
    Ok(FixedClock(zone.day_of(setting.now_us)))
}

/// A name of ours: the source's id and the beginning of the upload's.
fn place_of(source: &str, record: &UploadRecord) -> Result<String, Refusal> {
    if !is_id(source) {
        return Err(Refusal::new(
            "config-bad-id",
            bilingual!(
                "来源编号只能用字母、数字、_ 和 -，最多 64 个字",
                "the id of a source has letters, digits, _ and - only, at most 64"
            ),
            bilingual!("改一个简短的编号，如 orders", "choose a short one such as orders"),
        )
        .in_column("source")
        .with_value(source));
    }
    let ending = record.stored.strip_prefix("data").unwrap_or_default();
    let beginning: String = record.id.chars().take(12).collect();
    Ok(format!("{SOURCES}/{source}-{beginning}{ending}"))
}

pub(super) fn unusable(file: &str, why: &Bilingual) -> Refusal {
    Refusal::new(
        "upload-unusable",
        why.clone(),
        bilingual!(
            "选择它是什么表，并指明客户编号列",
            "choose which table it is, and say which column is the customer's id"
        ),
    )
    .in_file(file)
}

/// A file that was moved, and goes back unless it is kept.
struct Moved {
    from: PathBuf,
    to: PathBuf,
    kept: bool,
}

impl Moved {
    fn begin(from: &Path, to: &Path) -> Result<Self, AppError> {
        let failed = |source| AppError::Write {
            path: to.to_path_buf(),
            source,
        };
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        // Never over another file: a hard link fails where there is one.
        fs::hard_link(from, to)
            .or_else(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Err(error),
                // Not every file system has them.
                _ => fs::copy(from, to).map(|_| ()),
            })
            .map_err(failed)?;
        Ok(Self {
            from: from.to_path_buf(),
            to: to.to_path_buf(),
            kept: false,
        })
    }

    /// It stays where it is now; the upload's folder goes as a whole.
    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Moved {
    fn drop(&mut self) {
        if !self.kept && self.from.is_file() {
            let _ = fs::remove_file(&self.to);
        }
    }
}

/// Whether a folder has no workspace yet.
pub fn is_new(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(FILE_NAME)).is_err()
}
