//! The panel on disk, kept up period by period, and features as of an instant as an Arrow batch.
//!
//! The arrays are `holdfast_panel`'s; here they are read from the lake and written to it.

mod features;
mod load;
mod refresh;
mod table;

pub use features::{FeatureBatch, features};
pub use load::load;
pub use refresh::{Refreshed, refresh, stale_periods};
pub use table::{AGE, Attribute, AttributeValues, FeatureTable, Wants, feature_table, kinds_before};
