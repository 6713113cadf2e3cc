//! A metric: what its file says about it.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use serde::Serialize;

use super::words::word_enum;

word_enum! {
    /// What a value is measured in.
    Unit {
        /// A share, within 0–1: `0.05` is 5 %.
        Rate = "rate",
        /// Whole customers.
        Customers = "customers",
        /// Whole minor units (分, cents).
        Money = "money",
        /// Days.
        Days = "days",
        /// Hours.
        Hours = "hours",
        /// Whole things other than customers: purchases, complaints.
        Count = "count",
        /// Points from −100 to 100: 100 × numerator ÷ denominator.
        Score = "score",
        /// A quotient that may lie above 1.
        Ratio = "ratio",
    }
}

word_enum! {
    /// Whether more is better.
    Direction {
        /// More is better.
        HigherIsBetter = "higher_is_better",
        /// Less is better.
        LowerIsBetter = "lower_is_better",
        /// Neither.
        Neutral = "neutral",
    }
}

word_enum! {
    /// Whether values may be summed.
    Additivity {
        /// Over groups and over periods.
        Additive = "additive",
        /// Over groups, not over periods (a level on a day, distinct customers).
        SemiAdditive = "semi_additive",
        /// Not at all, but numerators and denominators may be summed over groups.
        Ratio = "ratio",
        /// Not at all.
        None = "none",
    }
}

word_enum! {
    /// How sure a value is.
    IntervalKind {
        /// Not said.
        None = "none",
        /// Wilson's score interval of numerator out of denominator.
        Wilson = "wilson",
        /// Adjusted Wald for a net promoter score; the SQL gives `promoters` and `detractors` too.
        Nps = "nps",
    }
}

/// A metric as its file declares it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Metric {
    /// Its name in commands, JSON and file names: lower-case letters, digits, `_`.
    pub id: String,
    /// Grows when the meaning changes.
    pub version: u32,
    /// The name as shown.
    pub name: Bilingual,
    /// What a value is measured in.
    pub unit: Unit,
    /// What numerator and denominator are both measured in, where that is not what the unit says: a ratio of money. Absent: a numerator has the unit of a value
    /// that is money or time, anything else is counted.
    pub parts: Option<Unit>,
    /// What it says, in a sentence.
    pub definition: Bilingual,
    /// What is counted.
    pub numerator: Bilingual,
    /// Out of what; `None` for a plain count or sum.
    pub denominator: Option<Bilingual>,
    /// Whether more is better.
    pub direction: Direction,
    /// Whether values may be summed.
    pub additivity: Additivity,
    /// Which interval goes with a value.
    pub interval: IntervalKind,
    /// What it is listed under.
    pub family: String,
    /// Periods it can be asked for.
    pub grains: Vec<Grain>,
    /// Columns beside period and dimensions that tell its rows apart (`age` of a cohort, `class`).
    pub keys: Vec<String>,
    /// Views and tables that the SQL reads, sorted.
    pub needs: Vec<String>,
    /// Whether it came with the program.
    pub built_in: bool,
    /// The file as named in messages.
    pub file: String,
    /// The SELECT with its placeholders.
    pub sql: String,
}
