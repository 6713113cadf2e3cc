//! First and last event, and the gaps between active days.

/// One entry per customer key, from all events before an instant, however old. An active day is a day of the workspace's zone with
/// an event; a gap is the number of days from one active day to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    /// The instant that this looks back from, microseconds since 1970: no event at it or later is in here.
    pub before_us: i64,
    /// Instant of the first event; [`Rhythm::NEVER`] without one.
    pub first_at_us: Vec<i64>,
    /// Instant of the last event; [`Rhythm::NEVER`] without one.
    pub last_at_us: Vec<i64>,
    /// Active days.
    pub active_days: Vec<u32>,
    /// Sum of the gaps in days: last active day − first.
    pub gaps_days: Vec<u32>,
    /// Sum of the squared gaps.
    pub squared_gaps: Vec<u64>,
}

impl Rhythm {
    /// A customer without an event.
    pub const NEVER: i64 = i64::MIN;

    /// Customer keys.
    pub fn len(&self) -> usize {
        self.active_days.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.active_days.is_empty()
    }

    pub(super) fn with_capacity(before_us: i64, customers: usize) -> Self {
        Self {
            before_us,
            first_at_us: Vec::with_capacity(customers),
            last_at_us: Vec::with_capacity(customers),
            active_days: Vec::with_capacity(customers),
            gaps_days: Vec::with_capacity(customers),
            squared_gaps: Vec::with_capacity(customers),
        }
    }

    /// The next customer. `days` need not be sorted and may repeat.
    pub(super) fn push(&mut self, first_at_us: i64, last_at_us: i64, days: &mut Vec<i32>) {
        days.sort_unstable();
        days.dedup();
        let gaps = days.windows(2).map(|pair| pair[1].abs_diff(pair[0]));
        self.first_at_us.push(first_at_us);
        self.last_at_us.push(last_at_us);
        self.active_days.push(days.len() as u32);
        self.gaps_days.push(gaps.clone().sum());
        self.squared_gaps
            .push(gaps.map(|gap| u64::from(gap) * u64::from(gap)).sum());
    }

    pub(super) fn append(&mut self, other: &Self) {
        self.first_at_us.extend_from_slice(&other.first_at_us);
        self.last_at_us.extend_from_slice(&other.last_at_us);
        self.active_days.extend_from_slice(&other.active_days);
        self.gaps_days.extend_from_slice(&other.gaps_days);
        self.squared_gaps.extend_from_slice(&other.squared_gaps);
    }
}
