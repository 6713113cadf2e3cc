//! Exploring: what can be asked, and answers to it, of one commit as one reader sees it. Everything goes through [`Reader`].

mod catalog;
mod file;
mod metric;
mod reader;
mod sheet;
mod sql;
mod tables;
mod workspace;

pub use catalog::{CatalogEntry, MetricCatalog, catalog};
pub use file::{FileKind, WrittenFile};
pub use reader::{Reader, Reading};
pub use sql::SqlAsk;
pub use tables::{SqlColumn, SqlTable};
pub use workspace::{About, DefinitionInfo, Dimension, MOST_VALUES, ScoresInfo, declared};
