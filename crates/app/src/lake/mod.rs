//! A workspace's lake at work: import, refresh, metrics and what explains them, SQL, export, maintenance.

mod export;
mod import;
mod maintain;
mod metric;
mod probes;
mod reader;
mod session;
mod sql;

pub use export::{Exported, export};
pub use import::{ImportOptions, Refreshed, import, refresh};
pub use maintain::{Maintained, maintain};
pub use metric::{Ask, Listed, Other, explain, list, metric, why};
pub(crate) use metric::{filters, grain, metric_query, reconcile_query, why_query};
pub use probes::{describe_table, probes, sample_table};
pub use reader::{commit, latest_for, restriction};
pub use session::{Session, When};
pub use sql::{Rows, sql};
