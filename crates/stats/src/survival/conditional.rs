//! Who has stayed so far: how likely they stay longer.

use super::kaplan_meier::{KaplanMeier, ROUNDING, log_log_band};
use crate::interval::Interval;

/// Share of those who stayed longer than some time who stay longer still.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditional {
    /// The share, 0–1.
    pub survival: f64,
    /// Its 95 % interval, pointwise.
    pub interval: Interval,
}

impl KaplanMeier {
    /// Of customers who stayed longer than `stayed`, the share who stay longer than `stayed + further`: S(t + u) ÷ S(t).
    ///
    /// Both times are in the unit of the durations and at least 0. The variance of ln(S(t + u) ÷ S(t)) is Greenwood's sum over the steps in (t, t + u], so that
    /// what happened before t adds nothing; the band is on the log(−log) scale as the curve's own (Klein & Moeschberger 2003, 4.2–4.3: the product-limit
    /// estimator of those who entered at t). 1 with the band 0 to 1 where nobody churned in between, which says how little is known.
    ///
    /// `None` where it cannot be said: beyond the last observed time, where nobody stayed that long, and for times that are not numbers.
    pub fn conditional(&self, stayed: f64, further: f64) -> Option<Conditional> {
        let until = stayed + further;
        if !(stayed >= 0.0 && further >= 0.0 && until <= self.last_time) {
            return None;
        }
        let (before, after) = (self.step_at(stayed), self.step_at(until));
        let share = |step: Option<&super::Step>| step.map_or(1.0, |step| step.survival);
        // Greenwood's sum up to a step.
        let sum = |step: Option<&super::Step>| {
            step.map_or(0.0, |step| {
                if step.survival > 0.0 {
                    (step.se / step.survival).powi(2)
                } else {
                    0.0
                }
            })
        };
        if share(before) <= ROUNDING {
            return None;
        }
        let survival = (share(after) / share(before)).clamp(0.0, 1.0);
        let sigma = (sum(after) - sum(before)).max(0.0).sqrt();
        Some(Conditional {
            survival,
            interval: log_log_band(survival, sigma),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{spells::Spells, survival_curve};

    /// Ten customers: churn at 1, 2 and 4, three still there at 3 and the others at 6.
    fn curve() -> super::KaplanMeier {
        let exit = [1.0, 2.0, 3.0, 3.0, 3.0, 4.0, 6.0, 6.0, 6.0, 6.0];
        let event = [true, true, false, false, false, true, false, false, false, false];
        survival_curve(&Spells::new(&exit, &event)).unwrap()
    }

    #[test]
    fn who_has_stayed_so_far_counts_alone() {
        let curve = curve();
        // S(2) = 9/10 · 8/9 = 0.8; of the five under observation at 4, one churned: S(4) ÷ S(2) = 4/5.
        let found = curve.conditional(2.0, 2.0).unwrap();
        assert!((found.survival - 0.8).abs() < 1e-12);
        // The same as the curve of those who entered at 2: σ² = 1 ÷ (5 · 4).
        let exit = [3.0, 3.0, 3.0, 4.0, 6.0, 6.0, 6.0, 6.0];
        let event = [false, false, false, true, false, false, false, false];
        let entry = [2.0; 8];
        let later = survival_curve(&Spells::new(&exit, &event).entered(&entry)).unwrap();
        let step = later.step_at(4.0).unwrap();
        assert!((found.interval.low - step.interval.low).abs() < 1e-12);
        assert!((found.interval.high - step.interval.high).abs() < 1e-12);
    }

    #[test]
    fn beyond_the_data_nothing_is_said() {
        let curve = curve();
        assert_eq!(
            curve.conditional(2.0, 4.0).map(|found| found.survival),
            curve.conditional(2.0, 2.0).map(|found| found.survival)
        );
        assert_eq!(curve.conditional(2.0, 4.1), None);
        assert_eq!(curve.conditional(-1.0, 1.0), None);
        assert_eq!(curve.conditional(f64::NAN, 1.0), None);
        let sure = curve.conditional(4.0, 1.0).unwrap();
        assert_eq!((sure.survival, sure.interval.low, sure.interval.high), (1.0, 0.0, 1.0));
        let all = survival_curve(&Spells::new(&[1.0, 2.0], &[true, true])).unwrap();
        assert_eq!(all.conditional(2.0, 0.0), None, "nobody stayed that long");
    }
}
