//! Money from one period to the next, by customer.

use crate::life::{Life, Spell};
use crate::metrics::calendar::{Calendar, LONG, Span};
use crate::metrics::grid::{Block, Count};
use crate::metrics::stays::Stay;

/// Days in a mean month.
const MONTH_DAYS: f64 = 30.4375;
/// Days over which a customer's average revenue is taken.
const YEAR_DAYS: i32 = 365;

/// Movements of the monthly fees.
pub(crate) fn fees(calendar: &Calendar, life: &Life<'_>, block: &mut Block) {
    let Some(since) = life.spells.iter().map(|spell| spell.started).min() else {
        return;
    };
    for grain in LONG {
        let span = &calendar.spans[grain];
        for period in 0..span.len() {
            let start = fee_on(&life.spells, span.starts[period] - 1);
            let end = fee_on(&life.spells, span.last_day(period));
            step(grain, period, [start, end], since < span.starts[period], block);
        }
    }
}

/// Monthly fees of all subscriptions that hold a day.
fn fee_on(spells: &[Spell], day: i32) -> i64 {
    let holding = spells
        .iter()
        .filter(|spell| spell.started <= day && spell.ended.is_none_or(|ended| day < ended));
    holding.map(|spell| spell.fee).sum()
}

/// Movements of the net amounts; `sums` is a buffer.
pub(crate) fn amounts(calendar: &Calendar, money: &[(i32, i64)], sums: &mut Vec<i64>, block: &mut Block) {
    for grain in LONG {
        let span = &calendar.spans[grain];
        sums.clear();
        sums.resize(span.len(), 0);
        for (day, amount) in money {
            if let Some(period) = span.of(*day) {
                sums[period] += amount;
            }
        }
        let (mut start, mut ever) = (0, false);
        for (period, sum) in sums.iter().enumerate() {
            let end = (*sum).max(0);
            step(grain, period, [start, end], ever, block);
            ever |= end > 0;
            start = end;
        }
    }
}

/// One customer's revenue from the start to the end of a period; `known`: there was some before the period.
fn step(grain: usize, period: usize, [start, end]: [i64; 2], known: bool, block: &mut Block) {
    if start == 0 && end == 0 {
        return;
    }
    let mut count = |money: Count, customers: Count, value: i64| {
        if value > 0 {
            block.add(grain, period, money, value);
            block.add(grain, period, customers, 1);
        }
    };
    count(Count::RevenueStart, Count::StartCustomers, start);
    count(Count::RevenueEnd, Count::EndCustomers, end);
    if start == 0 && known {
        count(Count::RevenueReactivation, Count::ReactivationCustomers, end);
    } else if start == 0 {
        count(Count::RevenueNew, Count::NewCustomers, end);
    } else if end == 0 {
        count(Count::RevenueChurned, Count::ChurnedCustomers, start);
    } else {
        count(Count::RevenueExpansion, Count::ExpansionCustomers, end - start);
        count(Count::RevenueContraction, Count::ContractionCustomers, start - end);
    }
}

/// The net amount so far, from the period on in which the customer came on file.
pub(crate) fn history(calendar: &Calendar, money: &[(i32, i64)], stays: &[Stay], block: &mut Block) {
    let Some(since) = stays.first().map(|stay| stay.started) else {
        return;
    };
    for grain in LONG {
        let span: &Span = &calendar.spans[grain];
        let first = span.of(since).unwrap_or(0);
        for (day, amount) in money {
            if let Some(period) = span.of(*day) {
                block.add(grain, period.max(first), Count::History, *amount);
            }
        }
    }
}

/// What each loss takes away a month: the fee on the last day, or (without fees) the average of the year before, rounded by customer.
pub(crate) fn lost(
    calendar: &Calendar,
    fees: Option<&[Spell]>,
    money: &[(i32, i64)],
    first_event: Option<i32>,
    stays: &[Stay],
    block: &mut Block,
) {
    for stay in stays {
        let Some(lost) = stay.lost else { continue };
        let last = stay.last_active;
        let value = if let Some(spells) = fees {
            fee_on(spells, last)
        } else {
            let year = money
                .iter()
                .filter(|(day, _)| (last - YEAR_DAYS + 1..=last).contains(day));
            let net: i64 = year.map(|(_, amount)| amount).sum();
            let days = (last + 1 - first_event.unwrap_or(last)).clamp(1, YEAR_DAYS);
            (net as f64 * MONTH_DAYS / f64::from(days)).round() as i64
        };
        for grain in LONG {
            if let Some(period) = calendar.spans[grain].of(lost) {
                block.lose(grain, period, value);
            }
        }
    }
}
