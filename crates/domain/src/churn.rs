//! What churn means, in words that every report repeats.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::lang::Bilingual;

/// The definition of churn that a figure was computed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChurnDefinition {
    /// The source says so, in a column.
    Label {
        /// The column.
        column: String,
        /// The values (as written in the file) that mean churned.
        positive: Vec<String>,
    },
    /// No qualifying event for this many days.
    Inactivity {
        /// Days of silence after which a customer counts as churned.
        days: i32,
        /// Days between the cut-off and the start of the outcome window; left out of both.
        gap_days: i32,
        /// What an event must be to count.
        qualifying: Bilingual,
    },
}

impl ChurnDefinition {
    /// The definition in a sentence.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Label { column, positive } => {
                let values = positive.join(" / ");
                bilingual!(
                    "“{column}”列的值为 {values} 的客户为流失",
                    "a customer has churned when column \"{column}\" is {values}"
                )
            }
            Self::Inactivity { days, qualifying, .. } => {
                let (zh, en) = (&qualifying.zh, &qualifying.en);
                Bilingual::new(
                    format!("连续 {days} 天没有{zh}的客户为流失"),
                    format!("a customer has churned after {days} days without {en}"),
                )
            }
        }
    }
}
