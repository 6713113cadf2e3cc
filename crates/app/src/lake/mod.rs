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
pub use metric::{Ask, Listed, explain, list, metric, why};
pub use probes::{describe_table, probes, sample_table};
pub use reader::latest_for;
pub use session::{Session, When};
pub use sql::{Rows, sql};
