//! The likelihood of BG/NBD and MBG/NBD over all histories, with first and second derivatives in one pass.

use super::levels::Levels;
use super::model::Buying;
use super::rising::log_rising;
use super::row::stayed;
use super::statistics::Statistics;
use crate::chunks;
use crate::maximise::Objective;

/// ln L, its 4 first and 10 second derivatives in r, α, a, b: 11 12 13 14 22 23 24 33 34 44.
const SUMS: usize = 15;
/// Where the second derivatives begin.
const SECOND: usize = 5;

/// The log-likelihood without covariates, less the penalty.
pub(super) struct Geometric<'a> {
    model: Buying,
    statistics: &'a Statistics,
    levels: Levels,
    /// Customers who never bought again.
    once: f64,
    /// Σ weight·x.
    orders: f64,
    /// Penalty times customers.
    penalty: f64,
}

/// Value, gradient and information in the logarithms of the parameters.
pub(super) struct Curved {
    pub(super) value: f64,
    pub(super) gradient: [f64; 4],
    pub(super) information: [f64; 16],
}

/// What all rows of one level share.
#[derive(Clone, Copy)]
struct Odds {
    /// ln a/(b + stayed − 1); −∞ where nobody can have left.
    log_ratio: f64,
    /// 1/(b + stayed − 1).
    inverse: f64,
    /// r + x.
    shape: f64,
    /// x.
    frequency: f64,
}

impl<'a> Geometric<'a> {
    pub(super) fn new(model: Buying, statistics: &'a Statistics, penalty: f64) -> Self {
        let levels = Levels::new(&statistics.frequency, statistics.weight.as_deref());
        let once = match &statistics.once_weight {
            Some(weight) => weight.iter().sum(),
            None => statistics.once_age.len() as f64,
        };
        let orders = levels.values.iter().zip(&levels.weights).map(|(x, w)| x * w).sum();
        Self {
            model,
            statistics,
            levels,
            once,
            orders,
            penalty,
        }
    }

    /// Everything in one pass over the rows.
    pub(super) fn curved(&self, logs: &[f64]) -> Curved {
        let parameters: [f64; 4] = std::array::from_fn(|i| logs[i].exp());
        let sums = self.sums::<true>(&parameters);
        let (mut value, mut gradient, mut information) = (sums[0], [0.0; 4], [0.0; 16]);
        for i in 0..4 {
            let p = parameters[i];
            gradient[i] = p * sums[1 + i];
            for j in i..4 {
                let at = SECOND + i * 4 + j - i * (i + 1) / 2;
                information[i * 4 + j] = -p * parameters[j] * sums[at];
                information[j * 4 + i] = information[i * 4 + j];
            }
            information[i * 4 + i] -= gradient[i];
            let square = self.penalty * p * p;
            value -= square;
            gradient[i] -= 2.0 * square;
            information[i * 4 + i] += 4.0 * square;
        }
        Curved {
            value,
            gradient,
            information,
        }
    }

    fn sums<const CURVED: bool>(&self, parameters: &[f64; 4]) -> [f64; SUMS] {
        let &[_, alpha, ..] = parameters;
        let (mut sums, odds) = self.of_levels(parameters);
        sums[0] -= self.orders * alpha.ln();
        let data = self.statistics;
        let none = self.odds(parameters, 0.0);
        let of_once = chunks::sum(data.once_age.len(), SUMS, |rows, sums| {
            let weights = data.once_weight.as_deref().and_then(|w| w.get(rows.clone()));
            for (i, &age) in data.once_age[rows].iter().enumerate() {
                let weight = weights.map_or(1.0, |weights| weights[i]);
                add::<CURVED>(sums, weight, parameters, &none, 0.0, age);
            }
        });
        let of_again = chunks::sum(data.age.len(), SUMS, |rows, sums| {
            let weights = data.weight.as_deref().and_then(|w| w.get(rows.clone()));
            let levels = &self.levels.of_row[rows.clone()];
            let times = data.recency[rows.clone()].iter().zip(&data.age[rows]);
            for (i, ((&recency, &age), &level)) in times.zip(levels).enumerate() {
                let weight = weights.map_or(1.0, |weights| weights[i]);
                add::<CURVED>(sums, weight, parameters, &odds[level as usize], recency, age);
            }
        });
        for (sum, (once, again)) in sums.iter_mut().zip(of_once.iter().zip(&of_again)) {
            *sum += once + again;
        }
        sums
    }

    /// The terms in gamma functions, which depend on x alone, and what rows of each x share.
    fn of_levels(&self, parameters: &[f64; 4]) -> ([f64; SUMS], Vec<Odds>) {
        let &[r, _, a, b] = parameters;
        let mut sums = [0.0; SUMS];
        let levels = self.levels.values.iter().zip(&self.levels.weights);
        for (&x, &weight) in levels.chain([(&0.0, &self.once)]) {
            let orders = log_rising(r, x);
            let stayed = stayed(self.model, x);
            let stays = log_rising(b, stayed);
            let all = log_rising(a + b, stayed);
            sums[0] += weight * (orders[0] + stays[0] - all[0]);
            sums[1] += weight * orders[1];
            sums[3] -= weight * all[1];
            sums[4] += weight * (stays[1] - all[1]);
            sums[5] += weight * orders[2];
            sums[12] -= weight * all[2];
            sums[13] -= weight * all[2];
            sums[14] += weight * (stays[2] - all[2]);
        }
        let odds = self.levels.values.iter().map(|&x| self.odds(parameters, x)).collect();
        (sums, odds)
    }

    fn odds(&self, &[r, _, a, b]: &[f64; 4], frequency: f64) -> Odds {
        let stayed = stayed(self.model, frequency);
        let possible = stayed > 0.0;
        let below = b + stayed - 1.0;
        Odds {
            log_ratio: if possible { (a / below).ln() } else { f64::NEG_INFINITY },
            inverse: if possible { below.recip() } else { 0.0 },
            shape: r + frequency,
            frequency,
        }
    }
}

/// One history times its weight: the gamma terms and x·ln α are elsewhere.
#[inline]
fn add<const CURVED: bool>(
    sums: &mut [f64],
    weight: f64,
    &[r, alpha, a, _]: &[f64; 4],
    odds: &Odds,
    recency: f64,
    age: f64,
) {
    let Some(sums) = sums.first_chunk_mut::<SUMS>() else {
        return;
    };
    let &Odds {
        log_ratio,
        inverse,
        shape,
        frequency,
    } = odds;
    let at_end = (alpha + age).recip();
    let waited = (age / alpha).ln_1p();
    let scaled = age * at_end / alpha;
    sums[0] -= weight * shape * waited;
    sums[1] -= weight * waited;
    sums[2] += weight * (r * scaled - frequency * at_end);
    if CURVED {
        sums[6] += weight * scaled;
        sums[9] += weight * (frequency * at_end * at_end - r * scaled * (at_end + alpha.recip()));
    }
    if log_ratio == f64::NEG_INFINITY {
        return;
    }
    let at_last = (alpha + recency).recip();
    let silence = if recency == 0.0 {
        waited
    } else {
        ((age - recency) * at_last).ln_1p()
    };
    let by_silence = (recency - age) * at_end * at_last;
    let eta = log_ratio + shape * silence;
    let small = (-eta.abs()).exp();
    let larger = (1.0 + small).recip();
    let gone = if eta >= 0.0 { larger } else { small * larger };
    sums[0] += weight * (eta.max(0.0) + small.ln_1p());
    let left = weight * gone;
    let by_alpha = shape * by_silence;
    sums[1] += left * silence;
    sums[2] += left * by_alpha;
    sums[3] += left / a;
    sums[4] -= left * inverse;
    if CURVED {
        let by_a = a.recip();
        // Of gone·∂²η + gone·(1 − gone)·∂η·∂η.
        let both = weight * small * larger * larger;
        sums[5] += both * silence * silence;
        sums[6] += left * by_silence + both * silence * by_alpha;
        sums[7] += both * silence * by_a;
        sums[8] -= both * silence * inverse;
        sums[9] += both * by_alpha * by_alpha - left * by_alpha * (at_end + at_last);
        sums[10] += both * by_alpha * by_a;
        sums[11] -= both * by_alpha * inverse;
        sums[12] += (both - left) * by_a * by_a;
        sums[13] -= both * by_a * inverse;
        sums[14] += (both + left) * inverse * inverse;
    }
}

impl Objective for Geometric<'_> {
    fn evaluate(&self, logs: &[f64], gradient: &mut [f64]) -> f64 {
        let parameters: [f64; 4] = std::array::from_fn(|i| logs[i].exp());
        let sums = self.sums::<false>(&parameters);
        let mut value = sums[0];
        for i in 0..4 {
            let p = parameters[i];
            let square = self.penalty * p * p;
            value -= square;
            gradient[i] = p * sums[1 + i] - 2.0 * square;
        }
        value
    }

    fn information(&self, logs: &[f64]) -> Option<Vec<f64>> {
        Some(self.curved(logs).information.to_vec())
    }
}
