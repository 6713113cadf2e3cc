//! How likely a customer is still there after so many days.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_panel::spells::{STILL_HERE, Spells};
use holdfast_stats::survival::spells::Spells as Observed;
use holdfast_stats::survival::{KaplanMeier, survival_curve};

use super::room::Room;
use super::score_history::Score;
use crate::error::AppError;
use crate::models::cutoffs::period_days;
use crate::models::question::Question;

/// What a curve rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The customer's own probabilities by the model, for its horizons.
    Model,
    /// The share of all customers who stayed as long as this one and stayed longer still.
    Everybody,
}

impl Basis {
    /// The word in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Everybody => "everybody",
        }
    }
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurve {
    /// What it rests on.
    pub basis: Basis,
    /// The same in a sentence, with what is to be kept in mind.
    pub says: Bilingual,
    /// The day that days count from.
    pub from: Day,
    /// The points, from day 0 on.
    pub points: Vec<SurvivalPoint>,
}

/// A point of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalPoint {
    /// Days.
    pub days: i32,
    /// Probability of being a customer still, 0–1.
    pub survival: f64,
    /// Lower end of the 95 % interval; absent where it is not known.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Days ahead that are looked at.
const AHEAD: [i32; 14] = [0, 7, 14, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 365];

/// What is known of a customer's staying: the model's curve where the latest scores hold the customer, and that of all customers beside it. None for one who is
/// not a customer now; `None` for nobody, and for one whom the reader may not see.
///
/// # Errors
/// A lake or registry that cannot be read; a curve that cannot be computed.
pub fn survival(room: &Room, key: u32) -> Result<Option<Vec<SurvivalCurve>>, AppError> {
    if !room.shows(key) {
        return Ok(None);
    }
    let facts = room.facts;
    let spells = facts.spells(room.definition)?;
    let through = facts.through().number();
    let running = spells.of(key).rev().find(|&at| spells.lost_on[at] == STILL_HERE);
    let Some(at) = running else { return Ok(Some(Vec::new())) };
    let tenure_days = (through - spells.started_on[at] + 1).max(0);
    let mut out = Vec::new();
    // A model that was deleted leaves its scores behind, but not the length of its periods.
    if let Some(score) = room.latest_score(key)?
        && let Ok(record) = room.registry.record(&score.model_id)
    {
        out.push(of_model(&score, &record.question));
    }
    let everybody = room.index.everybody(&spells, through)?;
    out.extend(everybody.and_then(|curve| of_everybody(curve, tenure_days, facts.through())));
    Ok(Some(out))
}

fn of_model(score: &Score, question: &Question) -> SurvivalCurve {
    let period = period_days(question.grain);
    let days = |name: &str| -> Option<i32> {
        let number: f64 = name.get(..name.len().checked_sub(1)?)?.parse().ok()?;
        match name.as_bytes().last() {
            Some(b'd') => Some(number as i32),
            Some(b'p') => Some((number * period).round() as i32),
            _ => None,
        }
    };
    let mut known: Vec<(i32, f64)> = score
        .by_horizon
        .iter()
        .filter_map(|(name, p)| Some((days(name)?, *p)))
        .chain([(score.horizon_days, score.p_churn)])
        .collect();
    known.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    known.dedup_by_key(|point| point.0);
    let point = |days: i32, p: f64| SurvivalPoint {
        days,
        survival: (1.0 - p).clamp(0.0, 1.0),
        low: None,
        high: None,
    };
    let mut points = vec![point(0, 0.0)];
    points.extend(known.into_iter().map(|(days, p)| point(days, p)));
    let model = &score.model_id;
    SurvivalCurve {
        basis: Basis::Model,
        says: bilingual!(
            "模型 {model} 对这名客户在各预测期内流失概率的推算（1 − 概率）；它给出的是点估计，没有区间",
            "1 − the probability that model {model} gives this customer for each of its horizons; a point estimate without an interval"
        ),
        from: score.as_of,
        points,
    }
}

fn of_everybody(curve: &KaplanMeier, tenure_days: i32, through: Day) -> Option<SurvivalCurve> {
    let points: Vec<SurvivalPoint> = AHEAD
        .into_iter()
        .map_while(|days| {
            let found = curve.conditional(f64::from(tenure_days), f64::from(days))?;
            Some(SurvivalPoint {
                days,
                survival: found.survival,
                low: Some(if days == 0 { 1.0 } else { found.interval.low }),
                high: Some(if days == 0 { 1.0 } else { found.interval.high }),
            })
        })
        .collect();
    // One point is no curve: the customer has stayed longer than anybody who was observed to the end.
    (points.len() > 1).then(|| SurvivalCurve {
        basis: Basis::Everybody,
        says: bilingual!(
            "同样留存满 {tenure_days} 天的全体客户此后的留存比例（Kaplan–Meier，S(t+u)/S(t)），不看个人特征",
            "share of all customers who stayed {tenure_days} days and stayed longer still (Kaplan–Meier, S(t + u)/S(t)); it knows nothing of this one"
        ),
        from: through.plus(1),
        points,
    })
}

/// The curve of all customers by a definition: how long their times as a customer lasted, in days; `None` without any.
///
/// # Errors
/// A curve that cannot be computed.
pub(crate) fn everybody(spells: &Spells, through: i32) -> Result<Option<KaplanMeier>, AppError> {
    let (mut exit, mut event) = (Vec::with_capacity(spells.len()), Vec::with_capacity(spells.len()));
    for at in 0..spells.len() {
        let lost = spells.lost_on[at] != STILL_HERE;
        let last = if lost { spells.lost_on[at] } else { through };
        exit.push(f64::from((last - spells.started_on[at] + 1).max(0)));
        event.push(lost);
    }
    if exit.is_empty() {
        return Ok(None);
    }
    Ok(Some(survival_curve(&Observed::new(&exit, &event))?))
}
