//! Warning levels.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lang::Bilingual;

/// How urgently a customer should be looked after. Ordered: red is the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Call first.
    Red,
    /// Call next.
    Orange,
    /// Watch, or reach by message.
    Yellow,
    /// Below the threshold: no warning.
    None,
}

impl Level {
    /// The levels that are warnings, most urgent first.
    pub const WARNINGS: [Self; 3] = [Self::Red, Self::Orange, Self::Yellow];

    /// The level's name.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Red => Bilingual::new("红色", "red"),
            Self::Orange => Bilingual::new("橙色", "orange"),
            Self::Yellow => Bilingual::new("黄色", "yellow"),
            Self::None => Bilingual::new("无", "none"),
        }
    }
}
