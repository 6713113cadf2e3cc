//! From sources into the lake: files and queries become batches of canonical rows, atomic and idempotent.
//!
//! One call of [`import`] is one commit: all files of a source, or none. `assemble.rs` reads values, `customers.rs` hands out keys, `correct.rs` finds
//! what is new, unchanged or corrected. To add a canonical column: `holdfast_domain::canonical`.

mod assemble;
mod attributes;
mod batch;
mod batches;
mod cells;
mod correct;
mod customers;
mod decimal;
mod digest;
pub mod files;
pub mod history;
mod import;
pub mod live;
mod personal;
mod present;
mod report;
mod rows;
mod schema_change;
mod times;
mod wall_clock;
mod watermark;
mod write;

pub(crate) use assemble::text_array;
pub use customers::ids as customer_ids;
pub use import::{Import, import, read_options};
pub use report::{BatchOutcome, BatchReport, ReasonCount, Reject};
