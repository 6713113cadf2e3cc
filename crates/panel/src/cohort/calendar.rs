//! Bought in the calendar period so many periods after the first.

use super::Retention;
use crate::groups::Groups;
use crate::history::DayHistory;
use crate::window::Window;

/// Retained at an age: a qualifying event in the period cohort + age.
pub fn calendar(history: &DayHistory, groups: &Groups, window: &Window, ages: usize) -> Retention {
    let _ = (history, groups, window, ages);
    Retention::default()
}
