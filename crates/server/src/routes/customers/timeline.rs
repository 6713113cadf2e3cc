//! `GET /customers/{key}/timeline`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::customers::{Moment, TimelineEntry, TimelinePage, timeline};
use holdfast_app::quality::batches::rfc3339;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::parameters::TimelineParameters;
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::reader::found;
use crate::frame::state::State;
use crate::wire::asked::Asked;
use crate::wire::freshness::Freshness;
use crate::wire::list::{PageQuery, cursor};

const NAMES: [&str; 3] = ["cursor", "limit", "kind"];

/// A page of what happened.
#[derive(Serialize, ToSchema)]
pub struct TimelineAnswer {
    #[serde(flatten)]
    page: TimelineList,
    /// Of which data it speaks.
    freshness: Freshness,
}

/// What happened with a customer, the latest first.
#[derive(Serialize, ToSchema)]
pub struct TimelineList {
    /// What happened.
    pub items: Vec<TimelineItem>,
    /// Where the next page begins; null after the last.
    pub next_cursor: Option<String>,
    /// Entries on all pages.
    #[schema(minimum = 0)]
    pub total: u64,
}

/// One thing that happened.
#[derive(Serialize, ToSchema)]
pub struct TimelineItem {
    /// `event`, `interaction`, `subscription_start`, `subscription_end`, `response`.
    pub kind: &'static str,
    /// When: an instant (RFC 3339, UTC), or a day where only that is known.
    pub at: String,
    /// Whether only the day is known.
    pub is_day: bool,
    /// Its day in the workspace's zone.
    #[schema(format = Date)]
    pub on: String,
    /// What else is known of it, by column: `kind`, `amount_minor`, `product`, `plan`, `satisfaction`…
    #[schema(value_type = Object)]
    pub details: Map<String, Value>,
}

impl From<TimelineEntry> for TimelineItem {
    fn from(entry: TimelineEntry) -> Self {
        let instant = rfc3339(entry.at_us).filter(|_| !entry.is_day);
        Self {
            kind: entry.kind,
            at: instant.unwrap_or_else(|| entry.on.clone()),
            is_day: entry.is_day,
            on: entry.on,
            details: entry.details,
        }
    }
}

/// What happened with a customer, the latest first: events, complaints and calls, subscriptions, answers to surveys.
#[utoipa::path(get, path = "/customers/{key}/timeline", tag = "customers",
    params(("key" = u32, Path, description = "The customer's key."), TimelineParameters),
    responses((status = 200, body = TimelineAnswer), Problem))]
pub async fn show_timeline(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(key): Path<u32>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::new(pairs, &NAMES)?;
    let page = PageQuery {
        cursor: asked.one("cursor")?,
        limit: asked.whole("limit")?,
    };
    let (rows, after) = (page.rows()?, page.after::<Moment>()?);
    let kinds = asked.many("kind");
    let text = format!("customers/{key}/timeline?{}", asked.key());
    found(&state, &caller, &headers, &text, move |reader| {
        let found = reader.ask(None, |room| timeline(room, key, &kinds, after.as_ref(), rows))?;
        Ok(found.map(list_of))
    })
    .await
}

fn list_of(page: TimelinePage) -> TimelineList {
    TimelineList {
        items: page.items.into_iter().map(Into::into).collect(),
        // A moment is numbers: it always has a form in JSON.
        next_cursor: page.next.and_then(|next| cursor(&next).ok()),
        total: page.total,
    }
}
