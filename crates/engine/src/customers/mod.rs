//! Customers one by one: the list of all of them as columns, and everything that is known of one.

mod coded;
mod fields;
mod happenings;
mod roster;
mod texts;

pub use coded::Coded;
pub(crate) use coded::Coder;
pub use fields::{Field, fields};
pub use happenings::{Happening, HappeningKind, happenings};
pub use roster::{Roster, roster};
pub use texts::Texts;
