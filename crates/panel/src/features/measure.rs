//! What is measured in a period, and what is said about a window of periods.

/// A number per period; 0 in a period without events, also before the customer's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Events.
    Events,
    /// Sum of the amounts.
    Amount,
    /// Largest amount of an event; 0 where no event has an amount.
    LargestAmount,
    /// Sum of the quantities.
    Quantity,
    /// Different products of each kind of event, added over kinds.
    Products,
    /// Different kinds of events.
    Kinds,
    /// Sum of |amount| over negative amounts.
    Refund,
}

impl Measure {
    /// All measures, in the order of the columns.
    pub const ALL: [Self; 7] = [
        Self::Events,
        Self::Amount,
        Self::LargestAmount,
        Self::Quantity,
        Self::Products,
        Self::Kinds,
        Self::Refund,
    ];
}

/// What is said about the numbers x of the n periods of a window, oldest first. NaN where undefined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// Σx.
    Sum,
    /// Σx ÷ what it is spread over: events with an amount for money, active periods for events, events otherwise.
    Intensity,
    /// Σx ÷ n; the moving average.
    Mean,
    /// Smallest.
    Min,
    /// Largest.
    Max,
    /// Standard deviation with n − 1.
    Sd,
    /// sd ÷ |mean|; undefined where the mean is 0.
    Cv,
    /// (max − min) ÷ |mean|; undefined where the mean is 0.
    Range,
    /// Least-squares slope on the number of the period.
    Slope,
    /// Correlation of x with the number of the period, −1…1: slope · sd(number) ÷ sd(x); undefined where x is constant.
    StandardisedSlope,
    /// Slope over the later half of the window − slope over the earlier half; for even windows of at least 4.
    SlopeChange,
}

impl Statistic {
    /// All statistics, in the order of the columns.
    pub const ALL: [Self; 11] = [
        Self::Sum,
        Self::Intensity,
        Self::Mean,
        Self::Min,
        Self::Max,
        Self::Sd,
        Self::Cv,
        Self::Range,
        Self::Slope,
        Self::StandardisedSlope,
        Self::SlopeChange,
    ];

    /// Whether it says something of a measure over so many periods that nothing else does.
    pub fn applies(self, measure: Measure, window: u32) -> bool {
        match self {
            Self::Sum => true,
            Self::Intensity => !matches!(measure, Measure::LargestAmount | Measure::Kinds),
            // Over one period these are the sum.
            Self::Mean | Self::Min | Self::Max => window > 1,
            Self::Sd | Self::Cv | Self::Range | Self::Slope | Self::StandardisedSlope => window > 1,
            Self::SlopeChange => window >= 4 && window.is_multiple_of(2),
        }
    }
}
