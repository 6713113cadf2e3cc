//! A question about a metric, and its answer.

mod answer;
mod ask;
mod benchmark;
mod compare;
mod number;
mod plan;
mod run;
mod table;
mod value;

pub use ask::{Compare, Filter, MetricQuery};
pub use number::{Key, Number};
pub use plan::check_known;
pub(crate) use plan::{definition_of, period_of};
pub(crate) use run::run;
pub use table::{Change, ChurnHead, Comparison, MetricHead, MetricRow, MetricTable, PeriodCell, Status};
pub(crate) use value::{change, quotient};
