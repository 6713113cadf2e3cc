//! What a customer spends per purchase, given what they have spent.

use crate::check;
use crate::error::StatsError;
use crate::lifetime::parameters::positive;

/// A customer's spends are Gamma(`p`, ν) with their own ν ~ Gamma(`q`, `v`) (Fader & Hardie 2013, who write γ for v).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaGamma {
    /// Shape of one customer's spends, p, above 0.
    pub p: f64,
    /// Shape of the differences between customers, q, above 0.
    pub q: f64,
    /// Their scale, v (γ in the paper), above 0, in the unit of the spends.
    pub v: f64,
}

impl GammaGamma {
    /// Checks that all three are above 0 and finite.
    pub fn new(p: f64, q: f64, v: f64) -> Result<Self, StatsError> {
        Ok(Self {
            p: positive("p", p)?,
            q: positive("q", q)?,
            v: positive("v", v)?,
        })
    }

    /// Expected spend per purchase of a customer whose `frequency` purchases x cost `mean_spend` z̄ on average:
    /// p·(v + x·z̄)/(p·x + q − 1), between their own mean and everybody's. x = 0: everybody's mean, whatever z̄.
    ///
    /// Errors: a frequency below 0, a spend that is not above 0 where x > 0 (index 0), and p·x + q ≤ 1, where the
    /// expectation is infinite ([`StatsError::OutOfRange`]).
    pub fn expected_spend(&self, frequency: f64, mean_spend: f64) -> Result<f64, StatsError> {
        let (x, spent) = self.checked(frequency, mean_spend)?;
        let value = self.p * (self.v + spent) / (self.p * x + self.q - 1.0);
        check::no_overflow("the expected spend", value)
    }

    /// Everybody's mean spend p·v/(q − 1).
    ///
    /// Errors: q ≤ 1, where it is infinite.
    pub fn mean(&self) -> Result<f64, StatsError> {
        self.expected_spend(0.0, 0.0)
    }

    /// Slopes of the logarithm of [`Self::expected_spend`] along the logarithms of p, q and v.
    pub(crate) fn slopes(&self, frequency: f64, mean_spend: f64) -> Result<[f64; 3], StatsError> {
        let (x, spent) = self.checked(frequency, mean_spend)?;
        let below = self.p * x + self.q - 1.0;
        Ok([1.0 - self.p * x / below, -self.q / below, self.v / (self.v + spent)])
    }

    /// Purchases, and the sum they cost.
    fn checked(&self, frequency: f64, mean_spend: f64) -> Result<(f64, f64), StatsError> {
        let bad = |name, value, expected| StatsError::BadValue {
            name,
            index: 0,
            value,
            expected,
        };
        if !(0.0..=f64::MAX).contains(&frequency) {
            return Err(bad("frequency", frequency, "0 or more and finite"));
        }
        if frequency > 0.0 && !(mean_spend > 0.0 && mean_spend.is_finite()) {
            return Err(bad("mean spend", mean_spend, "above 0 for a customer who bought"));
        }
        if self.p * frequency + self.q <= 1.0 {
            return Err(StatsError::OutOfRange {
                name: "p·x + q",
                value: self.p * frequency + self.q,
                expected: "above 1, or the expected spend is infinite",
            });
        }
        Ok((frequency, if frequency > 0.0 { frequency * mean_spend } else { 0.0 }))
    }
}
