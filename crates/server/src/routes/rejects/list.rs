//! `GET /rejects`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::lake::Session;
use holdfast_app::quality::rejects::{NotTaken, RejectQuery, rejects};
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use super::query::RejectsQuery;
use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::list::{PageQuery, cursor};
use crate::wire::text::Text;

/// A page of rejects.
#[derive(Serialize, ToSchema)]
pub struct RejectPage {
    /// In the order in which they were found.
    pub items: Vec<Rejected>,
    /// The next page; null on the last.
    pub next_cursor: Option<String>,
}

/// A row or value that was not taken.
#[derive(Serialize, ToSchema)]
pub struct Rejected {
    /// The batch.
    pub batch: String,
    /// The source.
    pub source: String,
    /// The canonical table.
    pub table: String,
    /// The file's name.
    pub file: String,
    /// The file's row, as an editor or a spreadsheet counts.
    pub row: i64,
    /// The source's column, if one is to blame.
    pub column: Option<String>,
    /// Its value, masked in personal columns unless the reader may see them.
    pub value: Option<String>,
    /// A stable name in kebab-case.
    pub code: String,
    /// The reason in words, with what to do.
    pub problem: Text,
    /// The row was taken, only this value was left empty.
    pub row_kept: bool,
}

/// Rows and values that were not taken, and why.
#[utoipa::path(get, path = "/rejects", tag = "data", params(RejectsQuery), responses((status = 200, body = RejectPage), Problem))]
pub async fn list_rejects(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(query): Query<RejectsQuery>,
) -> Result<Json<RejectPage>, Problem> {
    caller.may(Permission::ViewData)?;
    let page = PageQuery {
        cursor: query.cursor,
        limit: query.limit,
    };
    let (rows, from) = (page.rows()?, page.after::<usize>()?.unwrap_or(0));
    let (folder, unmasked) = (state.folder.clone(), caller.can(Permission::Unmask));
    let reader = caller.rows.clone();
    let found = move || {
        let asked = RejectQuery {
            batch: query.batch.as_deref(),
            source: query.source.as_deref(),
            reason: query.reason.as_deref(),
            reader: &reader,
            unmasked,
            from,
            rows,
        };
        rejects(&Session::open(&folder)?, &asked)
    };
    let (found, more) = state.work.run(found).await?;
    let next = from + found.len();
    let items = found.into_iter().map(rejected).collect();
    Ok(Json(RejectPage {
        items,
        next_cursor: more.then(|| cursor(&next)).transpose()?,
    }))
}

/// A reject as it travels.
pub(crate) fn rejected(reject: NotTaken) -> Rejected {
    Rejected {
        batch: reject.batch_id,
        source: reject.source,
        table: reject.table,
        file: reject
            .file
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(&reject.file)
            .to_owned(),
        row: reject.row,
        column: reject.column,
        value: reject.value,
        code: reject.reason,
        problem: reject.text.into(),
        row_kept: reject.row_kept,
    }
}
