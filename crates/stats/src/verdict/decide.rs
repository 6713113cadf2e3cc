//! The order of rules.

use serde::{Deserialize, Serialize};

use super::health::{Health, HealthLimits, broken};
use super::loss::{LossLimits, Performance, losses};
use super::reason::Reason;
use crate::drift::{ColumnDrift, LabelDrift};
use crate::error::StatsError;
use crate::performance::Paired;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Repair the data (or the code) first; nothing else that was measured can be believed.
    DataBroken,
    /// Put the challenger in the champion's place.
    Promote,
    /// Fit again.
    Retrain,
    /// Something moved, no loss is known: look again when outcomes are in.
    Wait,
    /// Nothing to do.
    Healthy,
}

/// All that a watch run measured.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The data.
    pub health: &'a Health,
    /// Columns and scores.
    pub drift: &'a [ColumnDrift],
    /// Labels, where mature ones are there.
    pub labels: Option<&'a LabelDrift>,
    /// Figures at training (out of fold or out of time).
    pub at_training: &'a Performance,
    /// Figures estimated for rows whose outcomes are outstanding.
    pub estimated: Option<&'a Performance>,
    /// Figures of rows whose outcomes are known.
    pub realised: Option<&'a Performance>,
    /// Challenger less champion on the same rows, one for each challenger compared.
    pub challengers: &'a [Paired],
}

/// What to do and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What to do.
    pub action: Action,
    /// Why, the deciding reasons first; at least one.
    pub reasons: Vec<Reason>,
    /// The challenger to promote, by its place in the evidence.
    pub challenger: Option<u64>,
}

/// Judges a run. The first rule that applies decides; what later rules found is listed after it, except that broken
/// data hides everything else.
///
/// 1. Something is broken → `DataBroken`. 2. A challenger is significantly better in log loss and not significantly
///    worse in rank → `Promote`. 3. A realised figure is significantly worse than at training → `Retrain`; so is an estimated
///    one where columns have drifted and nothing is realised yet. 4. Drift, another churn rate or an estimated loss alone → `Wait`. 5. `Healthy`.
///
/// Errors: limits out of range, a figure that is not finite.
pub fn decide(
    evidence: &Evidence,
    health_limits: &HealthLimits,
    loss_limits: &LossLimits,
) -> Result<Verdict, StatsError> {
    health_limits.check()?;
    loss_limits.check()?;
    let broken = broken(evidence.health, health_limits);
    if !broken.is_empty() {
        return Ok(Verdict {
            action: Action::DataBroken,
            reasons: broken,
            challenger: None,
        });
    }
    let better = best_challenger(evidence.challengers, loss_limits.level);
    let realised = worse(evidence, evidence.realised, false, loss_limits)?;
    let estimated = worse(evidence, evidence.estimated, true, loss_limits)?;
    let moved = moved(evidence);
    let columns_drifted = evidence.drift.iter().any(|column| column.flagged);
    let action = if better.is_some() {
        Action::Promote
    } else if !realised.is_empty() || (evidence.realised.is_none() && columns_drifted && !estimated.is_empty()) {
        Action::Retrain
    } else if !estimated.is_empty() || !moved.is_empty() {
        Action::Wait
    } else {
        Action::Healthy
    };
    let mut reasons: Vec<Reason> = better.iter().map(|(_, reason)| reason.clone()).collect();
    reasons.extend(realised);
    reasons.extend(estimated);
    reasons.extend(moved);
    if reasons.is_empty() {
        reasons.push(Reason::NothingChanged);
    }
    if evidence.realised.is_none() && evidence.estimated.is_some() {
        reasons.push(Reason::OutcomesOutstanding);
    }
    Ok(Verdict {
        action,
        reasons,
        challenger: better.map(|(place, _)| place),
    })
}

fn worse(
    evidence: &Evidence,
    now: Option<&Performance>,
    estimated: bool,
    limits: &LossLimits,
) -> Result<Vec<Reason>, StatsError> {
    now.map_or(Ok(Vec::new()), |now| {
        losses(evidence.at_training, now, estimated, limits)
    })
}

/// The challenger with the lowest log loss among those significantly better; the level is shared among challengers.
fn best_challenger(challengers: &[Paired], level: f64) -> Option<(u64, Reason)> {
    let level = level / challengers.len().max(1) as f64;
    let is_better = |paired: &Paired| {
        let ranks_worse = paired
            .auc
            .is_some_and(|auc| auc.difference < 0.0 && auc.p_value <= level);
        paired.log_loss.difference < 0.0 && paired.log_loss.p_value <= level && !ranks_worse
    };
    challengers
        .iter()
        .enumerate()
        .filter(|(_, paired)| is_better(paired))
        .min_by(|(_, a), (_, b)| a.log_loss.difference.total_cmp(&b.log_loss.difference))
        .map(|(place, paired)| {
            let reason = Reason::ChallengerBetter {
                log_loss: paired.log_loss.difference,
                p_value: paired.log_loss.p_value,
                rows: paired.rows,
            };
            (place as u64, reason)
        })
}

/// Labels, then columns, the largest effect first.
fn moved(evidence: &Evidence) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(labels) = evidence.labels.filter(|labels| labels.flagged) {
        reasons.push(Reason::ChurnRateMoved {
            expected: labels.expected_rate.unwrap_or(labels.reference_rate),
            observed: labels.rate,
            p_value: labels.expected_p_value.unwrap_or(labels.rate_p_value),
        });
    }
    let mut drifted: Vec<&ColumnDrift> = evidence.drift.iter().filter(|column| column.flagged).collect();
    drifted.sort_by(|a, b| {
        let (a, b) = (a.comparison.psi.excess, b.comparison.psi.excess);
        b.total_cmp(&a)
    });
    reasons.extend(drifted.into_iter().map(|column| Reason::Drifted {
        column: column.column.clone(),
        psi: column.comparison.psi.excess,
        q_value: column.q_value,
    }));
    reasons
}
