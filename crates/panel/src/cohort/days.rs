//! Bought on a day, since a day, or in a stretch of days counted from the customer's own first.

use super::Retention;
use crate::groups::Groups;
use crate::history::DayHistory;
use crate::window::Window;

/// Retained at an age: a qualifying event on exactly the day first + age × n, n = 1, 7, 30, 91, 365 by grain.
pub fn on(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let _ = (history, groups, window, ages);
    Retention::default()
}

/// Retained at an age: a qualifying event on the day first + age × n or later. Never complete.
pub fn on_or_after(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let _ = (history, groups, window, ages);
    Retention::default()
}

/// Retained at an age: a qualifying event in the days first + age × n … first + (age + 1) × n − 1.
pub fn range(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let _ = (history, groups, window, ages);
    Retention::default()
}
