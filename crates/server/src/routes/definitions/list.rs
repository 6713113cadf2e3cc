//! `GET /definitions`.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use holdfast_app::definitions::list::{Definitions, definitions};
use holdfast_domain::rule::{ChurnRule, Counts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// The definitions of a workspace.
#[derive(Serialize, ToSchema)]
pub struct DefinitionList {
    /// In order; metrics use the first unless told otherwise.
    pub items: Vec<DefinitionListed>,
    /// Version of `holdfast.toml`, for `If-Match`.
    pub version: String,
}

/// A definition.
#[derive(Serialize, ToSchema)]
pub struct DefinitionListed {
    /// Its id.
    pub id: String,
    /// The rule.
    pub rule: Rule,
    /// The rule in a sentence.
    pub sentence: Text,
    /// Whether metrics use it unless told otherwise.
    pub default: bool,
}

/// When a customer has churned. Numbers that are absent have the usual value.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// Every subscription has ended and none began within the grace period.
    Contract {
        /// Days after the end within which a new subscription continues the old one.
        #[serde(default)]
        #[schema(minimum = 0, maximum = 3660)]
        grace_days: i32,
    },
    /// No event that counts for this many days.
    Inactivity {
        /// Whole days of silence.
        #[schema(minimum = 1, maximum = 3660)]
        days: i32,
        /// Which events count.
        #[serde(default)]
        counts: RuleCounts,
    },
    /// Silent for longer than a quantile of the customer's own gaps.
    OwnRhythm {
        /// Quantile of the gaps, within (0, 1); usually 0.9.
        #[serde(skip_serializing_if = "Option::is_none")]
        quantile: Option<f64>,
        /// How many gaps of one's own weigh as much as everybody's; usually 5.
        #[serde(skip_serializing_if = "Option::is_none")]
        prior_gaps: Option<f64>,
        /// Days below which silence is never churn; usually 7.
        #[serde(skip_serializing_if = "Option::is_none")]
        least_days: Option<i32>,
        /// Days beyond which silence always is; usually 365.
        #[serde(skip_serializing_if = "Option::is_none")]
        most_days: Option<i32>,
        /// Which events count.
        #[serde(default)]
        counts: RuleCounts,
    },
    /// The source says so.
    Label {},
    /// The value of the last months fell below a share of the customer's own baseline.
    Decline {
        /// Share of the baseline, within (0, 1); usually 0.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        share: Option<f64>,
        /// Months whose mean is compared; usually 3.
        #[serde(skip_serializing_if = "Option::is_none")]
        recent_months: Option<i32>,
        /// Months before them; usually 6.
        #[serde(skip_serializing_if = "Option::is_none")]
        baseline_months: Option<i32>,
        /// Which events count.
        #[serde(default)]
        counts: RuleCounts,
    },
}

/// Which events count as activity.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleCounts {
    /// Only these kinds; empty: every kind.
    pub kinds: Vec<String>,
    /// None of these kinds.
    pub not_kinds: Vec<String>,
    /// Refunds and returns count too.
    pub refunds: bool,
}

impl From<Counts> for RuleCounts {
    fn from(counts: Counts) -> Self {
        Self {
            kinds: counts.kinds,
            not_kinds: counts.not_kinds,
            refunds: counts.refunds,
        }
    }
}

impl From<ChurnRule> for Rule {
    fn from(rule: ChurnRule) -> Self {
        match rule {
            ChurnRule::Contract { grace_days } => Self::Contract { grace_days },
            ChurnRule::Inactivity { days, counts } => Self::Inactivity {
                days,
                counts: counts.into(),
            },
            ChurnRule::OwnRhythm {
                quantile,
                prior_gaps,
                least_days,
                most_days,
                counts,
            } => Self::OwnRhythm {
                quantile: Some(quantile),
                prior_gaps: Some(prior_gaps),
                least_days: Some(least_days),
                most_days: Some(most_days),
                counts: counts.into(),
            },
            ChurnRule::Label {} => Self::Label {},
            ChurnRule::Decline {
                share,
                recent_months,
                baseline_months,
                counts,
            } => Self::Decline {
                share: Some(share),
                recent_months: Some(recent_months),
                baseline_months: Some(baseline_months),
                counts: counts.into(),
            },
        }
    }
}

impl Rule {
    /// The rule with what is usual where nothing was said: the defaults of `holdfast.toml`, which stand in one place.
    ///
    /// # Errors
    /// A rule that has no form.
    pub(super) fn rule(&self) -> Result<ChurnRule, Problem> {
        Ok(serde_json::from_value(serde_json::to_value(self)?)?)
    }
}

impl From<Definitions> for DefinitionList {
    fn from(definitions: Definitions) -> Self {
        let items = definitions.items.into_iter().map(|item| DefinitionListed {
            id: item.id,
            rule: item.rule.into(),
            sentence: item.sentence.into(),
            default: item.default,
        });
        Self {
            items: items.collect(),
            version: definitions.version,
        }
    }
}

/// An answer that carries its version as its tag.
pub(super) fn tagged(list: DefinitionList) -> Response {
    let tag = HeaderValue::from_str(&format!("\"{}\"", list.version));
    let mut response = Json(list).into_response();
    if let Ok(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What churn means here.
#[utoipa::path(get, path = "/definitions", tag = "definitions", responses((status = 200, body = DefinitionList), Problem))]
pub async fn list_definitions(Extract(state): Extract<State>, _: Caller) -> Result<Response, Problem> {
    let folder = state.folder.clone();
    let found = state.work.run(move || definitions(&folder)).await?;
    Ok(tagged(found.into()))
}
