//! `GET /sources`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::lake::Session;
use holdfast_app::quality::batches::rfc3339;
use holdfast_app::quality::sources::{SourceState, all_sources};
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// Sources.
#[derive(Serialize, ToSchema)]
pub struct SourceList {
    /// In the order of `holdfast.toml`.
    pub items: Vec<SourceListed>,
}

/// A source, and what came of it.
#[derive(Serialize, ToSchema)]
pub struct SourceListed {
    /// Its id.
    pub id: String,
    /// The canonical table that it fills.
    pub table: String,
    /// The table in words.
    pub label: Text,
    /// Files as declared; empty for a database.
    pub files: Vec<String>,
    /// The database's table or query; null for files.
    pub database: Option<String>,
    /// Canonical column ← column of the source.
    pub columns: BTreeMap<String, String>,
    /// Columns that are personal.
    pub personal: Vec<String>,
    /// The column that tells what is new.
    pub watermark: Option<String>,
    /// Files that are found now; null for a database.
    #[schema(minimum = 0)]
    pub files_found: Option<u64>,
    /// Why its files cannot be found.
    pub problem: Option<Text>,
    /// Batches that were imported.
    #[schema(minimum = 0)]
    pub batches: u64,
    /// Rows that they brought.
    #[schema(minimum = 0)]
    pub rows: u64,
    /// Rows that were not taken.
    #[schema(minimum = 0)]
    pub rows_rejected: u64,
    /// When it was last imported, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub last_import_at: Option<String>,
    /// Last day with facts, of the workspace's time zone.
    #[schema(format = Date)]
    pub through: Option<String>,
    /// Days from that day to today.
    pub behind_days: Option<i64>,
    /// `never_imported`, `missing` (no file is found), `imported`.
    pub state: String,
}

pub(crate) fn listed(source: SourceState, session: &Session, now_us: i64) -> SourceListed {
    let zone = &session.workspace.zone;
    let through = source.last_fact_at_us.map(|us| zone.day_of(us));
    let today = zone.day_of(now_us).number();
    let state = match (source.problem.is_some(), source.batches) {
        (true, _) => "missing",
        (false, 0) => "never_imported",
        _ => "imported",
    };
    SourceListed {
        label: source.table_label.into(),
        files_found: source.files_found,
        // The refusal's own words name folders of the server.
        problem: source.problem.map(|refusal| refusal.problem.into()),
        batches: source.batches,
        rows: source.rows,
        rows_rejected: source.rows_rejected,
        last_import_at: source.last_imported_at_us.and_then(rfc3339),
        through: through.map(|day| day.to_string()),
        behind_days: through.map(|day| i64::from(today - day.number())),
        state: state.to_owned(),
        id: source.spec.id,
        table: source.spec.table,
        files: source.spec.files,
        database: source
            .spec
            .database
            .and_then(|database| database.relation.or(database.query)),
        columns: source.spec.columns,
        personal: source.spec.personal,
        watermark: source.spec.watermark,
    }
}

/// Where the data come from, and how fresh each source is.
#[utoipa::path(get, path = "/sources", tag = "data", responses((status = 200, body = SourceList), Problem))]
pub async fn list_sources(Extract(state): Extract<State>, caller: Caller) -> Result<Json<SourceList>, Problem> {
    caller.may(Permission::ViewData)?;
    let (folder, now_us, reader) = (state.folder.clone(), state.now_us(), caller.rows.clone());
    let found = move || {
        let session = Session::open(&folder)?;
        let sources = all_sources(&session, &reader)?;
        Ok::<_, holdfast_app::error::AppError>(SourceList {
            items: sources
                .into_iter()
                .map(|source| listed(source, &session, now_us))
                .collect(),
        })
    };
    Ok(Json(state.work.run(found).await?))
}
