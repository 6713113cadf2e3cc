//! The hazard itself, smoothed out of its cumulative steps.

use rayon::prelude::*;

use super::nelson_aalen::NelsonAalen;
use crate::error::StatsError;

/// The hazard at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HazardPoint {
    /// The time, in the unit of the durations.
    pub time: f64,
    /// Churn per customer at risk and unit of time, 0 or more.
    pub hazard: f64,
    /// Its standard error.
    pub se: f64,
}

impl NelsonAalen {
    /// The hazard at each of `times`: (1/b)·Σ K((t − tᵢ)/b)·ΔH(tᵢ) over |t − tᵢ| ≤ b, b = `bandwidth` in the unit of time
    /// (Ramlau-Hansen 1983), variance (1/b²)·Σ K²·ΔV(tᵢ).
    ///
    /// K is Epanechnikov's kernel ¾(1 − x²), as in lifelines; nearer than b to 0 or to the last observed time it is bent
    /// (Gasser & Müller 1979; Klein & Moeschberger 2003, 6.2.2–3), since nothing is seen beyond; lifelines falls there. A
    /// bent kernel is negative in places: a hazard below 0 is given as 0. Smoothing adds a bias of the order b² that `se`
    /// does not hold. Cost: the events within b of each time.
    ///
    /// Errors: a bandwidth that is not above 0 or above half of the last observed time; a time outside 0 to the last
    /// observed one (with its index); a hazard that overflows.
    pub fn smoothed_hazard(&self, bandwidth: f64, times: &[f64]) -> Result<Vec<HazardPoint>, StatsError> {
        if !(bandwidth > 0.0 && bandwidth <= self.last_time / 2.0) {
            return Err(StatsError::OutOfRange {
                name: "bandwidth",
                value: bandwidth,
                expected: "above 0 and at most half of the last observed time",
            });
        }
        let inside = |time: &f64| (0.0..=self.last_time).contains(time);
        if let Some(index) = times.iter().position(|time| !inside(time)) {
            return Err(StatsError::BadValue {
                name: "time",
                index,
                value: times[index],
                expected: "between 0 and the last observed time",
            });
        }
        let points: Vec<HazardPoint> = times
            .par_iter()
            .map(|&time| self.smoothed_at(bandwidth, time))
            .collect();
        if points.iter().any(|point| !(point.hazard + point.se).is_finite()) {
            return Err(StatsError::Overflow {
                name: "the smoothed hazard",
            });
        }
        Ok(points)
    }

    fn smoothed_at(&self, bandwidth: f64, time: f64) -> HazardPoint {
        let first = self.steps.partition_point(|step| step.time < time - bandwidth);
        let (mut hazard_before, mut variance_before) = match first.checked_sub(1).and_then(|last| self.steps.get(last))
        {
            Some(step) => (step.hazard, step.se * step.se),
            None => (0.0, 0.0),
        };
        let (mut hazard, mut variance) = (0.0, 0.0);
        for step in self.steps[first..]
            .iter()
            .take_while(|step| step.time <= time + bandwidth)
        {
            let x = (time - step.time) / bandwidth;
            let kernel = if time < bandwidth {
                bent(x, time / bandwidth)
            } else {
                bent(-x, ((self.last_time - time) / bandwidth).min(1.0))
            };
            let total = step.se * step.se;
            hazard += kernel * (step.hazard - hazard_before);
            variance += kernel * kernel * (total - variance_before).max(0.0);
            (hazard_before, variance_before) = (step.hazard, total);
        }
        HazardPoint {
            time,
            hazard: (hazard / bandwidth).max(0.0),
            se: variance.sqrt() / bandwidth,
        }
    }
}

/// Epanechnikov's kernel over −1 to `q`, bent so that its integral is 1 and its mean 0; the plain one at q = 1.
fn bent(x: f64, q: f64) -> f64 {
    if x < -1.0 || x > q {
        return 0.0;
    }
    let scale = (1.0 + q).powi(4) * (19.0 - 18.0 * q + 3.0 * q * q);
    let level = 64.0 * (2.0 - 4.0 * q + 6.0 * q * q - 3.0 * q * q * q) / scale;
    let slope = 240.0 * (1.0 - q) * (1.0 - q) / scale;
    0.75 * (1.0 - x * x) * (level + slope * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_has_integral_one_and_mean_zero() {
        for q in [0.0, 0.3, 0.77, 1.0] {
            let (mut integral, mut mean) = (0.0, 0.0);
            let width = (1.0 + q) / 1e5;
            for cell in 0..100_000 {
                let x = -1.0 + (f64::from(cell) + 0.5) * width;
                integral += bent(x, q) * width;
                mean += x * bent(x, q) * width;
            }
            assert!(
                (integral - 1.0).abs() < 1e-8 && mean.abs() < 1e-8,
                "{q}: {integral} {mean}"
            );
        }
    }
}
