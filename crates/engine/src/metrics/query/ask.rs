//! The question.

use holdfast_domain::grain::Grain;
use serde::{Deserialize, Serialize};

/// A metric by period and dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricQuery {
    /// Id of the metric.
    pub metric: String,
    /// Id of the churn definition; absent: the workspace's default.
    #[serde(default)]
    pub churn: Option<String>,
    /// Length of the periods.
    #[serde(default = "month")]
    pub grain: Grain,
    /// First period, as its label or any day in it; absent: eleven before the last, or the first with data.
    #[serde(default)]
    pub from: Option<String>,
    /// Last period; absent: the one that the data end in.
    #[serde(default)]
    pub to: Option<String>,
    /// Dimensions, in the order of the columns.
    #[serde(default)]
    pub by: Vec<String>,
    /// What to compare with.
    #[serde(default)]
    pub compare: Vec<Compare>,
    /// Only customers with these values.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// Ages of cohorts to give at most; absent: 120.
    #[serde(default)]
    pub max_ages: Option<u32>,
}

fn month() -> Grain {
    Grain::Month
}

impl MetricQuery {
    /// The last twelve months of a metric, as a whole.
    pub fn of(metric: impl Into<String>) -> Self {
        Self {
            metric: metric.into(),
            churn: None,
            grain: Grain::Month,
            from: None,
            to: None,
            by: Vec::new(),
            compare: Vec::new(),
            filters: Vec::new(),
            max_ages: None,
        }
    }
}

/// A dimension and the value it must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The dimension.
    pub dim: String,
    /// Its value; null: customers for whom it is not known.
    pub value: Option<String>,
}

/// An earlier period to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// 环比: the period before.
    Previous,
    /// 同比: the same period a year before (52 weeks for weeks).
    LastYear,
}

impl Compare {
    /// Reads `previous`, `last_year`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "previous" | "环比" => Some(Self::Previous),
            "last_year" | "同比" => Some(Self::LastYear),
            _ => None,
        }
    }

    /// The period that a period is compared with.
    pub fn earlier(self, grain: Grain, period: i32) -> i32 {
        match self {
            Self::Previous => period - 1,
            Self::LastYear => grain.year_before(period),
        }
    }
}
