//! Shapley values of one leaf.

/// What each of the m columns on the way to a leaf adds, by the set of columns that pass.
pub(super) struct LeafValues {
    /// `by_set[set * m + j]`: value of column j for a customer whose columns in `set` pass.
    pub(super) by_set: Vec<f64>,
    /// Mean of the leaf over the background.
    pub(super) mean: f64,
}

/// Values of a leaf with value `value` that `m` columns lead to; `reached[set]` is the share of background rows whose passing columns are
/// exactly `set`.
///
/// The game is v(S) = value · \[S passes\] · P(all others pass). For a customer whose columns M pass, v(S) is not 0 for S ⊆ M alone. With
/// w(s) = s!(m−s−1)!/m!, a column j adds Σ_{S⊆M, S∋j} (w(|S|−1) + w(|S|)) v(S) − Σ_{S⊆M} w(|S|) v(S), w(m) being 0: sums over subsets, taken
/// for all M at once in m steps (Yates 1937).
pub(super) fn shapley(value: f64, m: usize, reached: Vec<f64>) -> LeafValues {
    let cases = 1usize << m;
    // P(all columns of the set pass): sums over supersets.
    let mut pass = reached;
    for j in 0..m {
        for set in (0..cases).filter(|set| set >> j & 1 == 0) {
            pass[set] += pass[set | 1 << j];
        }
    }
    let worth = |set: usize| value * pass[(cases - 1) & !set];
    let weights = weights(m);
    let mut lost: Vec<f64> = (0..cases)
        .map(|set| weights[set.count_ones() as usize] * worth(set))
        .collect();
    over_subsets(&mut lost, m);
    let mut by_set = vec![0.0; cases * m];
    for j in 0..m {
        let mut gained: Vec<f64> = (0..cases)
            .map(|set| {
                let size = set.count_ones() as usize;
                if set >> j & 1 == 0 {
                    0.0
                } else {
                    (weights[size - 1] + weights[size]) * worth(set)
                }
            })
            .collect();
        over_subsets(&mut gained, m);
        for set in 0..cases {
            by_set[set * m + j] = gained[set] - lost[set];
        }
    }
    LeafValues {
        by_set,
        mean: value * pass[cases - 1],
    }
}

/// Sums over all subsets of each set.
fn over_subsets(values: &mut [f64], m: usize) {
    for j in 0..m {
        for set in (0..values.len()).filter(|set| set >> j & 1 == 1) {
            values[set] += values[set & !(1 << j)];
        }
    }
}

/// |S|! (m − |S| − 1)! / m! by size of S, and 0 for all m.
fn weights(m: usize) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    (0..m)
        .map(|s| factorial(s) * factorial(m - s - 1) / factorial(m))
        .chain([0.0])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_by_hand() {
        // Half of the background passes the first column only, a quarter both, a quarter none.
        let leaf = shapley(1.0, 2, vec![0.25, 0.5, 0.0, 0.25]);
        assert_eq!(leaf.mean, 0.25);
        // v(∅) = 1/4, v({0}) = P(1 passes) = 1/4, v({1}) = P(0 passes) = 3/4, v(both) = 1: ½(0 + ¼), ½(½ + ¾).
        assert_eq!(&leaf.by_set[3 * 2..], &[0.125, 0.625]);
        // Neither passes: v is ¼ for ∅ alone, so each takes half of it away.
        assert_eq!(&leaf.by_set[..2], &[-0.125, -0.125]);
    }
}
