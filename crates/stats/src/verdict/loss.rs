//! Whether the model is worse than it was at training.

use serde::{Deserialize, Serialize};

use super::reason::Reason;
use crate::error::StatsError;
use crate::performance::{Estimated, Figure, Realised, difference};

/// A figure of performance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureName {
    /// Area under the ROC curve; larger is better.
    Auc,
    /// Log loss; smaller is better.
    LogLoss,
    /// Observed ÷ expected churn; 1 is best.
    CalibrationRatio,
}

/// The same figures at training, realised and estimated. The error of a figure at training should include how it went
/// up and down between the folds or months of validation: the larger it is, the calmer the watch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Performance {
    /// Area under the curve.
    pub auc: Option<Figure>,
    /// Log loss.
    pub log_loss: Option<Figure>,
    /// Observed ÷ expected churn. Estimates have none.
    pub calibration_ratio: Option<Figure>,
}

/// Churned customers, and retained ones, below which a normal error says too little to judge a model by.
const FEWEST_OF_CLASS: f64 = 10.0;

impl Performance {
    /// What is judged of realised figures; `None` with fewer than ten churned or ten retained.
    pub fn of_realised(found: &Realised) -> Option<Self> {
        let (lost, rows) = (found.lost as f64, found.rows as f64);
        (lost.min(rows - lost) >= FEWEST_OF_CLASS).then_some(Self {
            auc: found.auc,
            log_loss: Some(found.log_loss),
            calibration_ratio: found.calibration_ratio,
        })
    }

    /// What is judged of estimated figures; `None` with fewer than ten expected to churn or to stay.
    pub fn of_estimated(found: &Estimated) -> Option<Self> {
        let rows = found.rows as f64;
        let lost = found.churn_rate.value * rows;
        (lost.min(rows - lost) >= FEWEST_OF_CLASS).then_some(Self {
            auc: found.auc,
            log_loss: Some(found.log_loss),
            calibration_ratio: None,
        })
    }
}

/// When a loss counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LossLimits {
    /// Largest p-value of a loss, divided by the three figures looked at, above 0 and below 1.
    pub level: f64,
    /// Smallest drop of the area under the curve that matters, above 0.
    pub auc: f64,
    /// Smallest relative growth of the log loss that matters, above 0.
    pub log_loss: f64,
    /// Smallest distance of observed ÷ expected from what it was that matters, above 0.
    pub calibration_ratio: f64,
}

impl Default for LossLimits {
    /// Level 1 %, .02 of AUC, a twentieth of the log loss, a fifth of the churn expected.
    fn default() -> Self {
        Self {
            level: 0.01,
            auc: 0.02,
            log_loss: 0.05,
            calibration_ratio: 0.2,
        }
    }
}

/// Figures looked at: the level is shared among them (Bonferroni).
const FIGURES: f64 = 3.0;

impl LossLimits {
    pub(super) fn check(&self) -> Result<(), StatsError> {
        let positive = |v: f64| v > 0.0 && v.is_finite();
        let checks = [
            (
                positive(self.level) && self.level < 1.0,
                "level",
                self.level,
                "above 0 and below 1",
            ),
            (positive(self.auc), "auc", self.auc, "above 0"),
            (positive(self.log_loss), "log_loss", self.log_loss, "above 0"),
            (
                positive(self.calibration_ratio),
                "calibration_ratio",
                self.calibration_ratio,
                "above 0",
            ),
        ];
        match checks.into_iter().find(|(fits, ..)| !fits) {
            None => Ok(()),
            Some((_, name, value, expected)) => Err(StatsError::OutOfRange { name, value, expected }),
        }
    }
}

/// Losses of `now` against `then`; each is a reason.
pub(super) fn losses(
    then: &Performance,
    now: &Performance,
    estimated: bool,
    limits: &LossLimits,
) -> Result<Vec<Reason>, StatsError> {
    let mut reasons = Vec::new();
    let pairs = [
        (FigureName::Auc, then.auc, now.auc),
        (FigureName::LogLoss, then.log_loss, now.log_loss),
        (
            FigureName::CalibrationRatio,
            then.calibration_ratio,
            now.calibration_ratio,
        ),
    ];
    for (figure, then, now) in pairs {
        let (Some(then), Some(now)) = (then, now) else { continue };
        let test = difference(&then, &now)?;
        let matters = match figure {
            FigureName::Auc => -test.difference >= limits.auc,
            FigureName::LogLoss => test.difference >= limits.log_loss * then.value,
            FigureName::CalibrationRatio => test.difference.abs() >= limits.calibration_ratio,
        };
        if matters && test.p_value <= limits.level / FIGURES {
            reasons.push(Reason::Worse {
                figure,
                then: then.value,
                now: now.value,
                p_value: test.p_value,
                estimated,
            });
        }
    }
    Ok(reasons)
}
