//! Which model was chosen, and how good it is on customers it did not learn from.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A measure over folds (cross-validation) or bootstrap samples (out of time).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// Mean over the folds, or the value on the whole test period.
    pub mean: f64,
    /// Standard deviation over folds or samples.
    pub sd: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end of the 95 % interval.
    pub ci_high: f64,
    /// Number of folds or samples.
    pub n: u64,
}

/// How the model was tested.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Validation {
    /// Stratified cross-validation: every customer is predicted by a model that did not see them.
    CrossValidation {
        /// Number of folds.
        folds: u64,
        /// Customers evaluated (a random sample of very large tables).
        customers: u64,
    },
    /// Trained on earlier cut-offs, tested on a later one whose outcome no training window overlaps.
    OutOfTime {
        /// Training cut-offs.
        train_cutoffs: Vec<Day>,
        /// Last day that any training outcome looks at (exclusive end).
        train_outcome_end: Day,
        /// The test cut-off.
        test_cutoff: Day,
        /// Exclusive end of the test outcome window.
        test_outcome_end: Day,
        /// Customers evaluated.
        customers: u64,
    },
}

/// Quality of the chosen model on unseen customers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// How it was tested.
    pub validation: Validation,
    /// How the intervals were made.
    pub interval: Bilingual,
    /// Area under the ROC curve, 0–1, ½ is guessing.
    pub auc: Measure,
    /// Area under the precision–recall curve (average precision), 0–1, the churn rate is guessing.
    pub pr_auc: Measure,
    /// Mean negative log-likelihood, natural logarithm, smaller is better.
    pub log_loss: Measure,
    /// Mean squared error of the probability, smaller is better.
    pub brier: Measure,
    /// Churn rate among the tenth with the highest scores ÷ churn rate.
    pub top_decile_lift: Measure,
    /// Kolmogorov–Smirnov distance between the scores of lost and retained, 0–1.
    pub ks: Measure,
    /// Expected maximum profit per customer, in currency units of the given lifetime value.
    pub empc: Measure,
    /// Calibration.
    pub calibration: Calibration,
    /// Brier score split into reliability − resolution + uncertainty.
    pub brier_parts: BrierParts,
}

/// Whether a probability of 30 % means three in ten.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Calibration {
    /// Slope of the outcome on the log-odds, 1 is ideal; below 1 is overconfident. Absent where the scores separate
    /// churned from retained perfectly: then no slope fits.
    pub slope: Option<Measure>,
    /// Intercept of the outcome with the log-odds as offset, 0 is ideal. Absent like the slope.
    pub intercept: Option<Measure>,
    /// Expected calibration error over ten equal-count bins, 0–1.
    pub ece: Measure,
}

/// Murphy's decomposition over ten equal-count bins: Brier ≈ reliability − resolution + uncertainty.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BrierParts {
    /// Distance of stated from observed rates, smaller is better.
    pub reliability: f64,
    /// How far the bins differ from the overall rate, larger is better.
    pub resolution: f64,
    /// Variance of the outcome itself.
    pub uncertainty: f64,
}

/// The model and what it was chosen from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ModelSection {
    /// The model in words, with its weights.
    pub description: Bilingual,
    /// The candidate used for the final scores.
    pub chosen: String,
    /// How often each candidate was chosen inside the folds' training parts.
    pub candidates: Vec<Candidate>,
    /// Columns that the model reads.
    pub features: Vec<String>,
    /// log-odds = intercept + Σ weight × component; the calibration is part of the weights.
    pub intercept: f64,
    /// Weight of each component's log-odds.
    pub weights: Vec<ComponentWeight>,
}

/// A candidate model.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// `logistic`, `additive`, `boosting` or `blend`.
    pub name: String,
    /// The name in words.
    pub label: Bilingual,
    /// Its own log loss on the same unseen customers.
    pub log_loss: f64,
    /// Its own area under the ROC curve on the same unseen customers.
    pub auc: f64,
    /// In how many folds it was chosen.
    pub chosen_in_folds: u64,
}

/// The weight of one component.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ComponentWeight {
    /// `logistic`, `additive` or `boosting`.
    pub name: String,
    /// Weight of its log-odds, never negative; 0 where the chosen model does not use it.
    pub weight: f64,
}

/// Curves over unseen customers. Shares are 0–1 of customers in falling order of score.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Curves {
    /// Gains, lift, response, profit and return at falling thresholds.
    pub targeting: Vec<TargetingPoint>,
    /// Share of customers at which a perfect ranking has caught every churner: the churn rate.
    pub best_share: f64,
    /// Reliability bins in rising order of probability.
    pub reliability: Vec<ReliabilityBin>,
    /// ROC curve, at most 200 points, from (0, 0) to (1, 1).
    pub roc: Vec<RocPoint>,
}

/// What contacting this share of customers, highest scores first, would have brought.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TargetingPoint {
    /// Share of customers contacted, 0–1.
    pub share: f64,
    /// Lowest probability among them.
    pub threshold: f64,
    /// Share of all churners among them (gains), 0–1.
    pub gains: f64,
    /// Churn rate among them ÷ churn rate.
    pub lift: f64,
    /// Churn rate among them (response), 0–1.
    pub response: f64,
    /// Profit per customer in the base at the assumed offer terms.
    pub profit: f64,
    /// Profit ÷ money spent on offers and contacts; absent where nothing is spent.
    pub roi: Option<f64>,
}

/// A bin of the reliability diagram.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ReliabilityBin {
    /// Mean stated probability.
    pub predicted: f64,
    /// Observed churn rate.
    pub observed: f64,
    /// Lower end of the 95 % Wilson interval of the observed rate.
    pub ci_low: f64,
    /// Upper end of the 95 % Wilson interval of the observed rate.
    pub ci_high: f64,
    /// Customers in the bin.
    pub customers: u64,
}

/// A point of the ROC curve.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RocPoint {
    /// Share of retained customers above the threshold.
    pub false_positive_rate: f64,
    /// Share of lost customers above the threshold.
    pub true_positive_rate: f64,
}
