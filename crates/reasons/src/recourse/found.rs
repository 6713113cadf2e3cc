//! What was found.

use holdfast_domain::lang::Bilingual;
use serde::Serialize;

use super::lever::Moves;

/// What would have to change for one customer. It says what the model sees, not what an offer would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recourse {
    /// Probability of churn as it is.
    pub probability: f64,
    /// What the search came to.
    pub outcome: Outcome,
    /// In words.
    pub text: Bilingual,
}

/// What the search came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Below the threshold as it is.
    Below,
    /// A change that leads below it: the cheapest that was tried.
    Reached {
        /// Probability after it.
        after: f64,
        /// What changes, one to three.
        changes: Vec<Change>,
        /// Σ cost · distance moved (0–1 for each lever).
        cost: f64,
    },
    /// No change that was tried leads below it.
    OutOfReach {
        /// The lowest probability of any of them; `None` where nothing could be moved.
        lowest: Option<f64>,
    },
}

/// One lever's move.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Number of the lever.
    pub lever: u16,
    /// Where to.
    pub to: To,
    /// Cost of the lever · distance moved: for numbers in widths of the population (5–95 %), for a level 1.
    pub cost: f64,
}

/// Where a lever is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// The profile of the customer in this row of the donors' frame.
    Donor {
        /// Row.
        row: u32,
        /// Whether it is the customer's own, earlier one.
        own: bool,
    },
    /// This number.
    Number(f64),
    /// This level's code.
    Level(u32),
}

/// The constant remark under every recourse.
pub fn remark() -> Bilingual {
    Bilingual::new(
        "这是模型看到的差别，不是因果结论，也不是对效果的承诺",
        "this is what the model sees: no causal claim and no promise of an effect",
    )
}

impl Moves {
    /// Whether it takes a donor.
    pub(super) fn needs_donor(&self) -> bool {
        !matches!(self, Self::Attribute(_))
    }
}
