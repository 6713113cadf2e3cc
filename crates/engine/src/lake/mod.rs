//! The lake: canonical tables as Delta tables, committed together.
//!
//! A commit touches several Delta tables, and Delta commits one at a time. `head.json` says which version of each table belongs
//! to the last whole commit and is replaced atomically at its end; readers open exactly these versions. What a commit that died
//! left behind is taken back by the next one that holds the lock (`recover.rs`). See docs/adr/0006.
//!
//! To add a table: its columns in `schema.rs`.

mod compact;
mod delta;
mod head;
mod maintain;
mod open;
pub(crate) mod parquet_out;
pub(crate) mod read;
mod recover;
mod restriction;
mod retractions;
mod scan_events;
pub mod schema;
mod span;
mod view;
mod writer;

pub use compact::compact;
pub use head::{Head, Watermark};
pub use maintain::{Keep, Maintained, maintain, sizes};
pub use open::Lake;
pub use restriction::{Permitted, ROW_DIMENSIONS, Restriction};
pub use retractions::Retractions;
pub use scan_events::Wanted;
pub(crate) use scan_events::one_batch;
pub use view::{LakeView, Moment};
pub use writer::LakeWriter;
