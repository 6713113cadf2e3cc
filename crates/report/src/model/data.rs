//! What was read and how it was understood.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::role::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The input and how it was understood.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DataSection {
    /// File name without its folder.
    pub file: String,
    /// How it was decoded: format, encoding, delimiter, sheet.
    pub decoding: Bilingual,
    /// One row a customer, or many.
    pub shape: Shape,
    /// Rows read, the header not counted.
    pub rows: u64,
    /// Rows that entered the analysis.
    pub rows_used: u64,
    /// Customers in the analysis.
    pub customers: u64,
    /// The day features and scores look back from. Absent for a snapshot without dates.
    pub as_of: Option<Day>,
    /// The day of the latest event in the data. Absent for a snapshot without dates.
    pub watermark: Option<Day>,
    /// Every column and what it was taken for.
    pub columns: Vec<ColumnSummary>,
    /// Everything that was set aside, repaired or deserves a second look, most serious first.
    pub notes: Vec<Note>,
}

/// The shape of the input table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One row a customer, with a label.
    Snapshot,
    /// Many rows a customer, with a time.
    EventLog,
}

/// A column and what it was taken for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ColumnSummary {
    /// Its name in the file.
    pub name: String,
    /// The part it plays.
    pub role: Role,
    /// Why it was taken for that.
    pub reason: Bilingual,
    /// Rows without a value.
    pub missing: u64,
    /// Different values.
    pub distinct: u64,
    /// Whether the model reads it.
    pub used: bool,
}

/// Something about the data that a reader should know.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// How serious it is.
    pub severity: Severity,
    /// Stable, machine-readable name in kebab-case, e.g. `leak-left-out`.
    pub code: String,
    /// Rows or columns it concerns; absent when it cannot be counted.
    pub count: Option<u64>,
    /// What it says.
    pub text: Bilingual,
}

/// How serious a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Look at this before trusting the report.
    Warning,
    /// Good to know.
    Info,
}
