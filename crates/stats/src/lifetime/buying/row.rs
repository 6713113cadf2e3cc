//! The log-likelihood of one history.

use super::model::Buying;
use super::pareto::{Point, gone};
use super::rising::log_rising;
use crate::special::log1p_exp;

/// A history: x, t_x, T.
#[derive(Clone, Copy, Debug)]
pub(super) struct History {
    pub(super) frequency: f64,
    pub(super) recency: f64,
    pub(super) age: f64,
}

/// The log-likelihood of a history and its derivatives in the logarithms of the four parameters.
pub(super) fn log_likelihood(model: Buying, parameters: &[f64; 4], history: &History) -> (f64, [f64; 4]) {
    match model {
        Buying::BgNbd | Buying::MbgNbd => geometric(model, parameters, history),
        Buying::ParetoNbd => pareto(parameters, history),
    }
}

/// P(alive at T | history), 0–1.
pub(super) fn p_alive(model: Buying, parameters: &[f64; 4], history: &History) -> f64 {
    match model {
        Buying::BgNbd | Buying::MbgNbd => crate::special::sigmoid(-log_odds_gone(model, parameters, history)),
        Buying::ParetoNbd => {
            let parts = Parts::new(parameters, history);
            (-parts.log_total()).exp().min(1.0)
        }
    }
}

/// Orders after which somebody may have left and did not: the b of the customers still alive is b + this.
pub(super) fn stayed(model: Buying, frequency: f64) -> f64 {
    match model {
        Buying::MbgNbd => frequency + 1.0,
        Buying::BgNbd | Buying::ParetoNbd => frequency,
    }
}

/// ln P(left at the last purchase)/P(alive) for BG/NBD and MBG/NBD; −∞ where leaving was not possible.
pub(super) fn log_odds_gone(model: Buying, &[r, alpha, a, b]: &[f64; 4], history: &History) -> f64 {
    let stayed = stayed(model, history.frequency);
    if stayed == 0.0 {
        return f64::NEG_INFINITY;
    }
    let silence = ((history.age - history.recency) / (alpha + history.recency)).ln_1p();
    (a / (b + stayed - 1.0)).ln() + (r + history.frequency) * silence
}

fn geometric(model: Buying, parameters: &[f64; 4], history: &History) -> (f64, [f64; 4]) {
    let &[r, alpha, a, b] = parameters;
    let &History {
        frequency: x,
        recency,
        age,
    } = history;
    let stayed = stayed(model, x);
    let orders = log_rising(r, x);
    let stays = log_rising(b, stayed);
    let all = log_rising(a + b, stayed);
    let waited = (age / alpha).ln_1p();
    let odds = log_odds_gone(model, parameters, history);
    let gone = crate::special::sigmoid(odds);
    let value = orders[0] + stays[0] - all[0] - r * waited - x * (alpha + age).ln() + log1p_exp(odds);
    let silence = ((age - recency) / (alpha + recency)).ln_1p();
    let by_silence = -(age - recency) / (alpha + age) / (alpha + recency);
    let (by_a, by_b) = if stayed == 0.0 {
        (0.0, 0.0)
    } else {
        (gone, -gone * b / (b + stayed - 1.0))
    };
    let gradient = [
        r * (orders[1] - waited + gone * silence),
        r * (age / (alpha + age)) - x * (alpha / (alpha + age)) + gone * (r + x) * alpha * by_silence,
        -a * all[1] + by_a,
        b * (stays[1] - all[1]) + by_b,
    ];
    (value, gradient)
}

fn pareto(parameters: &[f64; 4], history: &History) -> (f64, [f64; 4]) {
    let &[r, alpha, s, beta] = parameters;
    let &History {
        frequency: x,
        recency,
        age,
    } = history;
    let orders = log_rising(r, x);
    let parts = Parts::new(parameters, history);
    let total = parts.log_total();
    let (waited, stayed) = ((age / alpha).ln_1p(), (age / beta).ln_1p());
    let value = orders[0] - r * waited - s * stayed - x * (alpha + age).ln() + total;

    // d total = [(ρφₓ)·(d ln ρ + d ln φₓ) − dφ_T]/total.
    let alive = (-total).exp();
    let left = (parts.log_left() - total).exp();
    let last = parts.at_last;
    let end = parts.at_end;
    let change = |log_ratio: f64, i: usize| left * (log_ratio + last[i] / last[0]) - alive * end[i];
    let quiet = age - recency;
    let by_alpha = -(r + x) * quiet / (alpha + age) / (alpha + recency);
    let by_beta = -s * quiet / (beta + age) / (beta + recency);
    let gradient = [
        r * (orders[1] - waited + change(parts.silence_alpha, 1)),
        r * (age / (alpha + age)) - x * (alpha / (alpha + age)) + alpha * change(by_alpha, 3),
        s * (-stayed + change(parts.silence_beta, 2)),
        s * (age / (beta + age)) + beta * change(by_beta, 4),
    ];
    (value, gradient)
}

/// L ∝ (1 − φ(T)) + ρ·φ(t_x), in units of the likelihood of a customer who is alive at T; two positive parts.
struct Parts {
    at_last: [f64; 5],
    at_end: [f64; 5],
    silence_alpha: f64,
    silence_beta: f64,
    log_ratio: f64,
}

impl Parts {
    fn new(&[r, alpha, s, beta]: &[f64; 4], history: &History) -> Self {
        let &History {
            frequency,
            recency,
            age,
        } = history;
        let shape = r + frequency;
        let point = |time: f64| Point {
            shape,
            s,
            alpha_time: alpha + time,
            beta_time: beta + time,
            difference: alpha - beta,
        };
        let silence_alpha = ((age - recency) / (alpha + recency)).ln_1p();
        let silence_beta = ((age - recency) / (beta + recency)).ln_1p();
        Self {
            at_last: gone(&point(recency)),
            at_end: gone(&point(age)),
            silence_alpha,
            silence_beta,
            log_ratio: shape * silence_alpha + s * silence_beta,
        }
    }

    /// ln ρφ(t_x).
    fn log_left(&self) -> f64 {
        self.log_ratio + self.at_last[0].ln()
    }

    /// Of the whole.
    fn log_total(&self) -> f64 {
        let stays = (1.0 - self.at_end[0]).max(0.0);
        let left = self.log_left();
        if left > 0.0 {
            left + (stays * (-left).exp()).ln_1p()
        } else {
            (stays + left.exp()).ln()
        }
    }
}
