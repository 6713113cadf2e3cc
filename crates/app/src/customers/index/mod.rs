//! All customers of a commit as columns in memory: what a list is sorted, filtered and searched by.
//!
//! Memory a customer: 4 bytes for each of id and name and their texts, 4 for each of four dimensions, 4 for the day of joining, 5 for day of the last activity
//! and status, 37 for the score, 4 for each of four orders: about 105 bytes with ids and names of usual length, 105 MB for a million customers. Texts that
//! repeat (regions, reasons) are kept once; how names sound is not kept at all.

mod build;
mod latest;
mod matches;
mod order;
mod people;
mod pinyin;
mod search;
mod standing;

pub use build::{CustomerIndex, CustomerIndexes};
pub use latest::{Latest, latest};
pub(crate) use matches::{Filter, Matches};
pub use order::{Place, Sort};
pub(crate) use people::DIMENSIONS;
pub(crate) use search::Search;
pub(crate) use standing::Standing;
pub use standing::Status;
