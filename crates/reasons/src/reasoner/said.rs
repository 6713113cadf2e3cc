//! What a sentence says: its figures, of which the words follow.

use serde::{Deserialize, Serialize};

/// The figures of a sentence, the customer's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum Said {
    /// A quantity per period, over the last periods and over those before them.
    Changed {
        /// Per period, over the last `window` periods.
        now: f64,
        /// Per period, over the `before` periods before these.
        then: f64,
        /// Periods.
        window: u16,
        /// Periods before them.
        before: u16,
    },
    /// A quantity per period, over the last periods, as such.
    Level {
        /// Per period, over the last `window` periods.
        now: f64,
        /// Periods.
        window: u16,
    },
    /// The mean amount of an event over a shorter and a longer time.
    AtATime {
        /// Over the last `window` periods.
        now: f64,
        /// Over the last `longer` periods.
        usual: f64,
        /// Periods.
        window: u16,
        /// Periods of the longer time.
        longer: u16,
    },
    /// Days since the last event, and the mean gap if there is one.
    Silent {
        /// Days since the last event.
        days: f64,
        /// Mean gap in days.
        usual: Option<f64>,
    },
    /// Complaints.
    Complaints {
        /// How many ever, if known.
        count: Option<f64>,
        /// Days since the last, if there was one and it is known.
        days: Option<f64>,
    },
    /// A number as such.
    Number {
        /// It.
        value: f64,
    },
    /// A level, by its code.
    LevelOf {
        /// Code in the population's levels.
        code: u32,
    },
    /// A level that the population has not.
    Unseen,
    /// No value.
    Missing,
}
