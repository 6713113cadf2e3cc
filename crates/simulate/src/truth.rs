//! The truth about a simulated company: what a good analysis should find again. Written to `truth.json`.

use holdfast_domain::churn::ChurnDefinition;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};

use crate::industry::Industry;

/// Everything that was planted, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Always `holdfast-simulate`: marks a folder as written by the simulator.
    pub generator: String,
    /// What kind of company.
    pub industry: Industry,
    /// The seed.
    pub seed: u64,
    /// Number of customers.
    pub customers: u64,
    /// First day of the history.
    pub start: Day,
    /// The snapshot knows this day and nothing later.
    pub cutoff: Day,
    /// Last day of the history: `cutoff` + `horizon_days`.
    pub end: Day,
    /// Days of the label's window.
    pub horizon_days: i32,
    /// What churn means.
    pub definition: Definition,
    /// How much there is.
    pub churn: Churn,
    /// The planted causes, strongest first.
    pub causes: Vec<Cause>,
    /// Causes that are worse together.
    pub interactions: Vec<Interaction>,
    /// Snapshot columns that are pure noise.
    pub noise_columns: Vec<String>,
    /// Snapshot columns that go along with causes without being one.
    pub decoy_columns: Vec<String>,
    /// Snapshot columns about a person's identity.
    pub personal_columns: Vec<String>,
    /// The snapshot column that is filled only for churners, if one was planted.
    pub canary_column: Option<String>,
    /// Who left the company, in order of their leaving.
    pub staff_left: Vec<StaffLeft>,
    /// The year's rhythm, January first.
    pub seasonality: Vec<Season>,
    /// The randomised offer.
    pub offer: OfferTruth,
    /// Customers and leavers of each calendar month of the history.
    pub months: Vec<Month>,
    /// What complaints are about.
    pub topics: Vec<Topic>,
    /// Invented competitors named in complaints.
    pub competitors: Vec<String>,
    /// Rows of each table.
    pub tables: Vec<TableRows>,
}

/// What churn means here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// In the snapshot: its label column.
    pub snapshot: ChurnDefinition,
    /// In the event log; `None` for telecom, where the end of the subscription decides.
    pub events: Option<ChurnDefinition>,
    /// In a sentence.
    pub sentence: Bilingual,
    /// Event kinds that count.
    pub qualifying_kinds: Vec<String>,
    /// Event kinds that do not count. Of these, `insurer_repair` (dealer) also happens to customers who have left.
    pub not_counted_kinds: Vec<String>,
}

/// Overall churn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Churn {
    /// Customers in the snapshot.
    pub snapshot_rows: u64,
    /// Of them labelled churned.
    pub snapshot_churned: u64,
    /// Their share; 0 when the snapshot is empty.
    pub snapshot_rate: f64,
    /// Mean true probability of the label in the snapshot.
    pub mean_true_probability: f64,
    /// AUC of the true probabilities against the labels (1,000 bins): no honest model can expect more. `None` with one class.
    pub best_auc: Option<f64>,
    /// Customers who left in the whole history.
    pub left: u64,
}

/// A planted cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// Its name, as in `truth_customers.csv`.
    pub name: String,
    /// The snapshot columns that show it, the most telling first.
    pub columns: Vec<String>,
    /// What a higher value (or 是) of the first column means: `raises`, `lowers` or `category`.
    pub direction: String,
    /// A sign of leaving rather than a reason.
    pub symptom: bool,
    /// 1 = strongest.
    pub rank: u32,
    /// Standard deviation of its share in the log-odds among the customers of the snapshot.
    pub strength: f64,
    /// Customers of the snapshot whose main cause it is.
    pub main_cause_of: u64,
    /// In words.
    pub description: Bilingual,
}

/// Two causes that are worse together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// Their names.
    pub causes: [String; 2],
    /// In words.
    pub description: Bilingual,
}

/// An employee who left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLeft {
    /// Name, as in the `owner` columns.
    pub name: String,
    /// When.
    pub left_on: Day,
    /// Customers in their care on that day.
    pub customers: u64,
    /// Of them: left within 180 days with this as the main cause.
    pub followed: u64,
}

/// A month of the year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Season {
    /// 1–12.
    pub month: u32,
    /// Factor on what customers do.
    pub activity: f64,
    /// Factor on the hazard of leaving.
    pub churn: f64,
}

/// The randomised offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferTruth {
    /// When it was assigned.
    pub assigned_on: Day,
    /// Days of its outcome window; it ends on the cut-off.
    pub outcome_days: i32,
    /// Whom it helped and whom it harmed.
    pub groups: Vec<OfferGroup>,
}

/// Customers who react alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferGroup {
    /// `helped`, `harmed` or `indifferent`.
    pub name: String,
    /// Who belongs to it, in columns of `offers.csv`.
    pub rule: Bilingual,
    /// Customers with the offer.
    pub treated: u64,
    /// Customers without it.
    pub control: u64,
    /// Share retained with the offer; `None` when there are none.
    pub retained_treated: Option<f64>,
    /// Share retained without it.
    pub retained_control: Option<f64>,
    /// Mean true change of the probability to be retained, over both arms.
    pub true_effect: f64,
}

/// A calendar month of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// `YYYY-MM`.
    pub month: String,
    /// Customers when the month begins (when the history begins, in the first month).
    pub at_start: u64,
    /// Customers who joined in the month.
    pub joined: u64,
    /// Customers whose first day of absence is in the month.
    pub left: u64,
    /// `left` ÷ `at_start`; 0 when there are none.
    pub rate: f64,
}

/// A complaint topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// In words.
    pub name: Bilingual,
    /// The planted cause it speaks of, if any.
    pub cause: Option<String>,
    /// Complaints about it.
    pub complaints: u64,
}

/// Rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// The table's name.
    pub table: String,
    /// Without the header.
    pub rows: u64,
}
