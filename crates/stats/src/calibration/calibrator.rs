//! Every way to calibrate, as one stored type.

use serde::{Deserialize, Serialize};

use super::isotonic::Isotonic;
use super::platt::Platt;
use super::temperature::Temperature;
use crate::error::StatsError;
use crate::special::sigmoid;

/// A fitted calibration of log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Calibrator {
    /// Left as they are.
    Identity,
    /// Stretched about ½.
    Temperature(Temperature),
    /// Shifted and stretched.
    Platt(Platt),
    /// Any rising curve. The only one whose result is not affine in the log-odds, so that reasons no longer add up to it.
    Isotonic(Isotonic),
}

/// A way to calibrate, not fitted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// No calibration.
    Identity,
    /// [`Temperature`].
    Temperature,
    /// [`Platt`].
    Platt,
    /// [`Isotonic`].
    Isotonic,
}

impl Kind {
    /// All kinds, simplest first.
    pub const ALL: [Self; 4] = [Self::Identity, Self::Temperature, Self::Platt, Self::Isotonic];

    /// Fits on log-odds of rows that the model did not learn from; arguments as [`Platt::fit`].
    ///
    /// # Errors
    /// As the kinds' own `fit`; [`Kind::Identity`] has nothing to fit and gives none.
    pub fn fit(self, log_odds: &[f64], labels: &[bool], weights: &[f64]) -> Result<Calibrator, StatsError> {
        Ok(match self {
            Self::Identity => Calibrator::Identity,
            Self::Temperature => Calibrator::Temperature(Temperature::fit(log_odds, labels, weights)?),
            Self::Platt => Calibrator::Platt(Platt::fit(log_odds, labels, weights)?),
            Self::Isotonic => Calibrator::Isotonic(Isotonic::fit(log_odds, labels, weights)?),
        })
    }
}

impl Calibrator {
    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Identity => Kind::Identity,
            Self::Temperature(_) => Kind::Temperature,
            Self::Platt(_) => Kind::Platt,
            Self::Isotonic(_) => Kind::Isotonic,
        }
    }

    /// The calibrated log-odds of one customer; finite for finite log-odds.
    #[inline]
    pub fn apply(&self, log_odds: f64) -> f64 {
        match self {
            Self::Identity => log_odds,
            Self::Temperature(fitted) => fitted.apply(log_odds),
            Self::Platt(fitted) => fitted.apply(log_odds),
            Self::Isotonic(fitted) => fitted.apply(log_odds),
        }
    }

    /// The calibrated probability of one customer, 0–1.
    pub fn probability(&self, log_odds: f64) -> f64 {
        sigmoid(self.apply(log_odds))
    }

    /// Intercept and slope where the calibration is a line in log-odds: then reasons that add up to the log-odds, times the slope, add up
    /// to the calibrated ones. `None` for [`Isotonic`].
    pub fn line(&self) -> Option<(f64, f64)> {
        match self {
            Self::Identity => Some((0.0, 1.0)),
            Self::Temperature(fitted) => Some((0.0, 1.0 / fitted.temperature)),
            Self::Platt(fitted) => Some((fitted.intercept, fitted.slope)),
            Self::Isotonic(_) => None,
        }
    }
}
