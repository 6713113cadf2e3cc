//! A score as it travels.

use holdfast_app::customers::{Reason, Score};
use holdfast_app::quality::batches::rfc3339;
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::text::Text;

/// What a model said of a customer on a day.
#[derive(Serialize, ToSchema)]
pub struct CustomerScore {
    /// The day that was looked back from.
    #[schema(format = Date)]
    pub as_of: String,
    /// The model.
    pub model_id: String,
    /// Days that it looks ahead.
    pub horizon_days: i32,
    /// Probability of being lost within the horizon.
    #[schema(minimum = 0, maximum = 1)]
    pub p_churn: f64,
    /// Probabilities of other horizons.
    pub by_horizon: Vec<HorizonProbability>,
    /// `red`, `orange`, `yellow`, `none`.
    pub level: String,
    /// Place among those of the same level and higher, from 1.
    pub rank: Option<i64>,
    /// Outcomes that cannot be ruled out: `churn`, `stay`, `both`, `neither`.
    pub outcome_set: Option<String>,
    /// The model's segment, by its name as the scores keep it.
    pub segment: Option<String>,
    /// Reasons, strongest first.
    pub reasons: Vec<CustomerReason>,
    /// What would have to change for the customer to fall below the warning line; it claims no effect.
    pub recourse: Option<Text>,
    /// Expected value of the next year, minor units.
    pub value_minor: Option<i64>,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Option<i64>,
    /// When it was made, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub scored_at: Option<String>,
}

/// The probability of being lost within a horizon.
#[derive(Serialize, ToSchema)]
pub struct HorizonProbability {
    /// `30d`, `60d`, `90d`; `1p`…`4p` in periods of the model.
    pub horizon: String,
    /// The probability.
    #[schema(minimum = 0, maximum = 1)]
    pub p_churn: f64,
}

/// A reason in words and figures.
#[derive(Serialize, ToSchema)]
pub struct CustomerReason {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// `raises` or `lowers` the risk.
    pub direction: &'static str,
    /// What it is about: `silence`, `kind:order`, `attribute:plan`.
    pub concept: Option<String>,
    /// What it adds to the log-odds.
    pub log_odds: Option<f64>,
    /// The figure told: now.
    pub value: Option<f64>,
    /// The customer's own earlier or usual figure.
    pub then: Option<f64>,
}

impl From<Reason> for CustomerReason {
    fn from(reason: Reason) -> Self {
        Self {
            zh: reason.text.zh,
            en: reason.text.en,
            direction: if reason.raises { "raises" } else { "lowers" },
            concept: reason.concept,
            log_odds: reason.log_odds,
            value: reason.value,
            then: reason.then,
        }
    }
}

impl From<Score> for CustomerScore {
    fn from(score: Score) -> Self {
        let horizons = score.by_horizon.into_iter();
        Self {
            as_of: score.as_of.to_string(),
            model_id: score.model_id,
            horizon_days: score.horizon_days,
            p_churn: score.p_churn,
            by_horizon: horizons
                .map(|(horizon, p_churn)| HorizonProbability { horizon, p_churn })
                .collect(),
            level: score.level,
            rank: score.rank,
            outcome_set: score.outcome_set,
            segment: score.segment,
            reasons: score.reasons.into_iter().map(Into::into).collect(),
            recourse: score.recourse.map(Into::into),
            value_minor: score.value_minor,
            value_at_risk_minor: score.value_at_risk_minor,
            scored_at: score.scored_at_us.and_then(rfc3339),
        }
    }
}
