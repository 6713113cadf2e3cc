//! Events, purchases and the rhythm between them.

use crate::life::Life;
use crate::metrics::calendar::{Calendar, LONG};
use crate::metrics::cohorts::Rolling;
use crate::metrics::grid::{Block, Count};

/// What one customer's events come down to; kept between customers.
#[derive(Default)]
pub(crate) struct Diary {
    /// Distinct days with a qualifying event, growing.
    pub(crate) days: Vec<i32>,
    /// Days with money and its net amount, minor units.
    pub(crate) money: Vec<(i32, i64)>,
    /// The first day with any event.
    pub(crate) first_event: Option<i32>,
    /// In which windows of 24 h × n after the first purchase there was one.
    pub(crate) rolling: Rolling,
}

/// Reads a customer's events (in the order of time) into `diary` and counts them.
pub(crate) fn events(calendar: &Calendar, qualifying: &[&str], life: &Life<'_>, diary: &mut Diary, block: &mut Block) {
    diary.days.clear();
    diary.money.clear();
    diary.rolling.clear();
    diary.first_event = life.events.first().map(|event| event.day);
    for of_day in life.events.chunk_by(|a, b| a.day == b.day) {
        let day = of_day[0].day;
        let (mut purchases, mut net, mut refunds, mut money) = (0, 0, 0, false);
        for event in of_day {
            if let Some(amount) = event.amount {
                money = true;
                net += amount;
                refunds += (-amount).max(0);
            }
            if event.amount.is_none_or(|amount| amount >= 0) && qualifying.contains(&event.kind) {
                purchases += 1;
                diary.rolling.purchase(day, event.second);
            }
        }
        if purchases > 0 {
            diary.days.push(day);
        }
        if money {
            diary.money.push((day, net));
        }
        for grain in LONG {
            if let Some(period) = calendar.spans[grain].of(day) {
                block.add(grain, period, Count::Events, of_day.len() as i64);
                block.add(grain, period, Count::Purchases, purchases);
                block.add(grain, period, Count::Amount, net);
                block.add(grain, period, Count::Refunds, refunds);
            }
        }
    }
}

/// Days with a purchase, the days between them, and who bought again.
pub(crate) fn purchases(calendar: &Calendar, days: &[i32], block: &mut Block) {
    for grain in LONG {
        let span = &calendar.spans[grain];
        let mut before: Option<(i32, usize)> = None;
        for day in days {
            let Some(period) = span.of(*day) else { continue };
            block.add(grain, period, Count::PurchaseDays, 1);
            if let Some((earlier, _)) = before {
                block.add(grain, period, Count::IntervalDays, i64::from(day - earlier));
                block.add(grain, period, Count::Intervals, 1);
            }
            match before {
                None => block.add(grain, period, Count::LifecycleNew, 1),
                Some((_, last)) if last == period => {}
                Some((_, last)) if last + 1 == period => block.add(grain, period, Count::LifecycleKept, 1),
                Some((_, last)) => {
                    block.add(grain, period, Count::LifecycleReturned, 1);
                    silent(grain, last, period, block);
                }
            }
            if before.is_none_or(|(_, last)| last != period) {
                block.add(grain, period, Count::Buyers, 1);
            }
            before = Some((*day, period));
        }
        if let Some((_, last)) = before {
            silent(grain, last, span.len(), block);
        }
    }
}

/// The periods after `last` and before `until`, in which nothing was bought.
fn silent(grain: usize, last: usize, until: usize, block: &mut Block) {
    for period in last + 1..until {
        let count = if period == last + 1 {
            Count::LifecycleLapsed
        } else {
            Count::LifecycleDormant
        };
        block.add(grain, period, count, 1);
    }
}

/// Visits that fell due (`silence` days after them), and those that were followed by another one in time.
pub(crate) fn due_visits(calendar: &Calendar, silence: i32, days: &[i32], block: &mut Block) {
    for (at, day) in days.iter().enumerate() {
        let in_time = days.get(at + 1).is_some_and(|next| next - day <= silence);
        for grain in LONG {
            if let Some(period) = calendar.spans[grain].of(day + silence) {
                block.add(grain, period, Count::DueVisits, 1);
                block.add(grain, period, Count::ReturnedVisits, i64::from(in_time));
            }
        }
    }
}
