//! Partly lost when what the customer buys falls below a share of their own baseline.

use holdfast_domain::grain::Grain;

use super::{STILL_HERE, Spells};
use crate::history::DayHistory;
use crate::period_index::{PeriodIndex, period_of};

/// The numbers of the definition.
pub(super) struct Fall {
    pub share: f64,
    pub recent_months: usize,
    pub baseline_months: usize,
}

/// Spells that are judged at every month start by the months before it.
pub(super) fn decline(history: &DayHistory, fall: &Fall, through: i32) -> Spells {
    let Some((first_day, last_day)) = history.days() else {
        return Spells::default();
    };
    if first_day > through {
        return Spells::default();
    }
    // The last month that has ended by `through` is the last to be judged; the one that `through` lies in is still open.
    let last_day = last_day.min(through).max(first_day);
    let first_month = period_of(Grain::Month, first_day);
    let open_month = period_of(Grain::Month, through.saturating_add(1));
    let months = PeriodIndex::new(
        Grain::Month,
        first_month,
        open_month.max(period_of(Grain::Month, last_day)),
    );
    let ended = (open_month - first_month).max(0) as usize;
    Spells::gather(history.customers(), |customer, out| {
        judge(history, fall, &months, ended, customer, through, out);
    })
}

fn judge(
    history: &DayHistory,
    fall: &Fall,
    months: &PeriodIndex,
    ended: usize,
    customer: usize,
    through: i32,
    out: &mut Spells,
) {
    let mut days = history
        .span_through(customer, through)
        .filter(|&entry| history.qualifying[entry] > 0)
        .peekable();
    let Some(&first) = days.peek() else {
        return;
    };
    let begin = months.get(history.day[first]).unwrap_or(0);
    let mut amounts = vec![0i64; (ended - begin.min(ended)) + 1];
    let mut start = Some(history.day[first]);
    let mut last_active = history.day[first];
    let (mut recent, mut baseline) = (0i64, 0i64);
    for month in begin..ended {
        while let Some(&entry) = days.peek() {
            if history.day[entry] >= months.starts[month + 1] {
                break;
            }
            amounts[month - begin] = amounts[month - begin].wrapping_add(history.qualifying_minor[entry]);
            last_active = history.day[entry];
            days.next();
        }
        // Now everything before the start of month + 1 is in.
        let age = month + 1 - begin;
        recent = recent.wrapping_add(amounts[age - 1]);
        if age > fall.recent_months {
            let moved = amounts[age - 1 - fall.recent_months];
            recent = recent.wrapping_sub(moved);
            baseline = baseline.wrapping_add(moved);
        }
        if age > fall.recent_months + fall.baseline_months {
            baseline = baseline.wrapping_sub(amounts[age - 1 - fall.recent_months - fall.baseline_months]);
        }
        if age < fall.recent_months + fall.baseline_months || baseline <= 0 {
            continue;
        }
        // R < share·B, both sides times the months.
        let below =
            recent as f64 * (fall.baseline_months as f64) < fall.share * (baseline as f64 * fall.recent_months as f64);
        let eve = months.starts[month + 1] - 1;
        match start {
            Some(started_on) if below => {
                out.push(customer, started_on, eve, last_active, through);
                start = None;
            }
            None if !below => start = Some(eve),
            _ => {}
        }
    }
    if let Some(started_on) = start {
        if let Some(entry) = days.last() {
            last_active = history.day[entry];
        }
        out.push(customer, started_on, STILL_HERE, last_active, through);
    }
}
