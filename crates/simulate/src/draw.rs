//! Random draws from a stream that belongs to one thing (a customer, the staff, a text).

use rand::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A stream of random numbers, xoshiro256++ (Blackman & Vigna 2019).
pub(crate) struct Draw(Xoshiro256PlusPlus);

/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014): neighbouring inputs give unrelated outputs.
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Draw {
    /// The stream of thing number `number` under `seed`.
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(mix(mix(seed) ^ number)))
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform on [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number in `0..n`; 0 when `n` is 0. The bias of at most n/2^64 is below notice.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// A whole number in `low..=high`; `low` when the range is empty.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = (i64::from(high) - i64::from(low) + 1).max(1);
        low.saturating_add(self.below(width.unsigned_abs()) as i32)
    }

    /// Uniform on [low, high).
    pub(crate) fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Standard normal (Box & Muller 1958, one of the pair).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Log-normal with this median and this standard deviation of the logarithm.
    pub(crate) fn around(&mut self, median: f64, log_sd: f64) -> f64 {
        median * (log_sd * self.normal()).exp()
    }

    /// Poisson by Knuth's product; meant for means below 10.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let floor = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > floor && count < 100 {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// One of several; the default when there are none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, from: &[T]) -> T {
        from.get(self.below(from.len() as u64) as usize)
            .copied()
            .unwrap_or_default()
    }

    /// An index drawn with these weights (they need not add up to one).
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut rest = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }

    /// A second in a day between 8:00 and 22:00.
    pub(crate) fn waking_second(&mut self) -> u32 {
        8 * 3600 + self.below(14 * 3600) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_named_distributions() {
        let mut draw = Draw::new(7, 1);
        let n = 200_000;
        let (mut sum, mut squares, mut counts) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let z = draw.normal();
            sum += z;
            squares += z * z;
            counts += f64::from(draw.poisson(2.5));
        }
        let n = f64::from(n);
        assert!((sum / n).abs() < 0.01);
        assert!((squares / n - 1.0).abs() < 0.02);
        assert!((counts / n - 2.5).abs() < 0.02);
    }

    #[test]
    fn ranges_are_closed_and_weights_are_kept() {
        let mut draw = Draw::new(7, 2);
        let mut seen = [0_u32; 3];
        for _ in 0..30_000 {
            assert!((-2..=2).contains(&draw.between(-2, 2)));
            seen[draw.weighted(&[1.0, 0.0, 3.0])] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((f64::from(seen[2]) / f64::from(seen[0]) - 3.0).abs() < 0.2);
        assert_eq!(draw.pick::<&str>(&[]), "");
    }
}
