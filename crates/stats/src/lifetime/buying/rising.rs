//! ln Γ(y + x) − ln Γ(y) without the cancellation of two large logarithms.

/// From here on Stirling's series to y⁻¹³ is exact to the last digits.
const STIRLING: f64 = 10.0;
/// Up to here the factors are multiplied out.
const FACTORS: f64 = 16.0;

/// ln(y·(y+1)⋯(y+x−1)) and its first and second derivative in y: for y > 0 and whole x ≥ 0.
pub(super) fn log_rising(y: f64, x: f64) -> [f64; 3] {
    if x <= FACTORS && y < 1e15 {
        return factors(y, x as u32);
    }
    let shift = (STIRLING - y).ceil().max(0.0);
    let [mut value, mut first, mut second] = factors(y, shift as u32);
    let (low, rest) = (y + shift, x - shift);
    let high = low + rest;
    let grown = (rest / low).ln_1p();
    let [c_low, d_low, e_low] = stirling(low);
    let [c_high, d_high, e_high] = stirling(high);
    value += rest * low.ln() + (high - 0.5) * grown - rest + (c_high - c_low);
    first += grown + (d_high - d_low);
    second += e_high - e_low;
    [value, first, second]
}

/// The same for few factors, at most 16 below 1e15, so that the product is a finite number.
fn factors(y: f64, count: u32) -> [f64; 3] {
    let (mut product, mut first, mut second) = (1.0, 0.0, 0.0);
    for j in 0..count {
        let factor = y + f64::from(j);
        let inverse = factor.recip();
        product *= factor;
        first += inverse;
        second -= inverse * inverse;
    }
    [product.ln(), first, second]
}

/// What ln Γ(z) has beyond (z − ½)·ln z − z + ½·ln 2π, ψ(z) beyond ln z, and the whole of ψ′(z). Abramowitz & Stegun
/// 6.1.41, 6.3.18, 6.4.12.
fn stirling(z: f64) -> [f64; 3] {
    let w = z.recip();
    let w2 = w * w;
    let value = w
        * (1.0 / 12.0
            - w2 * (1.0 / 360.0
                - w2 * (1.0 / 1260.0 - w2 * (1.0 / 1680.0 - w2 * (1.0 / 1188.0 - w2 * (691.0 / 360_360.0))))));
    let first = -0.5 * w
        - w2 * (1.0 / 12.0
            - w2 * (1.0 / 120.0
                - w2 * (1.0 / 252.0 - w2 * (1.0 / 240.0 - w2 * (1.0 / 132.0 - w2 * (691.0 / 32_760.0))))));
    let second = w
        + 0.5 * w2
        + w * w2
            * (1.0 / 6.0
                - w2 * (1.0 / 30.0
                    - w2 * (1.0 / 42.0 - w2 * (1.0 / 30.0 - w2 * (5.0 / 66.0 - w2 * (691.0 / 2730.0))))));
    [value, first, second]
}

#[cfg(test)]
mod tests {
    use super::log_rising;

    #[test]
    fn by_hand_and_across_its_branches() {
        // 2·3·4 = 24; 1/2 + 1/3 + 1/4 = 13/12.
        let [value, first, second] = log_rising(2.0, 3.0);
        assert!((value - 24.0_f64.ln()).abs() < 1e-15 && (first - 13.0 / 12.0).abs() < 1e-15);
        assert!((second + 1.0 / 4.0 + 1.0 / 9.0 + 1.0 / 16.0).abs() < 1e-15);
        assert_eq!(log_rising(0.3, 0.0), [0.0; 3]);
        for y in [1e-9, 0.24, 3.7, 9.99, 10.0, 55.5, 1e6] {
            for x in [17.0, 40.0, 1000.0] {
                let found = log_rising(y, x);
                let mut expected = [0.0; 3];
                for j in 0..x as u32 {
                    let factor = y + f64::from(j);
                    expected[0] += factor.ln();
                    expected[1] += 1.0 / factor;
                    expected[2] -= 1.0 / (factor * factor);
                }
                for (found, expected) in found.iter().zip(expected) {
                    assert!((found - expected).abs() <= 4e-13 * expected.abs() + 1e-15, "{y} {x}");
                }
            }
        }
        // Far out: ln Γ itself would have no digit left. x·ln y + x(x − 1)/2y.
        let [value, first, _] = log_rising(1e14, 100.0);
        assert!((value - 100.0 * 1e14_f64.ln()).abs() < 1e-10 && (first / 1e-12 - 1.0).abs() < 1e-6);
    }
}
