//! Who of a month's new buyers bought again, and when.

use crate::metrics::calendar::{Calendar, MONTH};

/// Days of an age by month.
const AGE_DAYS: i32 = 30;
const AGE_SECONDS: i64 = AGE_DAYS as i64 * 86_400;

/// The metrics, in the order of [`Cell`].
pub(crate) const METRICS: [&str; 5] = [
    "retention_calendar",
    "retention_rolling",
    "retention_on",
    "retention_on_or_after",
    "retention_range",
];

/// Customers retained, by kind.
pub(crate) type Cell = [u64; METRICS.len()];

/// Purchases as windows of 30 × 24 hours after the first.
#[derive(Default)]
pub(crate) struct Rolling {
    first_at: Option<i64>,
    /// Distinct, growing.
    windows: Vec<usize>,
}

impl Rolling {
    pub(crate) fn clear(&mut self) {
        self.first_at = None;
        self.windows.clear();
    }

    /// Purchases come in the order of time.
    pub(crate) fn purchase(&mut self, day: i32, second: u32) {
        let at = i64::from(day) * 86_400 + i64::from(second);
        let window = ((at - *self.first_at.get_or_insert(at)) / AGE_SECONDS) as usize;
        if self.windows.last() != Some(&window) {
            self.windows.push(window);
        }
    }
}

/// Retention by month of the first purchase.
pub(crate) struct Cohorts {
    ages: usize,
    /// Buyers by cohort.
    sizes: Vec<u64>,
    /// By cohort, then age.
    cells: Vec<Cell>,
}

impl Cohorts {
    pub(crate) fn new(calendar: &Calendar) -> Self {
        let months = calendar.spans[MONTH].len();
        let ages = months.max(calendar.days() / AGE_DAYS as usize + 1);
        Self {
            ages,
            sizes: vec![0; months],
            cells: vec![[0; METRICS.len()]; months * ages],
        }
    }

    /// Counts a customer; `days` are the distinct days with a purchase, growing.
    pub(crate) fn add(&mut self, calendar: &Calendar, days: &[i32], rolling: &Rolling) {
        let months = &calendar.spans[MONTH];
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return;
        };
        let Some(cohort) = months.of(*first) else { return };
        self.sizes[cohort] += 1;
        let cells = &mut self.cells[cohort * self.ages..(cohort + 1) * self.ages];
        let (mut month_before, mut range_before) = (None, None);
        for day in days {
            let month = months.of(*day);
            if let Some(month) = month.filter(|_| month != month_before) {
                cells[month - cohort][0] += 1;
            }
            month_before = month;
            let since = day - first;
            let range = (since / AGE_DAYS) as usize;
            if range_before != Some(range) {
                cells[range][4] += 1;
            }
            range_before = Some(range);
            cells[range][2] += u64::from(since % AGE_DAYS == 0);
        }
        for window in &rolling.windows {
            cells[*window][1] += 1;
        }
        for cell in cells.iter_mut().take(((last - first) / AGE_DAYS) as usize + 1) {
            cell[3] += 1;
        }
    }

    /// Every cell that has begun: cohort, age, kind (index of [`METRICS`]), retained, size. Cohorts without buyers are left out.
    pub(crate) fn visit(&self, calendar: &Calendar, mut row: impl FnMut(usize, usize, usize, u64, u64)) {
        let months = &calendar.spans[MONTH];
        for (cohort, size) in self.sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
            for age in 0..self.ages {
                for (kind, retained) in self.cells[cohort * self.ages + age].iter().enumerate() {
                    let begun = if kind == 0 {
                        cohort + age < months.len()
                    } else {
                        // Even for a member of the cohort's first day.
                        months.starts[cohort] + age as i32 * AGE_DAYS <= calendar.through
                    };
                    if begun {
                        row(cohort, age, kind, *retained, *size);
                    }
                }
            }
        }
    }
}
