//! Retention by cohort: of those who first bought in a period, how many bought again how much later.

mod calendar;
mod days;
mod retention;
mod rolling;

pub use calendar::calendar;
pub use days::{on, on_or_after, range};
pub use retention::{Retention, step_days};
pub use rolling::rolling;
