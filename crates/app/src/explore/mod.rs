//! Exploring: what can be asked, and answers to it, of one commit as one reader sees it.

mod catalog;
mod metric;
mod sheet;
mod tables;
mod workspace;

pub use catalog::{CatalogEntry, catalog};
pub use metric::{metric, reconciliation, why};
pub use sheet::sheet;
pub use tables::{SqlColumn, SqlTable, sql_tables};
pub use workspace::{About, DefinitionInfo, Dimension, ScoresInfo, about};
