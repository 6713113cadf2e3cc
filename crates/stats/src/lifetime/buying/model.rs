//! The three models and the names of what they estimate.

/// A model of purchases without a contract: nobody says when they leave, they only fall silent.
///
/// In all of them a customer buys at random times at a rate λ of their own (Poisson), and rates differ between customers
/// by a gamma distribution with shape r and rate α (mean r/α purchases a unit of time). They differ in how customers
/// leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Buying {
    /// After each repeat purchase with a probability p of the customer's own, p ~ Beta(a, b): Fader, Hardie & Lee (2005).
    /// Who never bought again is certainly alive.
    BgNbd,
    /// The same, and also right after the first purchase: Batislam, Denizel & Filiztekin (2007), with the correction of
    /// Wagner & Hoppe (2008).
    MbgNbd,
    /// At any time, at a rate μ of the customer's own, μ ~ Gamma(s, β): Schmittlein, Morrison & Colombo (1987).
    ParetoNbd,
}

impl Buying {
    /// As in the literature.
    pub fn name(self) -> &'static str {
        match self {
            Self::BgNbd => "BG/NBD",
            Self::MbgNbd => "MBG/NBD",
            Self::ParetoNbd => "Pareto/NBD",
        }
    }

    /// Its four parameters in their order: alpha and beta have the unit of time, the others none.
    pub fn parameter_names(self) -> [&'static str; 4] {
        match self {
            Self::BgNbd | Self::MbgNbd => ["r", "alpha", "a", "b"],
            Self::ParetoNbd => ["r", "alpha", "s", "beta"],
        }
    }

    /// Whether the fourth parameter has the unit of time; the second always has.
    pub(super) fn fourth_is_time(self) -> bool {
        self == Self::ParetoNbd
    }
}
