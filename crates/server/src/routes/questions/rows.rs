//! `POST /questions/{id}/rows`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use serde::Deserialize;
use utoipa::ToSchema;

use super::spec::QuestionSpec;
use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path};
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::routes::documents::spec_of;
use crate::routes::sql::answer;
use crate::routes::sql::ask::SqlAnswer;

/// Which rows of a saved question.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionRows {
    /// Rows of the answer at most; 1000 unless said otherwise.
    #[schema(minimum = 1, maximum = 10_000)]
    pub limit: Option<u32>,
    /// `dimension=value`: rows of customers with this value on the last day with data alone, as in `POST /sql`.
    #[serde(default, rename = "where")]
    #[schema(max_items = 20)]
    pub filters: Vec<String>,
}

/// Answers a question in SQL that was saved by the caller or shared with everybody, in the caller's rows and with personal fields masked. It needs leave
/// to see customers, since its author decides whether it shows them one by one, and none to write SQL.
#[utoipa::path(post, path = "/questions/{id}/rows", tag = "questions", params(("id" = String, Path, description = "The question.")),
    request_body = QuestionRows, responses((status = 200, body = SqlAnswer), Problem))]
pub async fn answer_question(
    Extract(state): Extract<State>,
    caller: Caller,
    Path(id): Path<String>,
    Body(asked): Body<QuestionRows>,
) -> Result<Json<SqlAnswer>, Problem> {
    let QuestionSpec::Sql { query, .. } = spec_of::<QuestionSpec>(&state, &caller, &id).await? else {
        return Err(Problem::invalid(
            "not-sql",
            "id",
            Bilingual::new("这个问题是指标，不是 SQL", "this question is a metric and not SQL"),
        ));
    };
    caller.may(Permission::ViewCustomers)?;
    answer(&state, &caller, query, asked.filters, asked.limit).await
}
