//! `GET /audit`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::lang::Bilingual;
use holdfast_store::audit::entry::Entry;
use holdfast_store::audit::list::AuditFilter;
use holdfast_store::page::Place;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Query;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::list::{PageQuery, cursor};
use crate::wire::{instant, place};

/// Which lines.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// `next_cursor` of the page before; absent: the first page.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
    /// Rows of the page at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// The login of whoever did it.
    #[serde(default, deserialize_with = "crate::wire::short::short::<200, _>")]
    #[param(max_length = 200)]
    pub actor: Option<String>,
    /// What was done, e.g. `person.edited`; `person.` for all that was done to people.
    #[serde(default, deserialize_with = "crate::wire::short::short::<200, _>")]
    #[param(max_length = 200)]
    pub action: Option<String>,
    /// Not before this instant, RFC 3339.
    #[serde(default, deserialize_with = "crate::wire::short::short::<40, _>")]
    #[param(max_length = 40)]
    pub from: Option<String>,
    /// Before this instant, RFC 3339.
    #[serde(default, deserialize_with = "crate::wire::short::short::<40, _>")]
    #[param(max_length = 40)]
    pub to: Option<String>,
}

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditList {
    /// The newest first.
    pub items: Vec<AuditEntry>,
    /// Where the next page begins; absent after the last.
    pub next_cursor: Option<String>,
}

/// A line of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number; the first is 1, none is left out.
    #[schema(minimum = 0)]
    pub seq: i64,
    /// When, to the microsecond.
    #[schema(format = DateTime)]
    pub at: String,
    /// The person's id, if it is one of ours.
    pub actor_id: Option<String>,
    /// The login as it was then, `unknown` or `system`.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub target: String,
    /// Particulars.
    #[schema(value_type = Object)]
    pub detail: Value,
    /// SHA-256 over everything else in this line.
    pub hash: String,
    /// The hash of the line before.
    pub previous_hash: String,
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            seq: entry.seq,
            at: instant::text(entry.at_us),
            actor_id: entry.actor_id,
            actor: entry.actor,
            action: entry.action,
            target: entry.target,
            detail: entry.detail,
            hash: entry.hash,
            previous_hash: entry.previous_hash,
        }
    }
}

/// What was done, by whom, to what.
#[utoipa::path(get, path = "/audit", tag = "who", params(AuditQuery), responses((status = 200, body = AuditList), Problem))]
pub async fn list_audit(
    Extract(state): Extract<State>,
    caller: Caller,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditList>, Problem> {
    caller.may(Permission::ViewAudit)?;
    let page = PageQuery {
        cursor: query.cursor,
        limit: query.limit,
    };
    let after = place::read(&page)?;
    let filter = AuditFilter {
        actor: query.actor.filter(|actor| !actor.is_empty()),
        action: query.action.filter(|action| !action.is_empty()),
        from_us: instant("from", query.from)?,
        to_us: instant("to", query.to)?,
    };
    let found = state
        .store
        .list_audit(&filter, after.as_ref(), page.rows()? as u64)
        .await?;
    Ok(Json(AuditList {
        items: found.items.into_iter().map(AuditEntry::from).collect(),
        next_cursor: found
            .next
            .as_ref()
            .map(Place::to_string)
            .map(|place| cursor(&place))
            .transpose()?,
    }))
}

fn instant(field: &str, text: Option<String>) -> Result<Option<i64>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    instant::read(&text).map(Some).ok_or_else(|| {
        Problem::invalid(
            "bad-instant",
            field,
            Bilingual::new(
                "不是 RFC 3339 时间，例如 2026-01-05T08:00:00+08:00",
                "not an instant as RFC 3339 has it, e.g. 2026-01-05T08:00:00+08:00",
            ),
        )
    })
}
