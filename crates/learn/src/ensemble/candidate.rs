//! What can be chosen.

/// Number of components.
pub const COMPONENTS: usize = 3;

/// A component of the blend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// Logistic regression.
    Logistic,
    /// Explainable boosting: shape functions and pairs.
    Additive,
    /// Boosted trees.
    Boosting,
}

impl Component {
    /// All components, in the order of weights and log-odds.
    pub const ALL: [Self; COMPONENTS] = [Self::Logistic, Self::Additive, Self::Boosting];

    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::Additive => "additive",
            Self::Boosting => "boosting",
        }
    }
}

/// A candidate model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Candidate {
    /// Logistic regression alone, recalibrated.
    Logistic,
    /// Explainable boosting alone, recalibrated.
    Additive,
    /// Boosted trees alone, recalibrated.
    Boosting,
    /// All of them, weighted.
    Blend,
}

impl Candidate {
    /// All candidates, simplest first: a tie goes to the simpler one.
    pub const ALL: [Self; 4] = [Self::Logistic, Self::Additive, Self::Boosting, Self::Blend];

    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => Component::Logistic.name(),
            Self::Additive => Component::Additive.name(),
            Self::Boosting => Component::Boosting.name(),
            Self::Blend => "blend",
        }
    }

    /// The components that it may weigh.
    pub fn uses(self) -> &'static [Component] {
        match self {
            Self::Logistic => &[Component::Logistic],
            Self::Additive => &[Component::Additive],
            Self::Boosting => &[Component::Boosting],
            Self::Blend => &Component::ALL,
        }
    }
}
