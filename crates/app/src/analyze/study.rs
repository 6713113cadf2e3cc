//! What both shapes of input become: a table of features, outcomes, and customers to score.

use holdfast_domain::day::Day;
use holdfast_engine::table::Column;
use holdfast_learn::frame::Frame;
use holdfast_report::model::churn::DefinitionSuggestion;
use holdfast_report::model::data::{ColumnSummary, Note, Shape};

use super::words::ColumnWords;
use crate::lifetime::residual::Residual;

/// A study: everything that the model and the figures need.
pub struct Study {
    /// The shape of the input.
    pub shape: Shape,
    /// Features of every row: those to learn from and those to score.
    pub frame: Frame,
    /// The columns in words, in the order of the frame.
    pub words: Vec<ColumnWords>,
    /// Outcome of every row; `false` where it is not known.
    pub labels: Vec<bool>,
    /// Customer of every row (event logs: a customer appears at several cut-offs).
    pub groups: Option<Vec<u32>>,
    /// Rows with a known outcome, rising.
    pub labelled: Vec<u32>,
    /// Rows that rates, differences and groups are about: labelled, each customer once.
    pub described: Vec<u32>,
    /// Rows to score, each customer once.
    pub scored: Vec<u32>,
    /// Whether a scored customer is known to have left already (snapshots), in the order of `scored`.
    pub gone: Vec<bool>,
    /// Id of every scored customer.
    pub ids: Ids,
    /// Value of every row of the frame in minor units, where known.
    pub value: Option<CustomerValue>,
    /// Which rows to train and test on.
    pub plan: ValidationPlan,
    /// Tenure column of the frame (snapshots).
    pub tenure: Option<usize>,
    /// Durations and outcomes for the survival curve where they are not a column of the frame (event logs).
    pub lifetimes: Option<Lifetimes>,
    /// Rows that entered the analysis.
    pub rows_used: u64,
    /// The day features look back from.
    pub as_of: Option<Day>,
    /// The day of the latest event.
    pub watermark: Option<Day>,
    /// Every column of the file and what it was taken for.
    pub columns: Vec<ColumnSummary>,
    /// What was set aside or repaired.
    pub notes: Vec<Note>,
    /// The definition of churn and how it was chosen.
    pub definition: holdfast_domain::churn::ChurnDefinition,
    /// How the definition was chosen.
    pub suggestion: Option<DefinitionSuggestion>,
    /// Cohorts, lifecycle, RFM and intervals (event logs).
    pub events: Option<EventStudy>,
}

/// Views of an event log that are not about the model.
pub struct EventStudy {
    /// Cohorts, lifecycle, RFM and intervals.
    pub section: holdfast_report::model::events::EventSection,
    /// RFM class number of each customer; `None` without a purchase.
    pub rfm_of: Vec<Option<u8>>,
    /// What each customer is still worth, where a purchase model could be fitted.
    pub residual: Option<Residual>,
}

/// Where ids come from.
pub enum Ids {
    /// The id column, and the row of each scored customer in it.
    Column(Column),
    /// No id column: the number in the file of each row.
    RowNumbers(Vec<u64>),
    /// Ids by customer number (event logs); scored customers by number.
    Customers {
        /// Id of each customer.
        names: Vec<String>,
        /// Customer number of each scored row.
        of: Vec<u32>,
    },
}

impl Ids {
    /// The customer number of the scored customer at `position` (event logs).
    pub fn customer(&self, position: usize) -> Option<u32> {
        match self {
            Self::Customers { of, .. } => of.get(position).copied(),
            Self::Column(_) | Self::RowNumbers(_) => None,
        }
    }

    /// The id of the scored customer at `position`, whose row in the frame is `row`.
    pub fn get(&self, position: usize, row: u32) -> String {
        match self {
            Self::Column(column) => column.text_at(row as usize).map(|t| t.into_owned()).unwrap_or_default(),
            Self::RowNumbers(numbers) => numbers[row as usize].to_string(),
            Self::Customers { names, of } => names[of[position] as usize].clone(),
        }
    }
}

/// A customer's value.
pub struct CustomerValue {
    /// Minor units, by row of the frame.
    pub minor: Vec<i64>,
    /// Column or formula it comes from.
    pub source: String,
    /// In a sentence.
    pub definition: holdfast_domain::lang::Bilingual,
}

/// How the model is validated.
pub enum ValidationPlan {
    /// Cross-validation over the labelled rows.
    Folds(usize),
    /// Earlier cut-offs train, a later one tests.
    OutOfTime(OutOfTime),
}

/// Train and test rows of an out-of-time validation.
pub struct OutOfTime {
    /// Rows of the training cut-offs.
    pub train: Vec<u32>,
    /// Rows of the test cut-off.
    pub test: Vec<u32>,
    /// Training cut-offs, rising.
    pub train_cutoffs: Vec<Day>,
    /// Exclusive end of the last training outcome window.
    pub train_outcome_end: Day,
    /// The test cut-off.
    pub test_cutoff: Day,
    /// Exclusive end of its outcome window.
    pub test_outcome_end: Day,
}

/// How long customers stayed.
pub struct Lifetimes {
    /// Days from first to last activity (churned) or to the end of the data (still active).
    pub days: Vec<f64>,
    /// Whether the customer churned.
    pub churned: Vec<bool>,
}
