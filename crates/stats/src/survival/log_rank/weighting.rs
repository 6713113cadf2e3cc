//! Which times count most.

use crate::error::StatsError;
use crate::survival::risk::RiskSet;

/// The weight w(t) of an event time in a log-rank test. n: at risk, d: events, of all groups of the stratum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weighting {
    /// 1: every churn counts the same; best where hazards are proportional.
    LogRank,
    /// n (Gehan 1965, Breslow 1970; generalised Wilcoxon): early differences; depends on censoring.
    Wilcoxon,
    /// √n (Tarone & Ware 1977): between the two.
    TaroneWare,
    /// Π (1 − d/(n+1)) up to and with t (Peto & Peto 1972, as modified by Andersen et al. 1982): early differences,
    /// little influence of censoring. As lifelines' `peto`; R's `survdiff(rho = 1)` is Fleming–Harrington with p = 1.
    Peto,
    /// S(t−)^p·(1 − S(t−))^q with the pooled Kaplan–Meier curve (Fleming & Harrington 1991): p early, q late differences.
    /// R's `survdiff(rho = p)` with q = 0. Both finite and 0 or more.
    FlemingHarrington {
        /// Stress on early times.
        p: f64,
        /// Stress on late times.
        q: f64,
    },
}

impl Weighting {
    pub(super) fn check(self) -> Result<(), StatsError> {
        if let Self::FlemingHarrington { p, q } = self {
            for (name, value) in [("p of Fleming–Harrington", p), ("q of Fleming–Harrington", q)] {
                if !(value >= 0.0 && value.is_finite()) {
                    return Err(StatsError::OutOfRange {
                        name,
                        value,
                        expected: "finite and 0 or more",
                    });
                }
            }
        }
        Ok(())
    }

    /// The weights of the times of one stratum, in rising order of time.
    pub(super) fn of(self, sets: &[RiskSet]) -> Vec<f64> {
        let mut left = 1.0;
        sets.iter()
            .map(|set| {
                let at_risk = set.at_risk();
                let before = left;
                match self {
                    Self::LogRank => 1.0,
                    Self::Wilcoxon => at_risk,
                    Self::TaroneWare => at_risk.sqrt(),
                    Self::Peto => {
                        left *= (set.left + 1.0) / (at_risk + 1.0);
                        left
                    }
                    Self::FlemingHarrington { p, q } => {
                        left *= set.left / at_risk;
                        before.powf(p) * (1.0 - before).powf(q)
                    }
                }
            })
            .collect()
    }
}
