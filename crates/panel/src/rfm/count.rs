//! Two passes: the means of everybody, then the classes.

use super::RfmClass;
use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally;
use crate::window::Window;

/// Customers on file with a qualifying event, by period, group and class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RfmCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// `[(period * groups + group) * 8 + class number]`: customers.
    pub customers: Vec<u64>,
    /// Likewise: their net amount in the 365 days up to the end of the period, minor units.
    pub amount_minor: Vec<i64>,
    /// By period, over everybody: mean days since the last qualifying day; NaN without customers.
    pub mean_recency_days: Vec<f64>,
    /// By period: mean qualifying days in the 365 days up to its end; NaN without customers.
    pub mean_frequency: Vec<f64>,
    /// By period: mean net amount in those 365 days, minor units; NaN without customers.
    pub mean_amount_minor: Vec<f64>,
}

/// Classes at the last seen day of each period.
pub fn count(history: &DayHistory, placement: &Placement<'_>, window: &Window) -> RfmCounts {
    let index = PeriodIndex::begun(window, 0);
    let ends: Vec<i32> = (0..index.len()).map(|period| window.seen_end(period)).collect();
    let groups = placement.groups.count as usize;
    let means = tally::tally::<4>(history.customers(), index.len(), 1, |sums, customers| {
        for customer in customers {
            each(history, placement, &ends, customer, |period, figures| {
                let cell = sums.at(0, period);
                cell[0] += 1;
                cell[1] += figures.recency_days;
                cell[2] += figures.frequency;
                cell[3] = cell[3].wrapping_add(figures.amount_minor);
            });
        }
    });
    let totals: Vec<[i64; 4]> = {
        let columns: [Vec<i64>; 4] = [0, 1, 2, 3].map(|field| means.sums(field, window.len()));
        (0..window.len())
            .map(|period| [0, 1, 2, 3].map(|field| columns[field][period]))
            .collect()
    };
    let sums = tally::tally::<{ 2 * RfmClass::COUNT }>(history.customers(), index.len(), groups, |sums, customers| {
        for customer in customers {
            let key = customer as u32;
            let fixed = placement.fixed(key);
            each(history, placement, &ends, customer, |period, figures| {
                let class = figures.class(&totals[period]).number();
                let group =
                    fixed.unwrap_or_else(|| placement.group(key, index.starts[period], index.starts[period + 1] - 1));
                let cell = sums.at(group, period);
                cell[class] += 1;
                cell[RfmClass::COUNT + class] = cell[RfmClass::COUNT + class].wrapping_add(figures.amount_minor);
            });
        }
    });
    let mut out = RfmCounts {
        periods: window.len(),
        groups,
        customers: vec![0; window.len() * groups * RfmClass::COUNT],
        amount_minor: vec![0; window.len() * groups * RfmClass::COUNT],
        mean_recency_days: totals.iter().map(|total| mean(total, 1)).collect(),
        mean_frequency: totals.iter().map(|total| mean(total, 2)).collect(),
        mean_amount_minor: totals.iter().map(|total| mean(total, 3)).collect(),
    };
    for class in 0..RfmClass::COUNT {
        for (cell, customers) in sums.counts(class, window.len()).into_iter().enumerate() {
            out.customers[cell * RfmClass::COUNT + class] = customers;
        }
        for (cell, amount) in sums.sums(RfmClass::COUNT + class, window.len()).into_iter().enumerate() {
            out.amount_minor[cell * RfmClass::COUNT + class] = amount;
        }
    }
    out
}

/// Days that frequency and monetary value look back.
const YEAR_DAYS: i32 = 365;

/// A customer at the end of a period.
#[derive(Clone, Copy)]
struct Figures {
    recency_days: i64,
    frequency: i64,
    amount_minor: i64,
}

impl Figures {
    /// Against the totals of everybody (customers, recency, frequency, amount), without rounding a mean.
    fn class(&self, totals: &[i64; 4]) -> RfmClass {
        let above = |own: i64, total: i64| (i128::from(own) * i128::from(totals[0])).cmp(&i128::from(total));
        RfmClass::of(
            above(self.recency_days, totals[1]).is_le(),
            above(self.frequency, totals[2]).is_gt(),
            above(self.amount_minor, totals[3]).is_gt(),
        )
    }
}

fn mean(totals: &[i64; 4], field: usize) -> f64 {
    if totals[0] == 0 {
        f64::NAN
    } else {
        totals[field] as f64 / totals[0] as f64
    }
}

/// Calls `work` for every period at whose end the customer is on file with a qualifying day. The days come and go from the year's
/// sums as the end moves on.
#[inline]
fn each(
    history: &DayHistory,
    placement: &Placement<'_>,
    ends: &[i32],
    customer: usize,
    mut work: impl FnMut(usize, Figures),
) {
    let span = history.span(customer);
    let joined_on = placement.joined_on[customer];
    let Some(&first_end) = ends.first() else {
        return;
    };
    // What lies before the first year is only looked at for the last purchase.
    let begin = span.start + history.day[span.clone()].partition_point(|&day| day <= first_end - YEAR_DAYS);
    let (mut oldest, mut next) = (begin, begin);
    let before = history.qualifying[span.start..begin]
        .iter()
        .rposition(|&count| count > 0);
    let mut last: Option<i32> = before.map(|at| history.day[span.start + at]);
    let (mut frequency, mut amount_minor) = (0i64, 0i64);
    for (period, &end) in ends.iter().enumerate() {
        while next < span.end && history.day[next] <= end {
            if history.qualifying[next] > 0 {
                last = Some(history.day[next]);
                frequency += 1;
            }
            amount_minor = amount_minor.wrapping_add(history.amount_minor[next]);
            next += 1;
        }
        while oldest < next && history.day[oldest] <= end - YEAR_DAYS {
            frequency -= i64::from(history.qualifying[oldest] > 0);
            amount_minor = amount_minor.wrapping_sub(history.amount_minor[oldest]);
            oldest += 1;
        }
        if let Some(last) = last.filter(|_| joined_on <= end) {
            let recency_days = i64::from(end - last);
            work(
                period,
                Figures {
                    recency_days,
                    frequency,
                    amount_minor,
                },
            );
        }
    }
}
