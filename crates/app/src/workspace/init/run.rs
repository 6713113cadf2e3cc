//! From a folder and a list of data to a workspace.

use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::clock::Clock;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;

use super::database::{self, Describe, Sample};
use super::facts::Facts;
use super::find::{self, Found};
use super::look::{Sight, look};
use super::suggest::{Suggestion, customers_too, source};
use super::{churn, guess, write};
use crate::error::AppError;
use crate::workspace::config::{FILE_NAME, WorkspaceConfig};
use crate::workspace::open::file_of;
use crate::workspace::parse::parse;

/// What `init` is told.
pub struct InitOptions<'a> {
    /// Files, globs, folders, and tables of databases (`postgres://user@host/db#table`).
    pub from: &'a [String],
    /// The time zone; absent: Asia/Shanghai.
    pub time_zone: Option<&'a str>,
    /// Language of reports.
    pub lang: Lang,
    /// Columns of a database's table.
    pub describe: Describe<'a>,
    /// First rows of a database's table.
    pub sample: Sample<'a>,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct InitReport {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// What the text means.
    pub config: WorkspaceConfig,
    /// The sources, in the file's order.
    pub sources: Vec<SuggestedSource>,
    /// What was found and not used.
    pub skipped: Vec<Skipped>,
    /// What the user should know.
    pub notes: Vec<Bilingual>,
}

/// A source that was suggested.
#[derive(Clone, Debug)]
pub struct SuggestedSource {
    /// Its id.
    pub id: String,
    /// Its canonical table.
    pub table: CanonicalTable,
    /// Its files as written, or its database's table.
    pub from: Vec<String>,
    /// Rows that were looked at; absent for databases.
    pub rows: Option<usize>,
    /// Why this table.
    pub why: Bilingual,
}

/// Data that no source was made of.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// The file or table.
    pub what: String,
    /// Why.
    pub why: Bilingual,
}

/// Writes `holdfast.toml` into `dir`, which is made if it is missing. Relative paths in `from` begin at the current folder.
///
/// # Errors
/// Refused: there is a `holdfast.toml` already, data that cannot be read, nothing usable in `from`. [`AppError::Write`] when the
/// folder cannot be written. Nothing is half written.
pub fn init(dir: &Path, options: &InitOptions, clock: &dyn Clock) -> Result<InitReport, AppError> {
    not_there(dir)?;
    let mut gathered = Gathered::default();
    for from in options.from {
        gather(dir, from, options, &mut gathered)?;
    }
    if gathered.suggestions.is_empty() && !options.from.is_empty() {
        return Err(nothing_usable(&gathered.skipped).into());
    }
    let (text, config) = compose(dir, &mut gathered, options.time_zone, options.lang, clock)?;
    let path = save(dir, &text)?;
    let sources = gathered.suggestions.iter().map(Suggestion::summary).collect();
    Ok(InitReport {
        path,
        text,
        config,
        sources,
        skipped: gathered.skipped,
        notes: gathered.notes,
    })
}

/// What sources can be made of.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) suggestions: Vec<Suggestion>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) notes: Vec<Bilingual>,
}

/// The text of a first `holdfast.toml`, and what it means: industry, currency and definitions of churn come from the sources.
///
/// # Errors
/// A mapping that does not hold together.
pub(crate) fn compose(
    dir: &Path,
    gathered: &mut Gathered,
    time_zone: Option<&str>,
    lang: Lang,
    clock: &dyn Clock,
) -> Result<(String, WorkspaceConfig), Refusal> {
    complete(&mut gathered.suggestions);
    let industry = guess::industry(&gathered.suggestions);
    let currency = guess::currency(&gathered.suggestions);
    let definitions = churn::suggest(&gathered.suggestions, industry, clock, &mut gathered.notes);
    let name = std::path::absolute(dir)
        .ok()
        .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "holdfast".to_owned());
    let text = write::text(&write::Draft {
        name: &name,
        time_zone,
        currency: &currency,
        lang,
        industry,
        suggestions: &gathered.suggestions,
        definitions: &definitions,
        today: clock.today(),
    });
    let config = parse(&text, &file_of(dir))?;
    Ok((text, config))
}

fn gather(dir: &Path, from: &str, options: &InitOptions, gathered: &mut Gathered) -> Result<(), Refusal> {
    if from.contains("://") {
        let place = database::place(from)?;
        let columns = (options.describe)(&place.url, &place.relation)?;
        let facts = match (options.sample)(&place.url, &place.relation)? {
            Some(table) if table.rows > 0 => Facts {
                // How many there are in all is not known.
                rows: None,
                ..Facts::of_table(&place.relation, &table)
            },
            _ => Facts::of_database(&place.relation, &columns),
        };
        add(None, facts, Some(place), from, gathered);
        return Ok(());
    }
    for found in find::find(dir, from)? {
        match look(&found) {
            Ok(sight) => {
                let facts = Facts::of_table(&found.stem, &sight.table);
                let what = found.first.display().to_string();
                add(Some((found, sight)), facts, None, &what, gathered);
            }
            // One unreadable file in a folder does not stop the others; a file that was named does.
            Err(refusal) if !found.named => gathered.skipped.push(Skipped {
                what: found.first.display().to_string(),
                why: refusal.problem,
            }),
            Err(refusal) => return Err(refusal),
        }
    }
    Ok(())
}

fn add(
    file: Option<(Found, Sight)>,
    facts: Facts,
    place: Option<database::Place>,
    what: &str,
    gathered: &mut Gathered,
) {
    match super::table::decide(&facts) {
        Ok(decided) => {
            let taken: Vec<String> = gathered.suggestions.iter().map(|s| s.spec.id.clone()).collect();
            gathered.suggestions.push(source(file, facts, place, decided, &taken));
        }
        Err(why) => gathered.skipped.push(Skipped {
            what: what.to_owned(),
            why,
        }),
    }
}

/// Snapshots carry what customers are like: where nothing else does, they fill `customers` too.
fn complete(suggestions: &mut Vec<Suggestion>) {
    let has = suggestions.iter().any(|s| s.table == CanonicalTable::Customers);
    let snapshot = suggestions.iter().position(|s| s.table == CanonicalTable::Snapshots);
    if let (false, Some(index)) = (has, snapshot) {
        let taken: Vec<String> = suggestions.iter().map(|s| s.spec.id.clone()).collect();
        let customers = customers_too(&suggestions[index], &taken);
        suggestions.insert(index, customers);
    }
    suggestions.sort_by_key(|suggestion| suggestion.table);
}

fn not_there(dir: &Path) -> Result<(), Refusal> {
    // A link that leads nowhere is there too: writing would follow it.
    if std::fs::symlink_metadata(dir.join(FILE_NAME)).is_err() {
        return Ok(());
    }
    Err(Refusal::new(
        "workspace-exists",
        bilingual!(
            "这里已经有 holdfast.toml，不会覆盖",
            "there is a holdfast.toml already; it is never overwritten"
        ),
        bilingual!(
            "直接编辑它，或换一个文件夹；要重新生成，先把它改名",
            "edit it, or choose another folder; to write a new one, rename the old one first"
        ),
    )
    .in_file(file_of(dir)))
}

fn nothing_usable(skipped: &[Skipped]) -> Refusal {
    let first = skipped.first();
    let (zh, en) = first.map_or(("", ""), |s| (s.why.zh.as_str(), s.why.en.as_str()));
    let refusal = Refusal::new(
        "init-nothing-usable",
        bilingual!(
            "给出的数据里没有能用的表：{zh}",
            "there is no usable table in the data that were given: {en}"
        ),
        bilingual!(
            "每张表至少要有客户编号列；先不写 --from 建立工作区，再手工填写 [[source]]",
            "a table needs a customer id at least; make the workspace without --from and write the [[source]] by hand"
        ),
    );
    match first {
        Some(skipped) => refusal.in_file(skipped.what.as_str()),
        None => refusal,
    }
}

/// Writes beside the place and renames; a file that came into being meanwhile is not replaced.
pub(crate) fn save(dir: &Path, text: &str) -> Result<PathBuf, AppError> {
    use std::io::Write;
    let path = dir.join(FILE_NAME);
    let at = |source: std::io::Error| AppError::Write {
        path: path.clone(),
        source,
    };
    std::fs::create_dir_all(dir).map_err(at)?;
    let mut file = tempfile::Builder::new()
        .prefix(".holdfast.")
        .suffix(".tmp")
        .tempfile_in(dir)
        .map_err(at)?;
    file.write_all(text.as_bytes()).map_err(at)?;
    file.as_file().sync_all().map_err(at)?;
    crate::outputs::readable(file.path()).map_err(at)?;
    file.persist_noclobber(&path).map_err(|error| at(error.error))?;
    Ok(path)
}
