//! The time between two visits of a customer who stays.

/// Days between visits: `min` plus a Weibull variable cut at `max − min`. Its survival function has a closed form, so
/// the probability that a silent customer has left is exact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    pub(crate) min: i32,
    pub(crate) max: i32,
    /// Days.
    pub(crate) scale: f64,
    pub(crate) shape: f64,
}

impl Gap {
    fn tail(&self, days: f64) -> f64 {
        (-(days.max(0.0) / self.scale).powf(self.shape)).exp()
    }

    /// The gap at quantile `u` in [0, 1): at least `min`, below `max`.
    pub(crate) fn days(&self, u: f64) -> i32 {
        let last = self.tail(f64::from(self.max - self.min));
        let survival = 1.0 - u * (1.0 - last);
        let days = self.scale * (-survival.ln()).max(0.0).powf(1.0 / self.shape);
        (self.min + days as i32).min(self.max - 1)
    }

    /// The probability that the gap is longer than `silence` days.
    pub(crate) fn longer_than(&self, silence: i32) -> f64 {
        let last = self.tail(f64::from(self.max - self.min));
        let from = f64::from(silence + 1 - self.min);
        ((self.tail(from) - last) / (1.0 - last)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Draw;

    #[test]
    fn the_closed_form_is_the_frequency_of_the_draws() {
        let gap = Gap {
            min: 4,
            max: 86,
            scale: 22.0,
            shape: 1.6,
        };
        let mut draw = Draw::new(1, 1);
        let days: Vec<i32> = (0..100_000).map(|_| gap.days(draw.unit())).collect();
        assert!(days.iter().all(|d| (4..86).contains(d)));
        for silence in [0, 3, 4, 10, 25, 60, 84, 85] {
            let share = days.iter().filter(|d| **d > silence).count() as f64 / 1e5;
            assert!((share - gap.longer_than(silence)).abs() < 0.006, "{silence}: {share}");
        }
        assert_eq!(gap.longer_than(3), 1.0);
        assert_eq!(gap.longer_than(85), 0.0);
    }
}
