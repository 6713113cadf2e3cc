//! Quantiles and cut points of values that weigh: a value of weight 2 counts like the value twice.

/// Values in ascending order with their weights.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedValues {
    /// Value and weight, ascending by value; no NaN, and −0 is 0.
    pairs: Vec<(f64, f64)>,
    /// Sum of the weights up to and including each pair.
    upto: Vec<f64>,
    /// The distance between neighbours on the scale of weights: 1, or the smallest weight where that is below 1.
    unit: f64,
}

impl WeightedValues {
    /// Sorts values with their weights (finite, above 0; the caller rules out others). NaN is skipped.
    pub fn new(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut pairs: Vec<(f64, f64)> = pairs
            .into_iter()
            .filter(|(value, _)| !value.is_nan())
            // Adding zero turns −0 into 0, so that the two are one value.
            .map(|(value, weight)| (value + 0.0, weight))
            .collect();
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut sum = 0.0;
        let upto = pairs
            .iter()
            .map(|&(_, weight)| {
                sum += weight;
                sum
            })
            .collect();
        let unit = pairs.iter().fold(1.0, |least: f64, &(_, weight)| least.min(weight));
        Self { pairs, upto, unit }
    }

    /// Values and weights, ascending by value.
    pub fn pairs(&self) -> &[(f64, f64)] {
        &self.pairs
    }

    /// Sum of the weights, 0 without values.
    pub fn total(&self) -> f64 {
        self.upto.last().copied().unwrap_or(0.0)
    }

    /// Smallest and largest value; `None` without values.
    pub fn range(&self) -> Option<(f64, f64)> {
        Some((self.pairs.first()?.0, self.pairs.last()?.0))
    }

    /// The `q`-quantile, `q` clamped to 0–1; `None` without values.
    ///
    /// Type 7 of Hyndman & Fan (1996) on the row of values in which each stands as often as its weight says: with whole weights
    /// exactly [`crate::quantile::quantile`] of that row.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let last = self.pairs.len().checked_sub(1)?;
        let at = |position: f64| self.pairs[self.upto.partition_point(|&sum| sum <= position).min(last)].0;
        let position = (self.total() - self.unit).max(0.0) / self.unit * q.clamp(0.0, 1.0);
        let below = position.floor();
        let share = position - below;
        let (low, high) = (at(below * self.unit), at((below + 1.0) * self.unit));
        Some(if share == 0.0 || low == high {
            low
        } else {
            low * (1.0 - share) + high * share
        })
    }

    /// Distinct ascending inner cut points that split the values into at most `bins` bins of about equal weight; the same as
    /// [`crate::quantile::cut_points`] where every weight is 1, and of the repeated values where weights are whole numbers.
    pub fn cut_points(&self, bins: usize) -> Vec<f64> {
        let Some((_, maximum)) = self.range() else {
            return Vec::new();
        };
        let total = self.total();
        // More bins than values would only repeat the same cuts.
        let bins = bins.min((total / self.unit) as usize);
        let mut cuts: Vec<f64> = Vec::new();
        for k in 1..bins {
            let target = k as f64 * total / bins as f64;
            let place = self.upto.partition_point(|&sum| sum < target).min(self.pairs.len() - 1);
            let cut = self.pairs[place].0;
            if cut.is_finite() && cut < maximum && cuts.last().is_none_or(|&last| cut > last) {
                cuts.push(cut);
            }
        }
        cuts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::quantile;

    proptest! {
        #[test]
        fn a_weight_is_a_number_of_copies(
            rows in prop::collection::vec((-20_i32..20, 1_u8..4), 1..60),
            q in 0.0_f64..=1.0,
            bins in 1_usize..15,
        ) {
            let weighted = WeightedValues::new(rows.iter().map(|&(x, w)| (f64::from(x), f64::from(w))));
            let mut copies: Vec<f64> = rows.iter().flat_map(|&(x, w)| vec![f64::from(x); usize::from(w)]).collect();
            copies.sort_unstable_by(f64::total_cmp);
            prop_assert_eq!(weighted.quantile(q).unwrap(), quantile::quantile(&copies, q));
            prop_assert_eq!(weighted.cut_points(bins), quantile::cut_points(&copies, bins));
        }

        #[test]
        fn weights_of_a_quarter_say_what_weights_of_one_say(rows in prop::collection::vec(-20_i32..20, 1..60), q in 0.0_f64..=1.0) {
            let quarter = WeightedValues::new(rows.iter().map(|&x| (f64::from(x), 0.25)));
            let plain = WeightedValues::new(rows.iter().map(|&x| (f64::from(x), 1.0)));
            prop_assert_eq!(quarter.quantile(q), plain.quantile(q));
            prop_assert_eq!(quarter.cut_points(7), plain.cut_points(7));
        }
    }

    #[test]
    fn nothing_has_no_quantile() {
        let none = WeightedValues::new([(f64::NAN, 1.0)]);
        assert_eq!(none.quantile(0.5), None);
        assert_eq!(none.range(), None);
        assert!(none.cut_points(5).is_empty());
    }
}
