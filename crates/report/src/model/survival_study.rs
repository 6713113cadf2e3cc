//! What `holdfast survival` found, as data: this is `survival.json` and what `--json` prints. A part that a model does
//! not have is left out.

use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::survival_accuracy::StudyAccuracy;

/// The version of this file: the major number changes when a reader of the old one would break.
pub const SURVIVAL_VERSION: &str = "1.1";

/// A study of how long customers stay.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct SurvivalStudy {
    /// Version of this schema.
    pub schema_version: String,
    /// Version of Holdfast that made it.
    pub holdfast_version: String,
    /// Seed of the folds. The same input, seed and version give the same bytes.
    pub seed: u64,
    /// The model: `km`, `nelson-aalen`, `competing`, `cox`, `weibull-aft`, …
    pub model: String,
    /// The file's name.
    pub file: String,
    /// Column of the durations.
    pub duration: String,
    /// Column that says who churned.
    pub event: String,
    /// Unit of time where it is known (durations between two dates).
    pub unit: Option<Bilingual>,
    /// Column that splits the curves, or the strata; null without one.
    pub group: Option<String>,
    /// Rows of the file.
    pub rows: u64,
    /// Rows used.
    pub n: u64,
    /// Rows that ended with churn.
    pub events: u64,
    /// How recurrent churn was modelled: `ag`, `pwp-total`, `pwp-gap`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrent: Option<String>,
    /// Customers, whose spells the rows are (recurrent churn).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customers: Option<u64>,
    /// The findings in sentences.
    pub findings: Vec<Bilingual>,
    /// What to know about the data and the fit.
    pub notes: Vec<Bilingual>,
    /// Estimates with errors and Wald tests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coefficients: Vec<CoefficientRow>,
    /// Log-likelihood at the estimates (Cox: partial).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_likelihood: Option<f64>,
    /// Log-likelihood with all coefficients 0 (Cox).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null_log_likelihood: Option<f64>,
    /// Akaike's criterion, 2k − 2·log-likelihood; smaller is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aic: Option<f64>,
    /// Harrell's C of the predicted risk on the same rows the model was fitted on (apparent), 0–1; ½ is guessing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concordance: Option<f64>,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concordance_se: Option<f64>,
    /// Harrell's C on rows the model had not seen: mean over five folds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concordance_cross_validated: Option<f64>,
    /// How good the predictions are on rows the model had not seen (Cox without late entry).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<StudyAccuracy>,
    /// Iterations or evaluations of the likelihood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iterations: Option<u32>,
    /// How ties were handled (Cox): `efron` or `breslow`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ties: Option<String>,
    /// Tests of the whole: between curves, or of a model against none.
    #[serde(default)]
    pub tests: Vec<TestRow>,
    /// Tests of proportional hazards by column (Cox); `GLOBAL` is all together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proportional_hazards: Vec<ProportionalRow>,
    /// Share of customers who never leave (cure model), 0–1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cure_share: Option<f64>,
    /// Hazard by piece of time (piecewise and discrete).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceRow>,
    /// Curves, one entry a step, by stratum and time.
    #[serde(default)]
    pub curves: Vec<CurveStep>,
    /// Customers under observation at round times, by stratum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at_risk: Vec<AtRiskRow>,
    /// Cumulative hazards (Nelson–Aalen), one entry a step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<HazardRow>,
    /// Cumulative incidence of each cause (competing causes), one entry a step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidences: Vec<IncidenceRow>,
    /// Each curve in a few figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub medians: Vec<MedianRow>,
    /// Share still there at the times that were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<AtRow>,
    /// Predicted against observed churn at the horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<StudyCalibration>,
}

/// An estimate.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CoefficientRow {
    /// Column or parameter; `column=level` for a category.
    pub name: String,
    /// Estimate, on the scale of the model (Cox: log hazard ratio; AFT: log time ratio).
    pub coef: f64,
    /// Standard error.
    pub se: f64,
    /// coef / se.
    pub z: f64,
    /// Two-sided p-value, 0–1.
    pub p: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Which part of the model: `hazard`, `time`, `parameter`, `cure`.
    pub part: String,
    /// exp(coef): hazard, time or odds ratio; absent for parameters and where it is too large to be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratio: Option<Ratio>,
}

/// A ratio with its interval.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Ratio {
    /// exp(coef), above 0.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// A χ² test.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TestRow {
    /// Stable name: `log_rank`, `wilcoxon`, `likelihood_ratio`, `wald`, `score`, …
    pub name: String,
    /// Its name in words.
    pub label: Bilingual,
    /// χ² statistic.
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: u64,
    /// p-value, 0–1.
    pub p: f64,
}

/// Whether the effect of a column changes over time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProportionalRow {
    /// The column, or `GLOBAL`.
    pub name: String,
    /// Correlation of its scaled residuals with transformed time; absent for `GLOBAL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rho: Option<f64>,
    /// χ² statistic.
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: u64,
    /// p-value; small: the effect changes over time.
    pub p: f64,
}

/// The hazard within a piece of time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PieceRow {
    /// Where it begins.
    pub from: f64,
    /// Where it ends; absent for the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// Churned within it.
    pub events: f64,
    /// Time under observation within it (discrete: customers × periods).
    pub exposure: f64,
    /// Hazard per unit of time (discrete: probability of churn in one period) of a customer with all columns 0
    /// (piecewise) or at their means (discrete); null where nobody was at risk.
    pub hazard: Option<f64>,
}

/// A step of a survival curve.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CurveStep {
    /// Whose curve; `all` where there is one.
    pub stratum: String,
    /// Time of churn.
    pub time: f64,
    /// Customers under observation just before (sum of weights).
    pub at_risk: f64,
    /// Churned at this time (sum of weights).
    pub events: f64,
    /// Share still there, 0–1.
    pub survival: f64,
    /// Lower end of the 95 % band.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// Customers under observation at a time.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AtRiskRow {
    /// Whose curve; `all` where there is one.
    pub stratum: String,
    /// The time.
    pub time: f64,
    /// Customers whose observation began before it and ended at it or later (sum of weights).
    pub at_risk: f64,
}

/// A step of a cumulative hazard.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HazardRow {
    /// Whose; `all` where there is one.
    pub stratum: String,
    /// Time of churn.
    pub time: f64,
    /// Customers under observation just before (sum of weights).
    pub at_risk: f64,
    /// Churned at this time (sum of weights).
    pub events: f64,
    /// Cumulative hazard, 0 or more.
    pub hazard: f64,
    /// Lower end of the 95 % band.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// A step of the cumulative incidence of a cause.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct IncidenceRow {
    /// Whose; `all` where there is one.
    pub stratum: String,
    /// The cause.
    pub cause: String,
    /// Time at which customers left for this cause.
    pub time: f64,
    /// Customers under observation just before (sum of weights).
    pub at_risk: f64,
    /// Left for this cause (sum of weights).
    pub events: f64,
    /// Share who have left for this cause by now, 0–1.
    pub incidence: f64,
    /// Lower end of the 95 % band.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// A curve in a few figures.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct MedianRow {
    /// Whose; `all` where there is one. Of competing causes: `stratum · cause` where both are there.
    pub stratum: String,
    /// Customers.
    pub n: u64,
    /// Churned.
    pub events: u64,
    /// Time by which half have left; null when fewer than half are seen to leave.
    pub median: Option<f64>,
    /// Lower end of its 95 % interval.
    pub ci_low: Option<f64>,
    /// Upper end; null when it is not reached.
    pub ci_high: Option<f64>,
    /// Mean time as a customer up to `tau`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted_mean: Option<f64>,
    /// Where that mean ends: the same for all curves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tau: Option<f64>,
}

/// A curve at a time that was asked for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AtRow {
    /// Whose; `all` where there is one.
    pub stratum: String,
    /// The time.
    pub time: f64,
    /// Share still there (of competing causes: who have left for it), 0–1.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

/// Predicted against observed churn at a horizon, in groups of equal counts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StudyCalibration {
    /// The time.
    pub horizon: f64,
    /// Mean predicted probability of churn by then, 0–1.
    pub predicted: f64,
    /// Observed share, 1 − Kaplan–Meier; null when nobody was observed for so long.
    pub observed: Option<f64>,
    /// Mean distance of predicted from observed over the groups.
    pub mean_error: f64,
    /// The groups, lowest prediction first.
    pub bins: Vec<StudyBin>,
}

/// One group.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct StudyBin {
    /// Customers.
    pub n: u64,
    /// Mean predicted probability, 0–1.
    pub predicted: f64,
    /// Observed share; null when the group was not observed for so long.
    pub observed: Option<f64>,
    /// Lower end of its 95 % interval.
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
}
