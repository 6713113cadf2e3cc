//! `GET /batches`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::lake::Session;
use holdfast_app::quality::batches::{batches, rfc3339};
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::list::{PageQuery, cursor};

/// A page of batches.
#[derive(Serialize, ToSchema)]
pub struct BatchPage {
    /// The latest first.
    pub items: Vec<BatchListed>,
    /// The next page; null on the last.
    pub next_cursor: Option<String>,
    /// How many there are.
    #[schema(minimum = 0)]
    pub total: u64,
}

/// A batch that was imported.
#[derive(Serialize, ToSchema)]
pub struct BatchListed {
    /// Its id.
    pub id: String,
    /// The source.
    pub source: String,
    /// The canonical table.
    pub table: String,
    /// The file's name, or the database's relation.
    pub file: String,
    /// When it was imported, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub at: Option<String>,
    /// Rows read.
    pub rows_read: i64,
    /// Rows that were new.
    pub rows_added: i64,
    /// Rows that replaced an earlier form of themselves.
    pub rows_corrected: i64,
    /// Rows that were there already.
    pub rows_unchanged: i64,
    /// Rows that were not taken.
    pub rows_rejected: i64,
    /// Values that were left empty.
    pub values_rejected: i64,
    /// Customers seen for the first time.
    pub customers_new: i64,
    /// First day of its facts, of the workspace's time zone.
    #[schema(format = Date)]
    pub first_day: Option<String>,
    /// Last day of its facts.
    #[schema(format = Date)]
    pub last_day: Option<String>,
    /// What was noticed, in English.
    pub note: Option<String>,
}

/// What was imported, the latest first.
#[utoipa::path(get, path = "/batches", tag = "data", params(PageQuery), responses((status = 200, body = BatchPage), Problem))]
pub async fn list_batches(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<Json<BatchPage>, Problem> {
    caller.may(Permission::ViewData)?;
    let (rows, from) = (page.rows()?, page.after::<usize>()?.unwrap_or(0));
    let (folder, reader) = (state.folder.clone(), caller.rows.clone());
    let found = move || {
        let session = Session::open(&folder)?;
        let zone = &session.workspace.zone;
        let (found, total) = batches(&session, &reader, from, rows)?;
        let day = |us: Option<i64>| us.map(|us| zone.day_of(us).to_string());
        let items: Vec<BatchListed> = found
            .into_iter()
            .map(|batch| BatchListed {
                id: batch.batch_id,
                source: batch.source,
                table: batch.table,
                file: batch.file.rsplit(['/', '\\']).next().unwrap_or(&batch.file).to_owned(),
                at: rfc3339(batch.imported_at_us),
                rows_read: batch.rows_read,
                rows_added: batch.rows_new,
                rows_corrected: batch.rows_corrected,
                rows_unchanged: batch.rows_unchanged,
                rows_rejected: batch.rows_rejected,
                values_rejected: batch.values_rejected,
                customers_new: batch.customers_new,
                first_day: day(batch.first_at_us),
                last_day: day(batch.last_at_us),
                note: batch.note,
            })
            .collect();
        Ok::<_, holdfast_app::error::AppError>((items, total))
    };
    let (items, total) = state.work.run(found).await?;
    let next = from + items.len();
    Ok(Json(BatchPage {
        next_cursor: (next < total).then(|| cursor(&next)).transpose()?,
        total: total as u64,
        items,
    }))
}
