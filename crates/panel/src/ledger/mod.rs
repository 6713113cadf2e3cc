//! The ledger: how many customers were there, came, left and came back in each period (docs/methods/ledger.md).

mod count;
mod counts;
mod days;

pub use count::count;
pub use counts::LedgerCounts;
