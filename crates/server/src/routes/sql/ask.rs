//! `POST /sql`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::reader::{freshness, reader};
use crate::frame::state::State;
use crate::wire::freshness::Freshness;

/// A question in SQL.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SqlQuestion {
    /// One SELECT.
    #[schema(min_length = 1, max_length = 100_000)]
    pub query: String,
    /// Rows of the answer at most; 1000 unless said otherwise.
    #[schema(minimum = 1, maximum = 10_000)]
    pub limit: Option<u32>,
    /// `dimension=value`: rows of customers with this value on the last day with data alone (nothing after the sign: not known). Tables that do not say
    /// whose their rows are stay whole.
    #[serde(default, rename = "where")]
    #[schema(max_items = 20)]
    pub filters: Vec<String>,
}

/// The rows of an answer.
#[derive(Serialize, ToSchema)]
pub struct SqlAnswer {
    /// The columns, also when there are no rows.
    pub columns: Vec<SqlAnswerColumn>,
    /// Each row an array in the order of the columns; days and instants as texts.
    pub rows: Vec<Vec<Value>>,
    /// These are not all.
    pub truncated: bool,
    /// How long it took.
    #[schema(minimum = 0)]
    pub elapsed_ms: u64,
    /// Of which data it speaks.
    pub freshness: Freshness,
}

/// A column of an answer.
#[derive(Serialize, ToSchema)]
pub struct SqlAnswerColumn {
    /// Its name.
    pub name: String,
    /// `text`, `integer`, `number`, `boolean`, `date`, `instant` or `other` (written as text).
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// Rows unless asked otherwise, and at most.
const ROWS: u32 = 1_000;
const MOST: u32 = 10_000;
/// Characters of a query at most.
pub(crate) const CHARACTERS: usize = 100_000;

/// Answers one SELECT over the tables that the caller may know of, personal fields masked. The query stops when the client goes away.
#[utoipa::path(post, path = "/sql", tag = "sql", request_body = SqlQuestion, responses((status = 200, body = SqlAnswer), Problem))]
pub async fn ask_sql(
    Extract(state): Extract<State>,
    caller: Caller,
    Body(question): Body<SqlQuestion>,
) -> Result<Json<SqlAnswer>, Problem> {
    let text = query(question.query)?;
    answer(&state, &caller, text, question.filters, question.limit).await
}

/// The rows of one SELECT for a caller, who may have them.
///
/// # Errors
/// `bad-limit`, `too-many-filters`, `not-a-filter`, `bad-dimension`; those of the query.
pub(crate) async fn answer(
    state: &State,
    caller: &Caller,
    text: String,
    conditions: Vec<String>,
    limit: Option<u32>,
) -> Result<Json<SqlAnswer>, Problem> {
    let rows = limit.unwrap_or(ROWS);
    if !(1..=MOST).contains(&rows) {
        return Err(Problem::invalid(
            "bad-limit",
            "limit",
            Bilingual::new("行数应在 1 到 10000 之间", "rows of an answer are 1 to 10,000"),
        ));
    }
    let conditions = filters(conditions)?;
    let (reader, _) = reader(state, caller).await?;
    let asking = reader.clone();
    let asked = state.work.run(move || asking.sql_ask(text, &conditions)).await?;
    let _turn = state.open.turn().await?;
    let begun_us = state.now_us();
    let answer = reader.sql(asked, rows as usize).await?;
    let columns = answer.columns.into_iter().map(|column| SqlAnswerColumn {
        name: column.name,
        kind: column.kind,
    });
    Ok(Json(SqlAnswer {
        columns: columns.collect(),
        rows: answer.rows,
        truncated: answer.truncated,
        elapsed_ms: u64::try_from((state.now_us() - begun_us) / 1_000).unwrap_or(0),
        freshness: freshness(&reader),
    }))
}

/// A query that is not too long.
///
/// # Errors
/// `query-too-long`.
pub(crate) fn query(text: String) -> Result<String, Problem> {
    if text.chars().count() > CHARACTERS {
        return Err(Problem::invalid(
            "query-too-long",
            "query",
            Bilingual::new("查询超过 10 万个字符", "the query has more than 100,000 characters"),
        ));
    }
    Ok(text)
}

/// Conditions on customers at most.
const CONDITIONS: usize = 20;

/// Conditions that are not too many.
///
/// # Errors
/// `too-many-filters`.
pub(crate) fn filters(conditions: Vec<String>) -> Result<Vec<String>, Problem> {
    if conditions.len() > CONDITIONS {
        return Err(Problem::invalid(
            "too-many-filters",
            "where",
            Bilingual::new("条件超过 20 个", "there are more than 20 conditions"),
        ));
    }
    Ok(conditions)
}
