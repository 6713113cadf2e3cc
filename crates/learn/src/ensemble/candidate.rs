//! What can be chosen.

/// A candidate model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Candidate {
    /// Logistic regression alone, recalibrated.
    Logistic,
    /// Boosted trees alone, recalibrated.
    Boosting,
    /// Both, weighted.
    Blend,
}

impl Candidate {
    /// All candidates, simplest first: a tie goes to the simpler one.
    pub const ALL: [Self; 3] = [Self::Logistic, Self::Boosting, Self::Blend];

    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::Boosting => "boosting",
            Self::Blend => "blend",
        }
    }

    /// Which components it may weigh.
    pub fn uses(self) -> [bool; 2] {
        match self {
            Self::Logistic => [true, false],
            Self::Boosting => [false, true],
            Self::Blend => [true, true],
        }
    }
}
