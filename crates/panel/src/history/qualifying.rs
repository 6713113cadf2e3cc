//! Which events count as activity.

use holdfast_domain::rule::Counts;

use crate::events::EventChunk;

/// Which kinds count, by code, and whether negative amounts do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualifying {
    /// By code of the kind: whether it counts.
    pub kinds: Vec<bool>,
    /// Whether events with a negative amount count.
    pub refunds: bool,
}

impl Qualifying {
    /// What a definition says about the kinds of a lake; without a word on it (`None`) every kind counts and refunds do not.
    pub fn of(counts: Option<&Counts>, kinds: &[String]) -> Self {
        Self {
            kinds: kinds
                .iter()
                .map(|kind| counts.is_none_or(|counts| counts.allows(kind)))
                .collect(),
            refunds: counts.is_some_and(|counts| counts.refunds),
        }
    }

    /// Whether an event counts.
    #[inline]
    pub fn counts(&self, kind: u16, amount_minor: i64) -> bool {
        self.kinds.get(usize::from(kind)).copied().unwrap_or(false)
            && (self.refunds || amount_minor >= 0 || amount_minor == EventChunk::NO_AMOUNT)
    }
}
