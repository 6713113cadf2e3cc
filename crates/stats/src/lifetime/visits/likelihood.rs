//! The likelihood of BG/BB over distinct histories, with its gradient.

use super::bgbb::{BgBb, History};
use super::histories::Group;
use crate::chunks;
use crate::maximise::Objective;

/// Sums over j < k of ln(a + j) and of 1/(a + j), for k from 0 on: rising factorials without any gamma function, and
/// without the digits that a difference of two large ones would lose.
struct Rising {
    ln: Vec<f64>,
    inverse: Vec<f64>,
}

impl Rising {
    fn new(a: f64, last: u32) -> Self {
        let (mut ln, mut inverse) = (vec![0.0], vec![0.0]);
        let (mut ln_sum, mut inverse_sum) = (0.0, 0.0);
        for j in 0..last {
            let at = a + f64::from(j);
            ln_sum += at.ln();
            inverse_sum += 1.0 / at;
            ln.push(ln_sum);
            inverse.push(inverse_sum);
        }
        Self { ln, inverse }
    }
}

/// A term of a likelihood: its logarithm and the slope of that along the logarithms of α, β, γ, δ.
#[derive(Clone, Copy)]
pub(crate) struct Term {
    pub(crate) ln: f64,
    pub(crate) slopes: [f64; 4],
}

impl Term {
    /// ln(e^a + e^b).
    fn plus(self, other: Self) -> Self {
        let (high, low) = if self.ln >= other.ln {
            (self, other)
        } else {
            (other, self)
        };
        let ratio = (low.ln - high.ln).exp();
        let share = ratio / (1.0 + ratio);
        let mut slopes = high.slopes;
        for (slope, low) in slopes.iter_mut().zip(low.slopes) {
            *slope += share * (low - *slope);
        }
        Self {
            ln: high.ln + ratio.ln_1p(),
            slopes,
        }
    }
}

/// Rising factorials of all parameters up to the largest number of opportunities.
pub(crate) struct Tables {
    model: BgBb,
    buy: Rising,
    pass: Rising,
    either: Rising,
    stay: Rising,
    leave_or_stay: Rising,
}

impl Tables {
    pub(crate) fn new(model: &BgBb, opportunities: u32) -> Self {
        let BgBb {
            alpha,
            beta,
            gamma,
            delta,
        } = *model;
        Self {
            model: *model,
            buy: Rising::new(alpha, opportunities),
            pass: Rising::new(beta, opportunities),
            either: Rising::new(alpha + beta, opportunities),
            stay: Rising::new(delta, opportunities + 1),
            leave_or_stay: Rising::new(gamma + delta, opportunities + 1),
        }
    }

    /// x purchases at k opportunities while still there at all of them: B(α+x, β+k−x)/B(α, β)·B(γ, δ+k)/B(γ, δ).
    pub(crate) fn alive(&self, x: u32, k: u32) -> Term {
        self.term(x, k, k, false)
    }

    /// The same, leaving right after opportunity k: B(γ+1, δ+k) instead.
    fn left(&self, x: u32, k: u32) -> Term {
        self.term(x, k, k + 1, true)
    }

    fn term(&self, x: u32, k: u32, turns: u32, left: bool) -> Term {
        let (x, k, turns, passed) = (x as usize, k as usize, turns as usize, (k - x) as usize);
        let leaving = f64::from(u8::from(left));
        let BgBb {
            alpha,
            beta,
            gamma,
            delta,
        } = self.model;
        let bought = self.buy.ln[x] + self.pass.ln[passed] - self.either.ln[k];
        let stayed = self.stay.ln[k] - self.leave_or_stay.ln[turns] + leaving * gamma.ln();
        Term {
            ln: bought + stayed,
            slopes: [
                alpha * (self.buy.inverse[x] - self.either.inverse[k]),
                beta * (self.pass.inverse[passed] - self.either.inverse[k]),
                leaving - gamma * self.leave_or_stay.inverse[turns],
                delta * (self.stay.inverse[k] - self.leave_or_stay.inverse[turns]),
            ],
        }
    }

    /// Likelihoods of all histories with `x` purchases at `n` opportunities, tₓ from n down to the smallest in
    /// `recencies` (which falls): one running sum gives them all, since the terms do not depend on tₓ.
    pub(crate) fn each(&self, x: u32, n: u32, recencies: &mut dyn Iterator<Item = u32>, mut found: impl FnMut(Term)) {
        let mut sum = self.alive(x, n);
        let mut next = n;
        for recency in recencies {
            while next > recency.max(x) {
                next -= 1;
                sum = sum.plus(self.left(x, next));
            }
            found(sum);
        }
    }

    /// The likelihood of one history.
    pub(crate) fn likelihood(&self, history: &History) -> Term {
        let mut found = self.alive(history.frequency, history.opportunities);
        let recency = &mut std::iter::once(history.recency);
        self.each(history.frequency, history.opportunities, recency, |term| found = term);
        found
    }
}

/// Σ weight·ln likelihood.
pub(crate) struct Likelihood<'a> {
    groups: &'a [Group],
    /// Where in `groups` a pair of n and x begins, and last the end.
    bounds: Vec<usize>,
    opportunities: u32,
    scale: f64,
}

impl<'a> Likelihood<'a> {
    /// `groups` as [`super::Visits::grouped`] orders them; weights are divided by `scale`.
    pub(crate) fn new(groups: &'a [Group], scale: f64) -> Self {
        let pair = |g: &Group| (g.history.opportunities, g.history.frequency);
        let mut bounds = vec![0];
        for run in groups.chunk_by(|a, b| pair(a) == pair(b)) {
            bounds.push(bounds.last().copied().unwrap_or(0) + run.len());
        }
        Self {
            groups,
            bounds,
            opportunities: groups.last().map_or(0, |g| g.history.opportunities),
            scale,
        }
    }
}

impl Objective for Likelihood<'_> {
    fn evaluate(&self, logs: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let Ok(model) = BgBb::from_logs(logs) else {
            return f64::NEG_INFINITY;
        };
        let tables = Tables::new(&model, self.opportunities);
        let sums = chunks::sum(self.bounds.len() - 1, 5, |pairs, sums| {
            for bounds in self.bounds[pairs.start..=pairs.end].windows(2) {
                let run = &self.groups[bounds[0]..bounds[1]];
                let first = run[0].history;
                let mut weights = run.iter().map(|group| group.weight / self.scale);
                let recencies = &mut run.iter().map(|group| group.history.recency);
                tables.each(first.frequency, first.opportunities, recencies, |term| {
                    let weight = weights.next().unwrap_or(0.0);
                    sums[4] += weight * term.ln;
                    for (sum, slope) in sums.iter_mut().zip(term.slopes) {
                        *sum += weight * slope;
                    }
                });
            }
        });
        for (slope, sum) in gradient.iter_mut().zip(&sums) {
            *slope = *sum;
        }
        sums[4]
    }
}
