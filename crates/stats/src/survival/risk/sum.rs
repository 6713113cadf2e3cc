//! Sums that lose nothing when large terms are taken out again.

/// An unevaluated sum of two floats, about 32 digits: taking the large weights out of a risk set again leaves the small
/// ones as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::survival) struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// Adds one term (Knuth's exact two-sum).
    pub fn add(&mut self, term: f64) {
        let high = self.high + term;
        let back = high - self.high;
        let low = self.low + ((self.high - (high - back)) + (term - back));
        self.high = high + low;
        self.low = low - (self.high - high);
    }

    /// Adds another sum.
    pub fn add_sum(&mut self, other: Self) {
        self.add(other.high);
        self.add(other.low);
    }

    /// The sum, rounded once.
    pub fn value(self) -> f64 {
        self.high + self.low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_large_ones() {
        let mut sum = Sum::default();
        for term in [1e12, 1e-12, 3.5e11, -1e12, -3.5e11] {
            sum.add(term);
        }
        assert_eq!(sum.value(), 1e-12);
    }
}
