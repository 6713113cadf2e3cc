//! An earlier period beside a value.

use super::answer::Answered;
use super::ask::Compare;
use super::number::Number;
use super::plan::Plan;
use super::table::{Comparison, MetricRow, Status};
use super::value;
use crate::metrics::catalog::Additivity;

/// What the same group and key was in the earlier period.
pub(super) fn compare(plan: &Plan<'_>, answered: &Answered, period: i32, row: &MetricRow, with: Compare) -> Comparison {
    let grain = plan.grain();
    let earlier = with.earlier(grain, period);
    let status = plan.status(earlier);
    let key = (grain.first_day(earlier).number(), row.dims.clone(), row.keys.clone());
    let cell = answered.cells.get(&key);
    let value = match cell {
        Some(cell) => value::of(plan.metric, cell),
        // As in the rows themselves: a count that no row tells of is 0.
        None if status.has_data()
            && plan.metric.denominator.is_none()
            && plan.metric.keys.is_empty()
            && plan.metric.additivity == Additivity::Additive =>
        {
            Some(Number::Int(0))
        }
        None => None,
    };
    let change = row
        .value
        .zip(value)
        .map(|(now, then)| value::change(plan.metric.unit, now, then));
    Comparison {
        with,
        period: grain.label(earlier),
        status,
        value,
        change,
        like_for_like: status == Status::Complete && row.period.status == Status::Complete,
    }
}
