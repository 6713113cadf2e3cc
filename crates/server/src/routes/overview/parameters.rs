//! What a question about the overview says.

use serde::Deserialize;
use utoipa::IntoParams;

/// What is asked.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OverviewParameters {
    /// Id of the churn definition; absent: the workspace's first.
    pub definition: Option<String>,
    /// Length of the periods: `month` unless said otherwise.
    pub period: Option<String>,
    /// The last period, as its label or any day in it; absent: the one that the data end in.
    pub to: Option<String>,
    /// `dimension=value`: only customers with this value.
    #[serde(default, rename = "where")]
    #[param(rename = "where")]
    pub filters: Vec<String>,
}
