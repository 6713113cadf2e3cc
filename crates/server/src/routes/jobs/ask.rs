//! `POST /jobs`.

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::{Extension, Json};
use holdfast_domain::lang::Bilingual;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::jobs::job::{Job, JobKind, JobOptions};

/// What is to be done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// What it is told.
    #[serde(default, deserialize_with = "crate::wire::object::object")]
    pub options: JobOptions,
}

/// Asks for work that takes longer than a request. It waits for those before it; the stream tells how far it is. On the record.
#[utoipa::path(post, path = "/jobs", tag = "jobs", request_body = NewJob, responses((status = 202, body = Job), Problem))]
pub async fn ask_for_job(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(asked): Body<NewJob>,
) -> Result<(StatusCode, Json<Job>), Problem> {
    for &permission in asked.kind.needs() {
        caller.may(permission)?;
    }
    check(&asked)?;
    let job = state.jobs.ask(asked.kind, asked.options, &caller.login)?;
    let detail = json!({"kind": job.kind, "options": job.options});
    let entry = act::of(&signed_in, "job.begun", job.id.as_str(), detail);
    state
        .store
        .append_audit(&entry, state.now_us())
        .await
        .map_err(|error| Problem::failed(&error))?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}

fn check(asked: &NewJob) -> Result<(), Problem> {
    let options = &asked.options;
    if asked.kind == JobKind::Import && options.source.as_deref().is_none_or(str::is_empty) {
        return Err(Problem::invalid(
            "no-source",
            "options.source",
            Bilingual::new("要写明导入哪个来源", "say which source is to be imported"),
        ));
    }
    if options
        .minutes
        .is_some_and(|minutes| !(minutes > 0.0 && minutes <= 1_440.0))
    {
        return Err(Problem::invalid(
            "bad-minutes",
            "options.minutes",
            Bilingual::new("应在 0 与 1440 之间", "choose above 0 and up to 1440"),
        ));
    }
    // Whoever reads it back reads 64 bits with a sign.
    if options.seed.is_some_and(|seed| i64::try_from(seed).is_err()) {
        return Err(Problem::invalid(
            "bad-seed",
            "options.seed",
            Bilingual::new("应在 0 与 2^63 − 1 之间", "choose 0 to 2^63 − 1"),
        ));
    }
    let days = |name: &str, value: Option<i32>, least: i32, most: i32| match value {
        Some(value) if !(least..=most).contains(&value) => Err(Problem::invalid(
            "bad-days",
            name,
            Bilingual::new(
                format!("应在 {least} 与 {most} 之间"),
                format!("choose {least} to {most}"),
            ),
        )),
        _ => Ok(()),
    };
    days("options.horizon_days", options.horizon_days, 1, 3650)?;
    days("options.gap_days", options.gap_days, 0, 365)?;
    let cutoffs = options
        .cutoffs
        .map(|cutoffs| i32::try_from(cutoffs).unwrap_or(i32::MAX));
    days("options.cutoffs", cutoffs, 1, 120)
}
