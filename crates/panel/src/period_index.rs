//! Finds the period of many days without a calendar look-up for each.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;

use crate::window::Window;

/// Consecutive periods with their days in a table.
pub(crate) struct PeriodIndex {
    /// `periods + 1` first days; the last is the day after the last period.
    pub starts: Vec<i32>,
    period: Vec<u32>,
}

impl PeriodIndex {
    /// The periods `first..=last` of a grain.
    pub fn new(grain: Grain, first: i32, last: i32) -> Self {
        let starts: Vec<i32> = (first..=last.saturating_add(1).max(first))
            .map(|period| grain.first_day(period).number())
            .collect();
        let mut period = Vec::with_capacity((starts[starts.len() - 1] - starts[0]).max(0) as usize);
        for (index, days) in starts.windows(2).enumerate() {
            period.extend((days[0]..days[1]).map(|_| index as u32));
        }
        Self { starts, period }
    }

    /// The periods of a window that have begun by its `through`, and `lead` periods before them.
    pub fn begun(window: &Window, lead: i32) -> Self {
        let last = window.first.saturating_add(window.begun() as i32 - 1);
        Self::new(window.grain, window.first.saturating_sub(lead), last)
    }

    /// Periods.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// First day of all.
    pub fn first_day(&self) -> i32 {
        self.starts[0]
    }

    /// Index of the period that holds a day; `None` outside.
    #[inline]
    pub fn get(&self, day: i32) -> Option<usize> {
        let at = day.wrapping_sub(self.starts[0]) as u32 as usize;
        self.period.get(at).map(|&period| period as usize)
    }

    /// Index of the period that holds a day; −1 before the first, `len()` after the last.
    #[inline]
    pub fn place(&self, day: i32) -> i32 {
        if day < self.starts[0] {
            return -1;
        }
        self.get(day).map_or(self.len() as i32, |period| period as i32)
    }
}

/// The period that holds a day number.
pub(crate) fn period_of(grain: Grain, day: i32) -> i32 {
    grain.period_of(Day::from_number(day))
}
