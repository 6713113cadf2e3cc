//! How many purchases a new customer makes: the whole distribution.

use statrs::function::gamma::ln_gamma;

use super::line::{Tail, integrate};
use super::model::Buying;
use super::rising::log_rising;
use crate::check;
use crate::error::StatsError;

/// Purchases at most.
const MOST: u64 = 1_000_000_000;

/// See [`super::law::BuyingLaw::probability_of_x_purchases`].
pub(super) fn of_count(model: Buying, parameters: &[f64; 4], x: u64, horizon: f64) -> Result<f64, StatsError> {
    if x > MOST {
        return Err(StatsError::OutOfRange {
            name: "number of purchases",
            value: x as f64,
            expected: "at most 1,000,000,000",
        });
    }
    let x = x as f64;
    let value = match model {
        Buying::BgNbd | Buying::MbgNbd => geometric(model, parameters, x, horizon)?,
        Buying::ParetoNbd => pareto(parameters, x, horizon),
    };
    Ok(check::no_overflow("the probability", value)?.min(1.0))
}

/// All of exactly x orders without leaving, and at least x orders of customers who left with the x-th.
fn geometric(model: Buying, &[r, alpha, a, b]: &[f64; 4], x: f64, horizon: f64) -> Result<f64, StatsError> {
    let y = horizon / alpha;
    // Chances to leave: with the first purchase only in MBG/NBD.
    let chances = super::row::stayed(model, x);
    let stays = log_beta_ratio(a, b, chances);
    let mut value = (stays + log_orders(r, x, y)).exp();
    if chances > 0.0 {
        let leaves = log_beta_ratio(a, b, chances - 1.0) + (a / (a + b + chances - 1.0)).ln();
        value += leaves.exp() * at_least(x, r, y)?;
    }
    Ok(value)
}

/// ln E(1−p)ⁿ.
fn log_beta_ratio(a: f64, b: f64, n: f64) -> f64 {
    log_rising(b, n)[0] - log_rising(a + b, n)[0]
}

/// ln P(N = x) of the negative binomial number of orders.
fn log_orders(r: f64, x: f64, y: f64) -> f64 {
    let log_share = if x > 0.0 { x * -y.recip().ln_1p() } else { 0.0 };
    log_rising(r, x)[0] - ln_gamma(x + 1.0) + log_share - r * y.ln_1p()
}

/// P(N ≥ x): the regularised incomplete beta function I_z(x, r) at z = y/(1+y), by its continued fraction.
fn at_least(x: f64, r: f64, y: f64) -> Result<f64, StatsError> {
    if x == 0.0 {
        return Ok(1.0);
    }
    if y == 0.0 {
        return Ok(0.0);
    }
    // z^x·(1−z)^r/B(x, r); x·P(N = x) but for the factor (r + x)/x·… : B(x, r) = Γ(x)Γ(r)/Γ(x+r).
    let log_front = log_rising(r, x)[0] - ln_gamma(x) - x * y.recip().ln_1p() - r * y.ln_1p();
    let (z, rest) = (y / (1.0 + y), (1.0 + y).recip());
    if z < (x + 1.0) / (x + r + 2.0) {
        Ok((log_front.exp() / x * fraction(x, r, z)?).min(1.0))
    } else {
        Ok((1.0 - log_front.exp() / r * fraction(r, x, rest)?).max(0.0))
    }
}

/// Lentz's method for the continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8); it needs about
/// √max(a, b) steps.
fn fraction(a: f64, b: f64, z: f64) -> Result<f64, StatsError> {
    const STEPS: u32 = 200_000;
    const TINY: f64 = 1e-300;
    let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = keep(1.0 - (a + b) * z / (a + 1.0)).recip();
    let mut value = d;
    for m in 1..=STEPS {
        let m = f64::from(m);
        let even = m * (b - m) * z / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * z / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for part in [even, odd] {
            d = keep(1.0 + part * d).recip();
            c = keep(1.0 + part / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            return Ok(value);
        }
    }
    Err(StatsError::NoConvergence {
        name: "the incomplete beta function",
        iterations: STEPS,
    })
}

/// Alive at the horizon with x orders, and left at a time before with x orders by then.
fn pareto(&[r, alpha, s, beta]: &[f64; 4], x: f64, horizon: f64) -> f64 {
    let y = horizon / alpha;
    if y == 0.0 {
        return if x == 0.0 { 1.0 } else { 0.0 };
    }
    let alive = (log_orders(r, x, y) - s * (horizon / beta).ln_1p()).exp();
    // In the log-odds of the share of the horizon at which the customer left.
    let edge = 42.0 + y.max(horizon / beta).max(1.0).ln() + (r + s + 2.0).ln();
    let left = Tail {
        edge: edge.min(700.0),
        rate: x + 1.0,
    };
    let right = Tail {
        edge: edge.min(700.0),
        rate: 1.0,
    };
    let constant = log_rising(r, x)[0] - ln_gamma(x + 1.0) + (s / beta * horizon).ln();
    let log_density = |u: f64| {
        let share = crate::special::sigmoid(u);
        let time = share * y;
        let orders = x * time.ln() - (r + x) * time.ln_1p();
        let gone = -(s + 1.0) * (share * (horizon / beta)).ln_1p();
        constant + orders + gone + share.ln() - crate::special::log1p_exp(u)
    };
    // The hill of x·ln v − (r + x)·ln(1 + yv) … may lie far to one side and be narrow.
    let centre = highest(&log_density, edge.min(700.0));
    let step = (0.25_f64).min(0.7 / (x + 1.0).sqrt());
    let shifted = |tail: Tail, by: f64| Tail {
        edge: (tail.edge + by).max(step),
        ..tail
    };
    let [gone] = integrate(step, shifted(left, centre), shifted(right, -centre), |u| {
        [log_density(centre + u).exp()]
    });
    alive + gone
}

/// Where a function with one hill is highest, by halving.
fn highest(f: &impl Fn(f64) -> f64, edge: f64) -> f64 {
    let (mut low, mut high) = (-edge, edge);
    for _ in 0..60 {
        let (one, two) = (low + 0.45 * (high - low), low + 0.55 * (high - low));
        if f(one) < f(two) { low = one } else { high = two }
    }
    0.5 * (low + high)
}
