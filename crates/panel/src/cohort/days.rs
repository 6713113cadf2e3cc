//! Bought on a day, since a day, or in a stretch of days counted from the customer's own first.

use super::Retention;
use super::retention::{retain, step_days};
use crate::groups::Groups;
use crate::history::DayHistory;
use crate::window::Window;

/// No age.
const NONE: u32 = u32::MAX;

/// Retained at an age: a qualifying event on exactly the day first + age × n, n = 1, 7, 30, 91, 365 by grain.
pub fn on(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let step = step_days(window.grain);
    let table: Vec<u32> = table(ages, step, |age, rest| if rest == 0 { age } else { NONE });
    retain(history, groups, window, ages, |_, first, day| {
        look(&table, day - first, ages)
    })
    .cover(window.through, |cohort, age| {
        let later = step.saturating_mul(age as i32);
        (window.start(cohort) + later, window.end(cohort) + later)
    })
}

/// Retained at an age: a qualifying event in the days first + age × n … first + (age + 1) × n − 1.
pub fn range(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let step = step_days(window.grain);
    let table: Vec<u32> = table(ages, step, |age, _| age);
    retain(history, groups, window, ages, |_, first, day| {
        look(&table, day - first, ages)
    })
    .cover(window.through, |cohort, age| {
        let later = step.saturating_mul(age as i32);
        (window.start(cohort) + later, window.end(cohort) + later + step - 1)
    })
}

/// Retained at an age: a qualifying event on the day first + age × n or later. Never complete.
pub fn on_or_after(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let step = step_days(window.grain);
    // The last qualifying day tells all ages: they are counted at the last one and added up from the oldest.
    let last_day = |customer: usize| {
        let entries = history.span_through(customer, window.through);
        entries
            .rev()
            .find(|&entry| history.qualifying[entry] > 0)
            .map(|entry| history.day[entry])
    };
    let mut out = super::retention::retain_last(history, groups, window, ages, |customer, first| {
        last_day(customer).map_or(0, |last| ((last - first) / step) as usize)
    });
    for cohort in out.retained.chunks_exact_mut((ages * out.groups).max(1)) {
        for cell in (0..cohort.len().saturating_sub(out.groups)).rev() {
            cohort[cell] += cohort[cell + out.groups];
        }
    }
    out.cover(window.through, |cohort, age| {
        (
            window.start(cohort).saturating_add(step.saturating_mul(age as i32)),
            i32::MAX,
        )
    })
}

/// By days since the first: the age, or [`NONE`].
fn table(ages: usize, step: i32, age_of: impl Fn(u32, i32) -> u32) -> Vec<u32> {
    (0..ages as u32)
        .flat_map(|age| (0..step).map(move |rest| (age, rest)))
        .map(|(age, rest)| age_of(age, rest))
        .collect()
}

/// Days beyond the table are beyond the last age.
#[inline]
fn look(table: &[u32], days: i32, ages: usize) -> Option<usize> {
    match table.get(days as usize) {
        None => Some(ages),
        Some(&NONE) => None,
        Some(&age) => Some(age as usize),
    }
}
