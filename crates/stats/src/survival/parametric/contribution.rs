//! What one row adds to the log-likelihood, with its derivatives.

use super::family::{Curve, Family};
use super::outcome::{Kind, Outcomes};
use crate::special::{log1p_exp, sigmoid};

/// The third predictor of a row beside location and ln σ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Third {
    /// None.
    Absent,
    /// Q of the generalised gamma.
    Shape,
    /// Log-odds of ever leaving.
    Leaving,
}

/// Value, gradient and second derivatives in (location, ln σ, third).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Term {
    pub(super) value: f64,
    pub(super) first: [f64; 3],
    /// In the order 00, 01, 11, 02, 12, 22.
    pub(super) second: [f64; 6],
}

/// An interval this narrow, in units of the change of the density, is as good as an exact time.
const NARROW: f64 = 1e-5;

/// The contribution of `row` at `location`, `scale` = σ and `third`.
#[inline]
pub(super) fn contribution(
    family: Family,
    kind_of_third: Third,
    outcomes: &Outcomes,
    row: usize,
    [location, scale, third]: [f64; 3],
) -> Term {
    let standard = |y: f64| (y - location) / scale;
    let w = standard(outcomes.at[row]);
    let kind = outcomes.kind[row];
    let mut term = match kind {
        Kind::Exact => density_term(family.density(w, third), w, scale),
        Kind::Right => term_at(family.survival(w, third), w, scale),
        Kind::Left => term_at(family.distribution(w, third), w, scale),
        Kind::Between => between(family, w, outcomes.width[row], scale, third),
    };
    let entry = outcomes.entry.get(row).copied().unwrap_or(f64::NEG_INFINITY);
    let mut seen = (entry > f64::NEG_INFINITY).then(|| {
        let w = standard(entry);
        term_at(family.survival(w, third), w, scale)
    });
    if kind_of_third == Third::Leaving {
        term = if kind == Kind::Right {
            stays(&term, third)
        } else {
            leaves(term, third)
        };
        seen = seen.map(|seen| stays(&seen, third));
    }
    if let Some(seen) = seen {
        term.value -= seen.value;
        term.first.iter_mut().zip(seen.first).for_each(|(a, b)| *a -= b);
        term.second.iter_mut().zip(seen.second).for_each(|(a, b)| *a -= b);
    }
    term
}

/// A function of w alone (and Q), by the chain rule with w = (y − location)/σ.
fn term_at(curve: Curve, w: f64, scale: f64) -> Term {
    let Curve {
        value,
        slope,
        bend,
        by_q,
    } = curve;
    Term {
        value,
        first: [-slope / scale, -slope * w, by_q],
        second: [
            bend / (scale * scale),
            (bend * w + slope) / scale,
            (bend * w + slope) * w,
            0.0,
            0.0,
            0.0,
        ],
    }
}

/// The density of y: that of w over σ.
fn density_term(curve: Curve, w: f64, scale: f64) -> Term {
    let mut term = term_at(curve, w, scale);
    term.value -= scale.ln();
    term.first[1] -= 1.0;
    term
}

/// ln(P(W > w) − P(W > w + width/σ)).
fn between(family: Family, w: f64, width: f64, scale: f64, third: f64) -> Term {
    let end = w + width / scale;
    let (low, high) = (family.density(w, third), family.density(end, third));
    if (end - w) * (1.0 + low.slope.abs() + high.slope.abs()) < NARROW {
        let mut term = density_term(low, w, scale);
        term.value += width.ln();
        return term;
    }
    // Whichever tail is smaller keeps the digits of the difference.
    let (value, by_q) = if w > 0.0 {
        let (a, b) = (family.survival(w, third), family.survival(end, third));
        let value = a.value + log_share(a.value - b.value);
        let by_q = a.by_q * (a.value - value).exp() - b.by_q * (b.value - value).exp();
        (value, by_q)
    } else {
        let (a, b) = (family.distribution(w, third), family.distribution(end, third));
        let value = b.value + log_share(b.value - a.value);
        let by_q = b.by_q * (b.value - value).exp() - a.by_q * (a.value - value).exp();
        (value, by_q)
    };
    let (p, r) = ((low.value - value).exp(), (high.value - value).exp());
    // First and second derivatives in the two ends.
    let (first, last) = (-p, r);
    let (aa, ab, bb) = (-p * low.slope - p * p, p * r, r * high.slope - r * r);
    // A far end has no density left, and 0·∞ is 0.
    let far = if r == 0.0 { 0.0 } else { end };
    let both = first * w + last * far;
    Term {
        value,
        first: [-(first + last) / scale, -both, by_q],
        second: [
            (aa + 2.0 * ab + bb) / (scale * scale),
            ((aa + ab) * w + (ab + bb) * far + first + last) / scale,
            aa * w * w + 2.0 * ab * w * far + bb * far * far + both,
            0.0,
            0.0,
            0.0,
        ],
    }
}

/// ln(1 − e^−fall).
fn log_share(fall: f64) -> f64 {
    if fall < std::f64::consts::LN_2 {
        (-(-fall).exp_m1()).ln()
    } else {
        (-(-fall).exp()).ln_1p()
    }
}

/// ln π + term, with π the share who leave.
fn leaves(mut term: Term, odds: f64) -> Term {
    let share = sigmoid(odds);
    term.value -= log1p_exp(-odds);
    term.first[2] = sigmoid(-odds);
    term.second[5] = -share * sigmoid(-odds);
    term
}

/// ln(1 − π + π·S) = ln(1 + e^(odds + ln S)) − ln(1 + e^odds).
fn stays(term: &Term, odds: f64) -> Term {
    let sum = odds + term.value;
    let (still, share) = (sigmoid(sum), sigmoid(odds));
    if still == 0.0 {
        // Far beyond those who leave; their derivatives may be infinite here, and 0·∞ is 0.
        return Term {
            value: -log1p_exp(odds),
            first: [0.0, 0.0, -share],
            second: [0.0, 0.0, 0.0, 0.0, 0.0, -share * sigmoid(-odds)],
        };
    }
    let curved = still * sigmoid(-sum);
    let [a, b, _] = term.first;
    let [aa, ab, bb, ..] = term.second;
    Term {
        value: log1p_exp(sum) - log1p_exp(odds),
        first: [still * a, still * b, still - share],
        second: [
            curved * a * a + still * aa,
            curved * a * b + still * ab,
            curved * b * b + still * bb,
            curved * a,
            curved * b,
            curved - share * sigmoid(-odds),
        ],
    }
}
