//! Bought in the calendar period so many periods after the first.

use super::Retention;
use super::retention::retain;
use crate::groups::Groups;
use crate::history::DayHistory;
use crate::period_index::PeriodIndex;
use crate::window::Window;

/// Retained at an age: a qualifying event in the period cohort + age. One pass over customers.
pub fn calendar(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let wide = Window {
        last: window.last.saturating_add(ages as i32),
        ..*window
    };
    let index = PeriodIndex::begun(&wide, 0);
    retain(history, groups, window, ages, |cohort, _, day| {
        index.get(day).map(|period| period - cohort)
    })
    .cover(window.through, |cohort, age| {
        (window.start(cohort + age), window.end(cohort + age))
    })
}
