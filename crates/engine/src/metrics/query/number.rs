//! Numbers and keys of an answer.

use serde::{Deserialize, Serialize};

/// A whole number (customers, minor units of money) or another; never NaN.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
}

impl Number {
    /// As a float.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// As a count, where it is a whole number of at least 0.
    pub fn as_count(self) -> Option<u64> {
        match self {
            Self::Int(value) => u64::try_from(value).ok(),
            Self::Float(_) => None,
        }
    }

    /// Whether it is 0.
    pub fn is_zero(self) -> bool {
        self.as_f64() == 0.0
    }
}

/// A value of one of a metric's own keys (an age, a class).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Key {
    /// A whole number.
    Whole(i64),
    /// A text.
    Text(String),
    /// Null.
    Unknown,
}
