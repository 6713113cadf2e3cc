//! Shape functions: what each value of a column adds to the log-odds in the additive model, with intervals.

use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The shape functions of the additive model (explainable boosting), which is one component of the final model.
///
/// Effects are log-odds counted from the average of the customers learned from; exp(effect) is the factor on the odds of churn. They are
/// associations, everything else in the model held fixed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShapeSection {
    /// The additive model's weight in the final log-odds; 0 where it is not part of it.
    pub weight: f64,
    /// Log-odds of the average customer.
    pub intercept: f64,
    /// The columns that matter most, strongest first.
    pub columns: Vec<ShapeFunction>,
    /// The two columns that say most together beyond what each says alone; absent where no pair is sure enough.
    pub pair: Option<PairSurface>,
}

/// The shape function of one column.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShapeFunction {
    /// Column (or feature) name.
    pub name: String,
    /// The name in words.
    pub label: Bilingual,
    /// Unit of its numbers; may be empty.
    pub unit: Bilingual,
    /// Whether its numbers are fractions that are shown as percentages.
    pub percent: bool,
    /// Mean absolute effect, in log-odds.
    pub importance: f64,
    /// What is seen, in a sentence.
    pub sentence: Bilingual,
    /// Smallest value of a number; absent for a category.
    pub lowest: Option<f64>,
    /// Largest value of a number; absent for a category.
    pub highest: Option<f64>,
    /// Whether the order of the points means something: intervals or values of a number.
    pub ordered: bool,
    /// One point a bin: missing values, then intervals or values rising, or levels; bins that no row learned from fell into are left out.
    pub points: Vec<ShapePoint>,
}

/// The effect of one bin.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ShapePoint {
    /// What the bin holds.
    pub bin: ShapeBin,
    /// What is added to the log-odds; above 0 raises the risk.
    pub effect: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end of the 95 % interval.
    pub ci_high: f64,
    /// Rows learned from in the bin.
    pub rows: u64,
}

/// What a bin holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShapeBin {
    /// Numbers above `above` and up to `up_to`; an end that is absent is open.
    Between {
        /// Lower end, not included.
        above: Option<f64>,
        /// Upper end, included.
        up_to: Option<f64>,
    },
    /// A level, or one value of a number with few values.
    Value {
        /// The level or value.
        name: Bilingual,
    },
    /// Rare levels together.
    Rare,
    /// Missing values.
    Missing,
}

/// What two columns say together, beyond the sum of what each says alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PairSurface {
    /// The columns: rows, then columns of the table.
    pub names: [String; 2],
    /// Their names in words.
    pub labels: [Bilingual; 2],
    /// Mean absolute effect, in log-odds.
    pub importance: f64,
    /// What is seen, in a sentence.
    pub sentence: Bilingual,
    /// The values or intervals of either column.
    pub values: [Vec<Bilingual>; 2],
    /// One cell a combination, the second column's values running fastest. Neighbouring bins of the model are joined to at most a few.
    pub cells: Vec<SurfaceCell>,
}

/// The effect of one combination.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SurfaceCell {
    /// What is added to the log-odds; 0 where there are no rows.
    pub effect: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end of the 95 % interval.
    pub ci_high: f64,
    /// Rows learned from.
    pub rows: u64,
}
