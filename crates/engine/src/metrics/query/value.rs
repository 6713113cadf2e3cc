//! From numerator and denominator to a value, its interval, and its difference to another.

use holdfast_stats::interval::{Interval, net_promoter, wilson};

use super::number::Number;
use super::table::Change;
use crate::metrics::catalog::{IntervalKind, Metric, Unit};
use crate::metrics::sql::Cell;

/// The value; `None` where the numerator is not known or the denominator is not known or 0.
pub(crate) fn of(metric: &Metric, cell: &Cell) -> Option<Number> {
    let numerator = cell.numerator?;
    if metric.denominator.is_none() {
        return Some(numerator);
    }
    quotient(metric.unit, numerator, cell.denominator?)
}

/// A quotient in a unit; `None` for a denominator of 0. Money is rounded to whole minor units, half away from zero.
pub(crate) fn quotient(unit: Unit, numerator: Number, denominator: Number) -> Option<Number> {
    if denominator.is_zero() {
        return None;
    }
    match (unit, numerator, denominator) {
        (Unit::Money, Number::Int(sum), Number::Int(of)) => {
            let (sum, of) = (i128::from(sum), i128::from(of));
            let half = of.abs() / 2;
            let away = if (sum < 0) == (of < 0) {
                sum.abs() + half
            } else {
                -(sum.abs() + half)
            };
            i64::try_from(away / of.abs()).ok().map(Number::Int)
        }
        (Unit::Money, _, _) => {
            let value = (numerator.as_f64() / denominator.as_f64()).round();
            Some(Number::Int(value as i64))
        }
        (Unit::Score, _, _) => Some(Number::Float(100.0 * numerator.as_f64() / denominator.as_f64())),
        _ => Some(Number::Float(numerator.as_f64() / denominator.as_f64())),
    }
}

/// The 95 % interval; `None` where there is no value, or counts that are not a part of a whole.
pub(crate) fn interval(metric: &Metric, cell: &Cell) -> Option<Interval> {
    of(metric, cell)?;
    let denominator = cell.denominator?.as_count()?;
    match metric.interval {
        IntervalKind::None => None,
        IntervalKind::Wilson => {
            let numerator = cell.numerator?.as_count()?;
            (numerator <= denominator).then(|| wilson(numerator, denominator))
        }
        IntervalKind::Nps => {
            let (promoters, detractors) = cell.net?;
            let score = net_promoter(promoters, detractors, denominator).ok()?.interval;
            Some(Interval {
                low: 100.0 * score.low,
                high: 100.0 * score.high,
            })
        }
    }
}

/// `value − other`; money stays whole.
pub(crate) fn change(unit: Unit, value: Number, other: Number) -> Change {
    let absolute = match (value, other) {
        (Number::Int(value), Number::Int(other)) => Number::Int(value.saturating_sub(other)),
        _ if unit == Unit::Money => Number::Int((value.as_f64() - other.as_f64()).round() as i64),
        _ => Number::Float(value.as_f64() - other.as_f64()),
    };
    Change {
        absolute,
        relative: (!other.is_zero()).then(|| (value.as_f64() - other.as_f64()) / other.as_f64().abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_rounded_half_away_from_zero_without_floats() {
        let money = |sum, of| quotient(Unit::Money, Number::Int(sum), Number::Int(of));
        assert_eq!(money(5, 2), Some(Number::Int(3)));
        assert_eq!(money(-5, 2), Some(Number::Int(-3)));
        assert_eq!(money(7, 3), Some(Number::Int(2)));
        assert_eq!(money(8, 3), Some(Number::Int(3)));
        assert_eq!(money(-7, -3), Some(Number::Int(2)));
        assert_eq!(
            money(9_007_199_254_740_993, 1),
            Some(Number::Int(9_007_199_254_740_993))
        );
        assert_eq!(money(5, 0), None);
    }

    #[test]
    fn a_change_from_nothing_has_no_share() {
        let change = change(Unit::Customers, Number::Int(3), Number::Int(0));
        assert_eq!((change.absolute, change.relative), (Number::Int(3), None));
        let change = super::change(Unit::Money, Number::Int(-50), Number::Int(-100));
        assert_eq!((change.absolute, change.relative), (Number::Int(50), Some(0.5)));
    }
}
