//! What models said of a customer over time, and why.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::lake::LakeView;
use holdfast_engine::scores::{CustomerScore, of_customer};
use serde_json::Value;

use super::room::Room;
use crate::error::AppError;

/// A score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The day that was looked back from.
    pub as_of: Day,
    /// The model.
    pub model_id: String,
    /// Probability of being lost within the horizon.
    pub p_churn: f64,
    /// Days that it looks ahead.
    pub horizon_days: i32,
    /// Probabilities of other horizons: `30d`, `60d`, `90d`, `1p`…`4p` (periods), those that are known.
    pub by_horizon: Vec<(String, f64)>,
    /// Level of warning.
    pub level: String,
    /// Place among those of the same level and higher, from 1.
    pub rank: Option<i64>,
    /// Outcomes that cannot be ruled out.
    pub outcome_set: Option<String>,
    /// Name of the model's segment.
    pub segment: Option<String>,
    /// Expected value of the next year, minor units.
    pub value_minor: Option<i64>,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Option<i64>,
    /// Reasons, strongest first.
    pub reasons: Vec<Reason>,
    /// What would have to change for the customer to fall below the warning line.
    pub recourse: Option<Bilingual>,
    /// When it was made, microseconds.
    pub scored_at_us: Option<i64>,
}

/// A reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The sentence.
    pub text: Bilingual,
    /// Whether it raises the risk; else it lowers it.
    pub raises: bool,
    /// What it is about: `silence`, `kind:order`, `attribute:plan`.
    pub concept: Option<String>,
    /// What it adds to the log-odds.
    pub log_odds: Option<f64>,
    /// The figure told: now.
    pub value: Option<f64>,
    /// The customer's own earlier or usual figure.
    pub then: Option<f64>,
}

/// A customer's scores, oldest first; `None` for nobody, and for one whom the reader may not see.
///
/// # Errors
/// A lake that cannot be read.
pub fn score_history(room: &Room, key: u32) -> Result<Option<Vec<Score>>, AppError> {
    if !room.shows(key) {
        return Ok(None);
    }
    scores(room.view, key).map(Some)
}

/// The same of whomever the view shows.
pub(super) fn scores(view: &LakeView, key: u32) -> Result<Vec<Score>, AppError> {
    Ok(of_customer(view, key)?.into_iter().map(score).collect())
}

fn score(stored: CustomerScore) -> Score {
    let coded = stored.coded.as_array().cloned().unwrap_or_default();
    // Texts and figures are written side by side: they differ in number only where the texts were damaged.
    let paired = coded.len() == stored.reasons.len();
    let reasons = stored.reasons.iter().enumerate().map(|(at, text)| {
        let figures = paired.then(|| &coded[at]);
        reason(text, figures)
    });
    Score {
        reasons: reasons.collect(),
        as_of: stored.as_of,
        model_id: stored.model_id,
        p_churn: stored.p_churn,
        horizon_days: stored.horizon_days,
        by_horizon: stored
            .by_horizon
            .into_iter()
            .map(|(name, p)| (name.trim_start_matches("p_").to_owned(), p))
            .collect(),
        level: stored.level,
        rank: stored.rank,
        outcome_set: stored.outcome_set,
        segment: stored.segment,
        value_minor: stored.value_minor,
        value_at_risk_minor: stored.value_at_risk_minor,
        recourse: stored.recourse,
        scored_at_us: stored.scored_at_us,
    }
}

fn reason(text: &Bilingual, figures: Option<&Value>) -> Reason {
    let bare = |text: &str| text.trim_start_matches(['↑', '↓']).trim_start().to_owned();
    let number = |name: &str| figures.and_then(|figures| figures.get(name)?.as_f64());
    Reason {
        raises: text.zh.starts_with('↑'),
        text: Bilingual::new(bare(&text.zh), bare(&text.en)),
        concept: figures.and_then(|figures| Some(figures.get("concept")?.as_str()?.to_owned())),
        log_odds: number("log_odds"),
        value: number("value"),
        then: number("then"),
    }
}
