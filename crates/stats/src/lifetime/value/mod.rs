//! From purchases, spend and survival to money.
//!
//! Money that has been or is shown comes as whole minor units (`i64`) and is added exactly; expectations are `f64` in the unit
//! of the spends they come from, and become minor units by [`to_minor`].

mod at_risk;
mod days;
mod grid;
mod money;
mod pareto;
mod potential;
mod scenario;

pub use at_risk::value_at_risk;
pub use days::{DayRow, day_table};
pub use grid::{Cell, Grid, grid};
pub use money::{current, historical, profit, sum_by_customer, to_minor};
pub use pareto::{Class, ClassShare, Pareto, pareto};
pub use potential::{Part, Potential, potential, total_estimate, total_interval, total_potential};
pub use scenario::{Scenario, dropout_scenario, retention_scenario};
