//! Many tests at once: the false discovery rate.

use crate::check;
use crate::error::StatsError;

/// p-values adjusted by Benjamini & Hochberg (1995), in the order given, 0–1.
///
/// Question: which of many differences are worth showing, if at most a share q of those shown may be chance? Those
/// whose adjusted value is at most q. Formula: with p sorted ascending, p̃(i) = min over j ≥ i of m·p(j)/j, at most 1.
/// Assumes independent or positively dependent tests. No p-values give no adjusted values.
///
/// Errors: a value that is not finite or outside 0–1.
pub fn benjamini_hochberg(p: &[f64]) -> Result<Vec<f64>, StatsError> {
    check::probabilities(p)?;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_unstable_by(|&a, &b| p[b].total_cmp(&p[a]).then(a.cmp(&b)));
    let tests = p.len() as f64;
    let mut adjusted = vec![0.0; p.len()];
    let mut smallest = 1.0_f64;
    for (falling, &index) in order.iter().enumerate() {
        let rank = tests - falling as f64;
        // The ratio first: it is at least 1, so rounding cannot push an adjusted value below the raw one.
        smallest = smallest.min(p[index] * (tests / rank));
        adjusted[index] = smallest;
    }
    Ok(adjusted)
}

/// p-values adjusted by Benjamini & Yekutieli (2001): [`benjamini_hochberg`] times Σ 1/k over the number of tests, at
/// most 1. Holds whatever the tests' dependence.
///
/// Errors as [`benjamini_hochberg`].
pub fn benjamini_yekutieli(p: &[f64]) -> Result<Vec<f64>, StatsError> {
    let factor: f64 = (1..=p.len()).map(|k| 1.0 / k as f64).sum();
    let adjusted = benjamini_hochberg(p)?;
    Ok(adjusted.into_iter().map(|q| (q * factor).min(1.0)).collect())
}
