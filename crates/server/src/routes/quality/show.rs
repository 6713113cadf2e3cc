//! `GET /quality`.

use std::path::Path;

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::error::AppError;
use holdfast_app::lake::{Session, commit};
use holdfast_app::quality::report::{Quality, quality};
use holdfast_app::workspace::doctor::Status;
use holdfast_app::workspace::edit::file::ConfigText;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::answer::{Question, answer};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::routes::rejects::list::{Rejected, rejected};
use crate::routes::sources::list::{SourceListed, listed};
use crate::wire::text::Text;

/// The quality of the data.
#[derive(Serialize, ToSchema)]
pub struct QualityReport {
    /// The doctor's findings.
    pub checks: Vec<QualityCheck>,
    /// `ok`, `warn`, `fail`: the most serious of them.
    pub worst: String,
    /// Sources with their freshness.
    pub sources: Vec<SourceListed>,
    /// Why rows and values were not taken, the most frequent reason first.
    pub reasons: Vec<ReasonSummary>,
    /// Periods of the panel that are older than their events; a refresh brings them up to date.
    #[schema(minimum = 0)]
    pub stale_periods: u64,
    /// Commit of the lake; 0 before the first import.
    #[schema(minimum = 0)]
    pub commit: u64,
}

/// A finding.
#[derive(Serialize, ToSchema)]
pub struct QualityCheck {
    /// A stable name.
    pub id: String,
    /// `ok`, `warn`, `fail`.
    pub status: String,
    /// What was found.
    pub text: Text,
    /// What to do; null when nothing is.
    pub remedy: Option<Text>,
}

/// A reason with how often it was given.
#[derive(Serialize, ToSchema)]
pub struct ReasonSummary {
    /// A stable name in kebab-case.
    pub code: String,
    /// In words, with what to do.
    pub problem: Text,
    /// Rows that were not taken.
    #[schema(minimum = 0)]
    pub rows: u64,
    /// Values that were left empty.
    #[schema(minimum = 0)]
    pub values: u64,
    /// The first ones.
    pub examples: Vec<Rejected>,
}

fn word(status: Status) -> String {
    match status {
        Status::Ok => "ok",
        Status::Warn => "warn",
        Status::Fail => "fail",
    }
    .to_owned()
}

/// How long findings are kept while nothing changes: files may come and go, and looking at them takes seconds.
const KEPT_US: i64 = 60_000_000;

/// How good the data are: findings with remedies, freshness by source, what was not taken and why. Files are looked at once a minute at most.
#[utoipa::path(get, path = "/quality", tag = "data", responses((status = 200, body = QualityReport), Problem))]
pub async fn show_quality(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.may(Permission::ViewData)?;
    let (folder, now_us) = (state.folder.clone(), state.now_us());
    let version = state
        .work
        .run(move || Ok::<_, AppError>(stands(&folder, now_us)))
        .await?;
    let question = Question {
        version: &version,
        asked: "quality",
    };
    answer(&state, &caller, &headers, question, || async {
        let (folder, environment) = (state.folder.clone(), state.environment.clone());
        let (reader, unmasked) = (caller.rows.clone(), caller.can(Permission::Unmask));
        let report = move || {
            let found = quality(&folder, &|name| environment(name), &reader, unmasked)?;
            Ok::<_, AppError>(told(&folder, now_us, found))
        };
        state.work.run(report).await
    })
    .await
}

/// What findings depend on: the lake, the configuration, the minute.
fn stands(folder: &Path, now_us: i64) -> String {
    let config = ConfigText::read(folder).map_or_else(|_| "none".to_owned(), |text| text.version);
    format!("{} {config} {}", commit(folder), now_us.div_euclid(KEPT_US))
}

fn told(folder: &Path, now_us: i64, found: Quality) -> QualityReport {
    // Where the server keeps its files is nobody's to know.
    let (bare, root) = (folder.display().to_string(), format!("{}/", folder.display()));
    let hide = |text: &Bilingual| Text {
        zh: text.zh.replace(&root, "").replace(&bare, "."),
        en: text.en.replace(&root, "").replace(&bare, "."),
    };
    let worst = word(found.findings.worst());
    let checks = found.findings.checks.iter().map(|check| QualityCheck {
        id: check.id.clone(),
        status: word(check.status),
        text: hide(&check.text),
        remedy: check.remedy.as_ref().map(hide),
    });
    let reasons = found.reasons.into_iter().map(|reason| ReasonSummary {
        code: reason.reason,
        problem: reason.text.into(),
        rows: reason.rows,
        values: reason.values,
        examples: reason.examples.into_iter().map(rejected).collect(),
    });
    let sources = match Session::open(folder) {
        Ok(session) => found
            .sources
            .into_iter()
            .map(|source| listed(source, &session, now_us))
            .collect(),
        Err(_) => Vec::new(),
    };
    QualityReport {
        checks: checks.collect(),
        worst,
        sources,
        reasons: reasons.collect(),
        stale_periods: found.stale_periods,
        commit: found.commit,
    }
}
