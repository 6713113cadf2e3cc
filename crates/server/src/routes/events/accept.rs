//! `POST /events`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// The header that names a batch.
const BATCH_ID: &str = "batch-id";
/// Seconds after which a sender who was too fast tries again.
const RETRY_S: u64 = 1;

/// What became of a batch. When this is answered, it is on the disk.
#[derive(Serialize, ToSchema)]
pub struct EventsAccepted {
    /// Events that were taken; metrics count them within two seconds.
    #[schema(minimum = 0)]
    pub accepted: u64,
    /// Events that were not taken.
    #[schema(minimum = 0)]
    pub rejected: u64,
    /// Why, of the first of them, and of values that are left empty.
    pub rejects: Vec<EventReject>,
    /// A batch with this id was taken before: this one changed nothing.
    pub duplicate: bool,
}

/// An event or value that was not taken.
#[derive(Serialize, ToSchema)]
pub struct EventReject {
    /// The line, from 1.
    #[schema(minimum = 0)]
    pub row: u64,
    /// The member, if one is to blame.
    pub column: Option<String>,
    /// Its value.
    pub value: Option<String>,
    /// A stable name in kebab-case.
    pub code: String,
    /// In words, with what to do.
    pub problem: Text,
    /// The event was taken, only this value left empty.
    pub row_kept: bool,
}

/// Takes a batch of events as JSON lines: `customer_id` and `occurred_at` in each, besides `kind`, `amount`, `currency`, `quantity`, `channel`, `product`,
/// `event_id` where there are any. The same `Batch-Id` again changes nothing; when too much waits the answer is 429.
#[utoipa::path(post, path = "/events", tag = "events",
    params(("Batch-Id" = String, Header, description = "names the batch: the same again changes nothing", max_length = 200)),
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 202, body = EventsAccepted), Problem))]
pub async fn accept_events(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    lines: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<EventsAccepted>), Problem> {
    caller.may(Permission::WriteEvents)?;
    let id = headers
        .get(BATCH_ID)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let id = id.ok_or_else(|| {
        Problem::invalid(
            "no-batch-id",
            "Batch-Id",
            Bilingual::new("缺少请求头 Batch-Id（ASCII）", "the header Batch-Id (ASCII) is missing"),
        )
    })?;
    let lines = lines.map_err(|rejection| cut(&rejection))?;
    let open = state.clone();
    let accepted = state
        .work
        .finish(move || open.live()?.accept(&id, lines.to_vec()))
        .await;
    let accepted = accepted.map_err(later)?;
    if !accepted.duplicate {
        state.meters.events(accepted.accepted);
    }
    let rejects = accepted.rejects.into_iter().map(|reject| EventReject {
        row: reject.row,
        column: reject.column,
        value: reject.value,
        code: reject.reason.to_owned(),
        problem: reject.text.into(),
        row_kept: reject.row_kept,
    });
    Ok((
        StatusCode::ACCEPTED,
        Json(EventsAccepted {
            accepted: accepted.accepted,
            rejected: accepted.rejected,
            rejects: rejects.collect(),
            duplicate: accepted.duplicate,
        }),
    ))
}

/// 429 with the time to wait where too much waits; 413 for a batch that is too large.
fn later(mut problem: Problem) -> Problem {
    let status = match problem.code.as_str() {
        "events-waiting" => StatusCode::TOO_MANY_REQUESTS,
        "batch-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        _ => return problem,
    };
    problem.status = status.as_u16();
    problem.title = status.canonical_reason().unwrap_or("Error").to_owned();
    if status == StatusCode::TOO_MANY_REQUESTS {
        problem.retry_after_s = Some(RETRY_S);
    }
    problem
}

fn cut(rejection: &BytesRejection) -> Problem {
    Problem::new(
        rejection.status(),
        "bad-body",
        Bilingual::new("请求正文太大或不完整", "the body is too large or cut off"),
        Bilingual::new("分成几批发送", "send it as several batches"),
    )
}
