//! Customers: the list over all of them, and one of them with everything that is known.
//!
//! To add something to the list: its column in `index`, its field in `list`. To add something to one customer's page: a file here.

mod chosen;
mod export;
mod index;
mod label;
mod list;
mod profile;
mod room;
mod score_history;
mod survival;
mod timeline;
mod unmask;

pub(crate) use chosen::chosen;
pub(crate) use export::customer_sheet;
pub use index::{CustomerIndex, CustomerIndexes, Latest, Place, Sort, Status, latest};
pub use list::{CustomerPage, ListQuestion, ListedCustomer, ListedScore, Sight, check, list};
pub use profile::{Profile, ProfileField, ProfileValue, profile};
pub use room::Room;
pub use score_history::{Reason, Score, score_history};
pub use survival::{Basis, SurvivalCurve, SurvivalPoint, survival};
pub use timeline::{Moment, TimelineEntry, TimelinePage, timeline};
pub use unmask::unmask;
