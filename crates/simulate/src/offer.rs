//! The randomised offer: whom it reaches, whom it helps, whom it harms.

use crate::draw::Draw;

/// Share of eligible customers in the trial; half of them get the offer.
pub(crate) const TRIAL_SHARE: f64 = 0.6;
const HELP_LOG_ODDS: f64 = -1.3;
const HARM_LOG_ODDS: f64 = 1.6;

/// How a customer reacts; a function of [`Facts`] alone, so that it can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Price-sensitive: the discount keeps them.
    Helped,
    /// Loyal for years and not looking at prices: the offer wakes them up.
    Harmed,
    /// The rest.
    Indifferent,
}

impl Group {
    pub(crate) const ALL: [Self; 3] = [Self::Helped, Self::Harmed, Self::Indifferent];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Helped => "helped",
            Self::Harmed => "harmed",
            Self::Indifferent => "indifferent",
        }
    }

    /// What the offer adds to the log-odds of leaving.
    pub(crate) fn log_odds(self) -> f64 {
        match self {
            Self::Helped => HELP_LOG_ODDS,
            Self::Harmed => HARM_LOG_ODDS,
            Self::Indifferent => 0.0,
        }
    }
}

/// What is known about a customer on the day of assignment: the columns of `offers.csv`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) tenure_months: i32,
    /// Minor units in the 90 days before.
    pub(crate) value_90d: i64,
    pub(crate) silence_days: i32,
    pub(crate) complaints_180d: i64,
    /// A contract, a maintenance package or a paid membership.
    pub(crate) committed: bool,
    /// Share of purchases made with a promotion, percent.
    pub(crate) promotion_percent: i32,
    pub(crate) age: i32,
}

impl Facts {
    pub(crate) fn group(&self) -> Group {
        if self.promotion_percent >= 55 {
            Group::Helped
        } else if self.promotion_percent < 30 && self.tenure_months >= 24 {
            Group::Harmed
        } else {
            Group::Indifferent
        }
    }
}

/// One customer's part in the trial.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer {
    pub(crate) facts: Facts,
    pub(crate) treated: bool,
    pub(crate) retained: bool,
    /// The true change of the probability to be retained.
    pub(crate) effect: f64,
}

/// Draws whether a customer takes part, and on which arm (`Some(true)` = gets the offer).
pub(crate) fn assign(draw: &mut Draw) -> Option<bool> {
    let (takes_part, treated) = (draw.chance(TRIAL_SHARE), draw.chance(0.5));
    takes_part.then_some(treated)
}
