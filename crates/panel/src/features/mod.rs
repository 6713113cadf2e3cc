//! Indicators as of an instant, one row per customer, from the panel and the rhythm (docs/methods/panel.md).
//!
//! To add an indicator: a variant of `registry::Indicator` with its words in `words`, a place in `registry::plan`, and its arithmetic in `evaluate`.
//! To add a measure: a variant of [`Measure`], and how cells add up to it in `fill`.

mod check;
mod column;
mod complaints;
mod compute;
mod error;
mod evaluate;
mod fill;
mod kinds;
mod marks;
mod meaning;
mod measure;
mod options;
mod registry;
mod supplement;
mod words;

pub use complaints::Complaints;
pub use compute::{FeatureSet, Features};
pub use error::FeatureError;
pub use kinds::most_frequent_kinds;
pub use meaning::Meaning;
pub use measure::{Measure, Statistic};
pub use options::FeatureOptions;
pub use registry::{Family, FeatureSpec};
pub use supplement::{contract_features, contract_specs, service_features, service_specs};
