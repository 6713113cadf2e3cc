//! How good the predictions of a survival study are on rows that the model had not seen.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::figures;

/// Accuracy of predictions by cross-validation: each row is predicted by a model that was fitted without its fold. Churn
/// is weighted by the inverse probability of being observed; the Kaplan–Meier curve beside it is that of all rows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StudyAccuracy {
    /// Folds.
    pub folds: u64,
    /// Time at which `brier` and `auc` are taken.
    pub horizon: f64,
    /// Where the integrated Brier score begins: the first churn.
    pub from: f64,
    /// Where it ends: the last churn that one row in twenty outlasted.
    pub to: f64,
    /// Mean over that range of the squared error of the predicted share still there, 0–1; smaller is better.
    pub integrated_brier: f64,
    /// The same of the Kaplan–Meier curve for everybody.
    pub integrated_brier_kaplan_meier: f64,
    /// Squared error at the horizon; null where nobody was observed past it.
    pub brier: Option<f64>,
    /// The same of the Kaplan–Meier curve for everybody.
    pub brier_kaplan_meier: Option<f64>,
    /// Chance that who churned by the horizon had a higher predicted risk than who had not, mean over the folds, 0–1;
    /// ½ is guessing; null as for `brier`, and where a fold lacks one of the two.
    pub auc: Option<f64>,
    /// Uno's C of churn before the last time seen, mean over the folds, 0–1; ½ is guessing; null with strata.
    pub uno_concordance: Option<f64>,
    /// Whether predicted survival at the own time is uniform; null with weights.
    pub d_calibration: Option<StudyDCalibration>,
}

/// Test of D-calibration.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StudyDCalibration {
    /// χ² statistic.
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: u64,
    /// p-value, 0–1; small: not calibrated.
    pub p: f64,
    /// Share of rows in each bin, lowest survival first; all equal where calibrated.
    pub bins: Vec<f64>,
}

/// A figure as people read it.
pub struct AccuracyLine {
    /// What it is.
    pub label: Bilingual,
    /// Of the model.
    pub model: f64,
    /// Of the Kaplan–Meier curve for everybody, or of guessing.
    pub reference: Option<f64>,
}

impl StudyAccuracy {
    /// The figures that are there, in the order in which they are shown.
    pub fn lines(&self) -> Vec<AccuracyLine> {
        // Where one decimal would show nothing, or hundreds of digits: powers of ten.
        let time = |t: f64| match t.abs() {
            size if size == 0.0 || (0.1..1e7).contains(&size) => figures::decimal(t, 1),
            _ => format!("{t:.2e}"),
        };
        let (from, to, horizon) = (time(self.from), time(self.to), time(self.horizon));
        let line = |label, model: Option<f64>, reference| {
            model.map(|model| AccuracyLine {
                label,
                model,
                reference,
            })
        };
        let lines = [
            line(
                bilingual!(
                    "积分 Brier 评分，{from} 到 {to}",
                    "integrated Brier score, {from} to {to}"
                ),
                Some(self.integrated_brier),
                Some(self.integrated_brier_kaplan_meier),
            ),
            line(
                bilingual!("在 {horizon} 的 Brier 评分", "Brier score at {horizon}"),
                self.brier,
                self.brier_kaplan_meier,
            ),
            line(
                bilingual!("在 {horizon} 的 AUC", "AUC at {horizon}"),
                self.auc,
                Some(0.5),
            ),
            line(bilingual!("Uno 的 C", "Uno's C"), self.uno_concordance, Some(0.5)),
            line(
                bilingual!("D-校准的 p 值", "D-calibration, p-value"),
                self.d_calibration.as_ref().map(|d| d.p),
                None,
            ),
        ];
        lines.into_iter().flatten().collect()
    }
}
