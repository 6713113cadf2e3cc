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
    pub definition: Option<String>,
    /// `day`, `week`, `month` (unless said otherwise), `quarter`, `year`.
    pub period: Option<String>,
    /// First period, as its label or any day in it.
    pub from: Option<String>,
    /// Last period.
    pub to: Option<String>,
    /// Dimensions, in the order of the columns.
    pub by: Vec<String>,
    /// `previous`, `last_year`.
    pub compare: Vec<String>,
    /// `dimension=value`: only customers with this value.
    #[serde(rename = "where")]
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
