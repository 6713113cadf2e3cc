//! Integrals over the whole line of smooth functions with exponential tails, to the last digits.
//!
//! The trapezoidal rule converges exponentially for functions that are analytic in a strip about the line (Trefethen &
//! Weideman 2014): with a step of a fifth and a strip of half-width π/2 the error is about e^(−5π²) ≈ 1e-21. Where a
//! function decays slowly but exactly exponentially its remaining nodes are a geometric series, so that no parameter,
//! however small, makes the sum long.

/// Where a function has become exactly exponential, and how fast it decays from there on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    /// Distance from the centre.
    pub(super) edge: f64,
    /// Rate of decay; infinite where nothing is left at the edge.
    pub(super) rate: f64,
}

/// A part of the sum below which nothing more is added.
const NEGLIGIBLE: f64 = 1e-18;
/// Nodes on one side at most.
const NODES: u32 = 40_000;

/// Σ f(j·step)·step over all whole j: the integral of each of the N functions. `f` is positive near 0, falls on both
/// sides of its one hill in each component, and is as its tails say beyond the edges; a component may there be the
/// exponential times a linear function.
pub(super) fn integrate<const N: usize>(step: f64, left: Tail, right: Tail, f: impl Fn(f64) -> [f64; N]) -> [f64; N] {
    let mut sums = f(0.0);
    for (sign, tail) in [(-1.0, left), (1.0, right)] {
        let mut before = f(0.0);
        for j in 1..=NODES {
            let distance = f64::from(j) * step;
            let values = f(sign * distance);
            let mut small = true;
            for i in 0..N {
                sums[i] += values[i];
                small &= values[i].abs() <= NEGLIGIBLE * sums[i].abs();
            }
            if small {
                break;
            }
            if distance >= tail.edge {
                add_tail(&mut sums, &before, &values, tail.rate * step);
                break;
            }
            before = values;
        }
    }
    sums.map(|sum| sum * step)
}

/// The nodes beyond the edge, of values (last + slope·m)·e^(−decay·m).
fn add_tail<const N: usize>(sums: &mut [f64; N], before: &[f64; N], last: &[f64; N], decay: f64) {
    if decay.is_infinite() {
        return;
    }
    let ratio = (-decay).exp();
    let left_over = -(-decay).exp_m1();
    for i in 0..N {
        let slope = last[i] - before[i] * ratio;
        // Rounding is no slope.
        let slope = if slope.abs() > 1e-13 * last[i].abs() {
            slope
        } else {
            0.0
        };
        sums[i] += ratio / left_over * (last[i] + slope / left_over);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_tails_and_their_moments_by_hand() {
        // ∫ t^a·e^−t dt/t = Γ(a), with t = e^u; for small a nearly all of it lies in the tail. Γ(1/2) = √π.
        for (a, expected) in [
            (0.5, std::f64::consts::PI.sqrt()),
            (1e-6, 999_999.422_785_324_2),
            (5.0, 24.0),
        ] {
            let left = Tail { edge: 45.0, rate: a };
            let right = Tail {
                edge: 10.0,
                rate: f64::INFINITY,
            };
            let [found] = integrate(0.2, left, right, |u| [(a * u - u.exp()).exp()]);
            assert!((found / expected - 1.0).abs() < 1e-13, "{a}: {found}");
        }
        // ∫ u·t^a·e^−t du = Γ′(a): −1.963510026021423·√π at 1/2.
        let left = Tail { edge: 45.0, rate: 0.5 };
        let right = Tail {
            edge: 10.0,
            rate: f64::INFINITY,
        };
        let [_, found] = integrate(0.2, left, right, |u| {
            let value = (0.5 * u - u.exp()).exp();
            [value, u * value]
        });
        assert!((found / (-1.963_510_026_021_423_5 * std::f64::consts::PI.sqrt()) - 1.0).abs() < 1e-12);
    }
}
