//! What questions about customers say.

use serde::Deserialize;
use utoipa::IntoParams;

/// Which page of which customers. Values of levels, segments and dimensions may be said several times.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CustomerParameters {
    /// `next_cursor` of the page before; absent: the first page.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
    /// Rows of the page at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// A part of an id; a part of a name, its pinyin or the initials of its pinyin, for whoever may see names.
    #[param(max_length = 200)]
    pub search: Option<String>,
    /// `red`, `orange`, `yellow`, `none`.
    #[serde(default)]
    pub level: Vec<String>,
    /// Segments of the model.
    #[serde(default)]
    pub segment: Vec<String>,
    /// `active`, `lost`, `not_yet`.
    #[serde(default)]
    pub status: Vec<String>,
    /// Regions.
    #[serde(default)]
    pub region: Vec<String>,
    /// Channels.
    #[serde(default)]
    pub channel: Vec<String>,
    /// Account managers.
    #[serde(default)]
    pub owner: Vec<String>,
    /// The company's own segments.
    #[serde(default)]
    pub customer_segment: Vec<String>,
    /// Id of the churn definition.
    pub definition: Option<String>,
    /// `value_at_risk`, `p_churn`, `last_event`, `id`.
    pub sort: Option<String>,
}

/// Which page, and which kinds of things.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineParameters {
    /// `next_cursor` of the page before; absent: the first page.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
    /// Entries of the page at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// `event`, `interaction`, `subscription_start`, `subscription_end`, `response`; none: all.
    #[serde(default)]
    pub kind: Vec<String>,
}

/// By which churn definition.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DefinitionParameter {
    /// Id of the churn definition; absent: the workspace's first.
    pub definition: Option<String>,
}
