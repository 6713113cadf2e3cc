//! What a side counts.

/// A count of the ledger, as a number for each customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Active at the start of the period.
    AtStart,
    /// Active at its end.
    AtEnd,
    /// Whose first spell starts in it.
    New,
    /// Later spells that start in it.
    Returned,
    /// Spells lost in it.
    Lost,
    /// Of those at the start, those with a loss in it.
    LostOfStart,
    /// Of the new, those with a loss in it.
    LostOfJoined,
    /// Whose first spell started by its end.
    OnFile,
    /// On file and not active at its end: the lapsed.
    Lapsed,
}
