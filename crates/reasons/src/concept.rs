//! The handful of things that hundreds of columns are about.

use holdfast_panel::features::{Meaning, Measure, Statistic};
use serde::{Deserialize, Serialize};

use crate::column::{Column, Source};

/// What a reason is about. Level, lags and trend of one quantity are one concept: they tell one story.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "concept", content = "of", rename_all = "snake_case")]
pub enum Concept {
    /// How often: events of every kind, active periods and days.
    Frequency,
    /// How often something of this kind happened, and its share.
    Kind(String),
    /// How much is spent.
    Spending,
    /// How much at a time: the mean and the largest amount of an event.
    Basket,
    /// How many units.
    Quantity,
    /// How many different products and kinds.
    Variety,
    /// Money given back.
    Refunds,
    /// How unsteady any of it is between periods, or the gaps are.
    Steadiness,
    /// How long silent, against the own rhythm.
    Silence,
    /// How long a customer.
    Tenure,
    /// Complaints.
    Complaints,
    /// An attribute, by its column's name.
    Attribute(String),
}

impl Concept {
    /// The concept of a column, from what its spec says it holds.
    pub fn of(column: &Column) -> Self {
        let meaning = match &column.source {
            Source::Attribute { .. } => return Self::Attribute(column.name.clone()),
            Source::Feature(spec) => &spec.meaning,
        };
        match meaning {
            Meaning::Window(_, Statistic::Sd | Statistic::Cv | Statistic::Range) | Meaning::GapSd => Self::Steadiness,
            Meaning::Window(Measure::Amount, Statistic::Intensity) => Self::Basket,
            Meaning::Window(measure, _)
            | Meaning::Ago(measure, _)
            | Meaning::ToAgo(measure, _)
            | Meaning::ToMean(measure) => Self::of_measure(*measure),
            Meaning::KindEvents(kind) | Meaning::KindShare(kind) => Self::Kind(kind.clone()),
            // How often somebody used to come says how often, not how long they have been silent; the sentence on silence tells it beside.
            Meaning::ActivePeriods | Meaning::ActiveDays | Meaning::Frequency | Meaning::GapMean => Self::Frequency,
            Meaning::Recency | Meaning::Silence => Self::Silence,
            Meaning::Tenure => Self::Tenure,
            Meaning::ComplaintRecency | Meaning::ComplaintCount => Self::Complaints,
            Meaning::Supplement => Self::Attribute(column.name.clone()),
        }
    }

    fn of_measure(measure: Measure) -> Self {
        match measure {
            Measure::Events => Self::Frequency,
            Measure::Amount => Self::Spending,
            Measure::LargestAmount => Self::Basket,
            Measure::Quantity => Self::Quantity,
            Measure::Products | Measure::Kinds => Self::Variety,
            Measure::Refund => Self::Refunds,
        }
    }

    /// Whether it is computed from what the customer does: such columns only move together. Tenure passes by itself.
    pub(crate) fn is_behaviour(&self) -> bool {
        !matches!(self, Self::Attribute(_) | Self::Tenure | Self::Complaints)
    }
}
