//! The cut: which rows were there to be seen at an instant.

/// An instant to look back from, and the instant up to which rows had become known.
///
/// It is applied once, where rows are read: everything in this room takes rows that it has admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// Rows that occurred at this instant (microseconds since 1970, UTC) or later are not seen.
    pub occurred_before_us: i64,
    /// Rows that became known later than this instant are not seen.
    pub known_by_us: i64,
}

impl AsOf {
    /// What was known at an instant of what had occurred before it.
    pub fn at(instant_us: i64) -> Self {
        Self {
            occurred_before_us: instant_us,
            known_by_us: instant_us,
        }
    }

    /// Whether a row is seen.
    #[inline]
    pub fn admits(self, occurred_us: i64, known_us: i64) -> bool {
        occurred_us < self.occurred_before_us && known_us <= self.known_by_us
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_occurs_at_the_instant_is_later_and_what_becomes_known_at_it_is_known() {
        let as_of = AsOf::at(100);
        assert!(as_of.admits(99, 100));
        assert!(!as_of.admits(100, 100));
        assert!(!as_of.admits(99, 101));
        let told_later = AsOf {
            occurred_before_us: 100,
            known_by_us: 500,
        };
        assert!(told_later.admits(99, 500) && !told_later.admits(100, 500));
    }
}
