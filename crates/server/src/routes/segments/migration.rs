//! `GET /segments/migration`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::lake::Session;
use holdfast_app::models::looking::migration::moves_for;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use serde::Serialize;
use utoipa::ToSchema;

use super::query::MigrationQuery;
use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// Who moved from which segment to which.
#[derive(Serialize, ToSchema)]
pub struct Migration {
    /// The model whose segments they are.
    pub model_id: String,
    /// Days of which there are scores of the model.
    #[schema(value_type = Vec<String>)]
    pub days: Vec<String>,
    /// The earlier day; null while there are fewer than two.
    #[schema(format = Date)]
    pub from: Option<String>,
    /// The later day.
    #[schema(format = Date)]
    pub to: Option<String>,
    /// Names of the segments; empty where the model found none.
    pub segments: Vec<Text>,
    /// Customers of both days: `counts[before][after]`.
    pub counts: Vec<Vec<u64>>,
    /// Customers of the earlier day alone, by segment.
    pub gone: Vec<u64>,
    /// Customers of the later day alone, by segment.
    pub new: Vec<u64>,
}

/// Moves between segments from one day of scores to another.
#[utoipa::path(get, path = "/segments/migration", tag = "models", params(MigrationQuery), responses((status = 200, body = Migration), Problem))]
pub async fn segment_migration(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(query): Query<MigrationQuery>,
) -> Result<Json<Migration>, Problem> {
    caller.may(Permission::ViewModels)?;
    let (from, to) = (day("from", query.from.as_deref())?, day("to", query.to.as_deref())?);
    let folder = state.folder.clone();
    let rows = caller.rows.clone();
    let found = state
        .work
        .run(move || moves_for(&Session::open(&folder)?, &rows, query.model.as_deref(), from, to))
        .await?;
    Ok(Json(Migration {
        model_id: found.model_id,
        days: found.days.iter().map(Day::to_string).collect(),
        from: found.from.map(|day| day.to_string()),
        to: found.to.map(|day| day.to_string()),
        segments: found.segments.into_iter().map(Text::from).collect(),
        counts: found.counts,
        gone: found.gone,
        new: found.new,
    }))
}

fn day(field: &str, text: Option<&str>) -> Result<Option<Day>, Problem> {
    let Some(text) = text else { return Ok(None) };
    Day::parse_iso(text).map(Some).ok_or_else(|| {
        Problem::invalid(
            "not-a-day",
            field,
            Bilingual::new("不是日期；写 2024-01-05", "this is no day; write 2024-01-05"),
        )
    })
}
