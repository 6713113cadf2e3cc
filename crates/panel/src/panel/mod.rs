//! The panel: customer × period × kind, in blocks of customers.
//!
//! To add a measure, add its column in `cells` and how rows add up to it in `aggregate`.

mod aggregate;
mod assemble;
pub(crate) mod build;
mod cells;
mod error;
mod locate;
mod model;
mod order;
mod partition;
mod partitions;
mod replace;

pub use cells::{Cell, Cells};
pub use error::PanelError;
pub use model::{Block, Panel};
pub use partitions::PeriodCells;
