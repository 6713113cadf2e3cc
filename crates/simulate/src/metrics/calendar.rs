//! The periods in which is counted, as tables from day to period.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;

/// The grains that are counted, by their place in [`Calendar::spans`].
pub(crate) const MONTH: usize = 1;
pub(crate) const QUARTER: usize = 2;
/// The grains of everything but the core counts.
pub(crate) const LONG: [usize; 2] = [MONTH, QUARTER];

/// Consecutive periods of one grain; the last one may end after the data.
pub(crate) struct Span {
    pub(crate) grain: Grain,
    /// Number of the first period in its grain.
    pub(crate) first: i32,
    /// First day of each period, and of the one after the last.
    pub(crate) starts: Vec<i32>,
    /// Period of each day from `starts[0]` to the end of the data.
    index: Vec<u32>,
    through: i32,
}

impl Span {
    fn new(grain: Grain, from: i32, through: i32) -> Self {
        let first = grain.period_of(Day::from_number(from));
        let last = grain.period_of(Day::from_number(through));
        let starts: Vec<i32> = (first..=last + 1)
            .map(|period| grain.first_day(period).number())
            .collect();
        let mut index = Vec::new();
        for (period, pair) in starts.windows(2).enumerate() {
            let days = pair[1].min(through + 1) - pair[0];
            index.extend(std::iter::repeat_n(period as u32, days.max(0) as usize));
        }
        Self {
            grain,
            first,
            starts,
            index,
            through,
        }
    }

    /// How many periods there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The period of a day, unless it lies before the first or after the data.
    pub(crate) fn of(&self, day: i32) -> Option<usize> {
        let at = usize::try_from(day - self.starts[0]).ok()?;
        self.index.get(at).map(|period| *period as usize)
    }

    /// The last day of a period, or of the data if that is earlier.
    pub(crate) fn last_day(&self, period: usize) -> i32 {
        (self.starts[period + 1] - 1).min(self.through)
    }

    /// `2024-01`, `2024-Q1`, `2024-W01`.
    pub(crate) fn label(&self, period: usize) -> String {
        self.grain.label(self.first + period as i32)
    }
}

/// From the quarter in which the history begins to the end of the data.
pub(crate) struct Calendar {
    /// First day counted: the Monday on or before the first day of the first quarter.
    pub(crate) from: i32,
    /// First day of the history: periods that end before it are not shown.
    pub(crate) start: i32,
    /// The latest day with an event.
    pub(crate) through: i32,
    /// Weeks, months, quarters.
    pub(crate) spans: [Span; 3],
}

impl Calendar {
    /// `start` is the first day of the history, `through` the latest day with an event.
    pub(crate) fn new(start: i32, through: i32) -> Self {
        let quarter = Span::new(Grain::Quarter, start, through);
        let from = quarter.starts[0];
        let week = Span::new(Grain::Week, from, through);
        Self {
            from: week.starts[0],
            start,
            through,
            spans: [week, Span::new(Grain::Month, from, through), quarter],
        }
    }

    /// Days counted.
    pub(crate) fn days(&self) -> usize {
        (self.through - self.from + 1).max(0) as usize
    }
}
