//! A table, or the answer to a query, into a file.

use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::lake::Moment;
use holdfast_engine::panel;
use holdfast_engine::query::{ExportFormat, SqlResult, TextEncoding, export as write, session as query_session, sql};

use super::session::{Session, When};
use super::sql::settings;
use crate::error::AppError;

/// What was written.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// Its rows.
    pub rows: usize,
}

/// Writes a table (by name), a query (anything with a blank in it), or `features` as of a day to a `.csv`, `.parquet` or `.xlsx` file; all of it or nothing.
///
/// # Errors
/// `unknown-format`, `sql-refused`, a file that cannot be written.
pub fn export(session: &Session, what: &str, out: &Path, personal: bool, when: &When) -> Result<Exported, AppError> {
    let ending = out
        .extension()
        .map(|ending| ending.to_string_lossy().into_owned())
        .unwrap_or_default();
    let format = ExportFormat::of_ending(&ending).ok_or_else(|| {
        Refusal::new(
            "unknown-format",
            bilingual!("不认识格式“{ending}”", "\"{ending}\" is no format that can be written"),
            Bilingual::new(
                "文件名以 .csv、.parquet 或 .xlsx 结尾",
                "end the file's name in .csv, .parquet or .xlsx",
            ),
        )
        .in_file(out.display().to_string())
    })?;
    if what == "features" {
        return features(session, out, format, when);
    }
    let text = if what.contains(char::is_whitespace) {
        what.to_owned()
    } else {
        format!("SELECT * FROM \"{}\"", what.replace('"', "\"\""))
    };
    let view = session.view(when)?;
    let result = sql(&query_session(&view, &settings(session, personal))?, &text, None)?;
    save(&result, format, out)
}

/// Months that features look back on.
const MONTHS: usize = 24;

/// The features of every customer as of a day: what a model would see.
fn features(session: &Session, out: &Path, format: ExportFormat, when: &When) -> Result<Exported, AppError> {
    let Some(day) = when.as_of else {
        return Err(Refusal::new(
            "no-as-of",
            Bilingual::new("特征要有时点", "features look back from a day"),
            Bilingual::new("加上 --as-of 日期", "name it with --as-of DAY"),
        )
        .into());
    };
    let zone = &session.workspace.zone;
    let mut view = session.view(when)?;
    if when.as_known_at.is_none() {
        // What became known later is no feature of that day.
        let at_us = zone.day_start_us(day);
        view = view.at(Moment {
            occurred_before_us: at_us,
            known_by_us: at_us,
        });
    }
    let features = panel::features(&view, zone, Grain::Month, MONTHS, None)?;
    save(&features.into_rows(), format, out)
}

fn save(result: &SqlResult, format: ExportFormat, out: &Path) -> Result<Exported, AppError> {
    let failed = |source| AppError::Write {
        path: out.to_path_buf(),
        source,
    };
    let folder = out
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    write(result, format, TextEncoding::Utf8, file.as_file_mut())?;
    file.persist(out).map_err(|error| failed(error.error))?;
    Ok(Exported {
        path: out.to_path_buf(),
        rows: result.rows(),
    })
}
