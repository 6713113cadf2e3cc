//! What happened to each customer, by day: the arrays that every count is made from.

mod build;
mod contracts;
mod days;
mod extend;
mod interactions;
mod qualifying;
mod responses;
mod rows;
mod snapshots;

pub use build::build;
pub use contracts::Contracts;
pub use days::DayHistory;
pub use extend::extend;
pub use interactions::Interactions;
pub use qualifying::Qualifying;
pub use responses::Responses;
pub use snapshots::Snapshots;
