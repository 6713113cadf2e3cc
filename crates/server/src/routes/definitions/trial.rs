//! `POST /definitions/trial`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_app::definitions::trial::{Periods, TrialRate, try_rule};
use holdfast_app::lake::Session;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::list::Rule;
use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// A rule to be tried.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTrial {
    /// The rule.
    pub rule: Rule,
    /// Id of the definition that it is compared with; absent: the first.
    #[schema(max_length = 64)]
    pub definition: Option<String>,
    /// `day`, `week`, `month`, `quarter`, `year`; absent: `month`.
    #[schema(max_length = 10)]
    pub period: Option<String>,
    /// The first period; absent: eleven before the last.
    #[schema(max_length = 20)]
    pub from: Option<String>,
    /// The last period; absent: the one that the data end in.
    #[schema(max_length = 20)]
    pub to: Option<String>,
}

/// What a rule would say, beside a definition that there is.
#[derive(Serialize, ToSchema)]
pub struct TrialAnswer {
    /// The rule in a sentence.
    pub sentence: Text,
    /// Churn rates by the rule.
    pub rates: Vec<Rate>,
    /// Id of the definition beside it.
    pub current_id: Option<String>,
    /// Churn rates by that definition.
    pub current: Vec<Rate>,
    /// Customers whose state differs; null where there is nothing to compare with.
    pub changed: Option<ChangedStates>,
}

/// Lost ÷ customers at the start of a period.
#[derive(Serialize, ToSchema)]
pub struct Rate {
    /// The period's label.
    pub period: String,
    /// `complete`, `partial`, `not_due`, `before_data`.
    pub status: String,
    /// Customers lost.
    #[schema(minimum = 0)]
    pub numerator: Option<u64>,
    /// Customers at the start.
    #[schema(minimum = 0)]
    pub denominator: Option<u64>,
    /// Their quotient; null where nothing is known.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Customers by their state under both, at the end of the last day with data.
#[derive(Serialize, ToSchema)]
pub struct ChangedStates {
    /// The day.
    #[schema(format = Date)]
    pub on: Option<String>,
    /// Active by both.
    #[schema(minimum = 0)]
    pub active_by_both: u64,
    /// Lost by both.
    #[schema(minimum = 0)]
    pub lost_by_both: u64,
    /// Lost by the rule on trial alone.
    #[schema(minimum = 0)]
    pub lost_only_now: u64,
    /// Lost by the present definition alone.
    #[schema(minimum = 0)]
    pub lost_only_before: u64,
    /// Counted by one of the two alone.
    #[schema(minimum = 0)]
    pub counted_by_one: u64,
    /// Customers whose state differs in any way.
    #[schema(minimum = 0)]
    pub customers: u64,
}

/// What the churn rate would be by another rule, over the same data; nothing is saved.
#[utoipa::path(post, path = "/definitions/trial", tag = "definitions", request_body = NewTrial,
    responses((status = 200, body = TrialAnswer), Problem))]
pub async fn try_definition(
    Extract(state): Extract<State>,
    caller: Caller,
    Body(asked): Body<NewTrial>,
) -> Result<Json<TrialAnswer>, Problem> {
    caller.may(Permission::ManageData)?;
    let rule = asked.rule.rule()?;
    let periods = Periods {
        grain: grain(asked.period.as_deref())?,
        from: asked.from,
        to: asked.to,
    };
    let (folder, rows) = (state.folder.clone(), caller.rows.clone());
    // Each trial reads the history anew, as large as it is.
    let _turn = state.open.turn().await?;
    let tried = move || {
        try_rule(
            &Session::open(&folder)?,
            rule,
            asked.definition.as_deref(),
            &periods,
            &rows,
        )
    };
    let found = state.work.run(tried).await?;
    Ok(Json(TrialAnswer {
        sentence: found.sentence.into(),
        rates: found.rates.into_iter().map(rate).collect(),
        current_id: found.current_id,
        current: found.current.into_iter().map(rate).collect(),
        changed: found.states.map(|states| ChangedStates {
            on: states.on.map(|day| day.to_string()),
            active_by_both: states.active_by_both,
            lost_by_both: states.lost_by_both,
            lost_only_now: states.lost_by_trial_only,
            lost_only_before: states.lost_by_current_only,
            counted_by_one: states.counted_by_one,
            customers: states.lost_by_trial_only + states.lost_by_current_only + states.counted_by_one,
        }),
    }))
}

fn rate(rate: TrialRate) -> Rate {
    Rate {
        period: rate.period,
        status: rate.status.to_owned(),
        numerator: rate.numerator,
        denominator: rate.denominator,
        value: rate.value,
        low: rate.interval.map(|interval| interval.low),
        high: rate.interval.map(|interval| interval.high),
    }
}

fn grain(text: Option<&str>) -> Result<Option<Grain>, Problem> {
    let Some(text) = text else { return Ok(None) };
    Grain::parse(text).map(Some).ok_or_else(|| {
        Problem::invalid(
            "not-a-period",
            "period",
            Bilingual::new(
                "写 day、week、month、quarter 或 year",
                "write day, week, month, quarter or year",
            ),
        )
    })
}
