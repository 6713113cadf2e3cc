//! Lost after so many days of silence.

use super::Spells;
use crate::history::DayHistory;

/// Spells of qualifying days; a gap above `days` ends one on its `days`-th whole silent day.
pub(super) fn inactivity(history: &DayHistory, days: i32, through: i32) -> Spells {
    Spells::gather(history.customers(), |customer, out| {
        let mut spell: Option<(i32, i32)> = None;
        for entry in history.span_through(customer, through) {
            if history.qualifying[entry] == 0 {
                continue;
            }
            let day = history.day[entry];
            spell = Some(match spell {
                Some((start, last)) if day - last <= days => (start, day),
                Some((start, last)) => {
                    out.push(customer, start, last + days, last, through);
                    (day, day)
                }
                None => (day, day),
            });
        }
        if let Some((start, last)) = spell {
            out.push(customer, start, last + days, last, through);
        }
    })
}
