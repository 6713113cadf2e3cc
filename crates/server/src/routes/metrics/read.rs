//! What questions about metrics say.

use holdfast_app::lake::Ask;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::frame::problem::Problem;
use crate::wire::asked::Asked;

/// A question about a metric. Names may be said several times where they are lists.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MetricParameters {
    /// Id of the churn definition; absent: the workspace's first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// `day`, `week`, `month` (unless said otherwise), `quarter`, `year`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// First period, as its label or any day in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Dimensions, in the order of the columns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// `previous`, `last_year`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compare: Vec<String>,
    /// `dimension=value`: only customers with this value.
    #[serde(rename = "where", skip_serializing_if = "Vec::is_empty")]
    #[param(rename = "where")]
    pub filters: Vec<String>,
}

/// Names of [`MetricParameters`].
pub(super) const NAMES: [&str; 7] = ["definition", "period", "from", "to", "by", "compare", "where"];

impl MetricParameters {
    /// Out of what stands behind the question mark.
    ///
    /// # Errors
    /// `parameter-twice`.
    pub fn of(asked: &Asked) -> Result<Self, Problem> {
        Ok(Self {
            definition: asked.one("definition")?,
            period: asked.one("period")?,
            from: asked.one("from")?,
            to: asked.one("to")?,
            by: asked.many("by"),
            compare: asked.many("compare"),
            filters: asked.many("where"),
        })
    }

    /// As a use case asks.
    pub fn ask(self, metric: String) -> Ask {
        Ask {
            metric,
            definition: self.definition,
            period: self.period,
            from: self.from,
            to: self.to,
            by: self.by,
            compare: self.compare,
            filters: self.filters,
            ..Ask::default()
        }
    }
}

/// Which change is to be explained.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhyParameters {
    /// Id of the churn definition.
    pub definition: Option<String>,
    /// Length of the periods.
    pub period: Option<String>,
    /// The earlier period, as its label or any day in it.
    pub before: String,
    /// The later one.
    pub after: String,
    /// Dimensions to split by, one at a time; none: each that there is.
    #[serde(default)]
    pub by: Vec<String>,
    /// `dimension=value`: only customers with this value.
    #[serde(default, rename = "where")]
    #[param(rename = "where")]
    pub filters: Vec<String>,
}

/// Which two ways of counting.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReconciliationParameters {
    /// Id of the churn definition of the first.
    pub definition: Option<String>,
    /// Id of the other metric; absent: the same.
    pub other_metric: Option<String>,
    /// Id of the other churn definition; absent: the same.
    pub other_definition: Option<String>,
    /// Length of the period.
    pub period: Option<String>,
    /// The period, as its label or any day in it; absent: the one that the data end in.
    pub of: Option<String>,
    /// Customers that are named at most; 100 unless said otherwise.
    #[param(minimum = 0, maximum = 1000)]
    pub limit: Option<u32>,
}
