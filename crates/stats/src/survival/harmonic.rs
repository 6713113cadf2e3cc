//! Sums of 1/m and 1/m² over consecutive m.

/// Terms added one by one; beyond, and from where m is large, the rest is a formula.
const ONE_BY_ONE: f64 = 512.0;

/// (Σ 1/m, Σ 1/m²) over m = `left` + 1 … `left` + `count`; of a `count` that is not whole the rest f adds f/m and f/m² at
/// the lowest m = `left` + f.
///
/// Up to 512 terms are added; longer sums add their first 512 and take the rest by the midpoint rule of Euler and
/// Maclaurin, whose error is below 1e-13 of the sum.
pub(super) fn between(left: f64, count: f64) -> (f64, f64) {
    let whole = count.floor();
    let rest = count - whole;
    let mut low = left + rest;
    let (mut first, mut second) = if rest > 0.0 {
        (rest / low, rest / low / low)
    } else {
        (0.0, 0.0)
    };
    let terms = whole.min(ONE_BY_ONE) as u32;
    for _ in 0..terms {
        low += 1.0;
        first += 1.0 / low;
        second += 1.0 / (low * low);
    }
    let remaining = whole - f64::from(terms);
    if remaining > 0.0 {
        let (a, b) = (low + 0.5, low + remaining + 0.5);
        let squares = 1.0 / (a * a) - 1.0 / (b * b);
        first += (remaining / a).ln_1p() - squares / 24.0;
        second += remaining / a / b - (1.0 / (a * a * a) - 1.0 / (b * b * b)) / 12.0;
    }
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sums_agree_with_adding() {
        for (left, count) in [(0.0, 3.0), (0.0, 100_000.0), (7.25, 4_000.5), (1e6, 3_000.0)] {
            let (first, second) = between(left, count);
            let rest = count - f64::floor(count);
            let mut expected = if rest > 0.0 {
                (rest / (left + rest), rest / (left + rest).powi(2))
            } else {
                (0.0, 0.0)
            };
            for term in (1..=count as u64).rev() {
                let m = left + rest + term as f64;
                expected = (expected.0 + 1.0 / m, expected.1 + 1.0 / (m * m));
            }
            assert!((first / expected.0 - 1.0).abs() < 1e-12, "{left} {count}");
            assert!((second / expected.1 - 1.0).abs() < 1e-12, "{left} {count}");
        }
    }
}
