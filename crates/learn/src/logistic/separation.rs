//! Whether a direction tells outcomes apart without error.

/// Names the separation along a direction of standardised terms and intercept (last), if there is one: every churned row lies at or above
/// 0 and every retained one at or below it, as far as rounding can tell, and some lie off it. Gives the terms that take part and the rows that are
/// told apart. `values` are `rows × terms`.
///
/// Such a direction is exactly what keeps a maximum-likelihood fit from existing (Albert & Anderson 1984); the last steps of
/// Newton's method run along it.
pub(super) fn along(direction: &[f64], values: &[f64], labels: &[bool]) -> Option<(Vec<usize>, usize)> {
    let terms = direction.len() - 1;
    let score = |row: usize| {
        let x = &values[row * terms..(row + 1) * terms];
        let sum = direction[terms] + x.iter().zip(direction).map(|(x, d)| x * d).sum::<f64>();
        if labels[row] { sum } else { -sum }
    };
    let scores: Vec<f64> = (0..labels.len()).map(score).collect();
    let largest = scores.iter().fold(0.0f64, |largest, s| largest.max(s.abs()));
    let none = 1e-6 * largest;
    if !(largest > 0.0 && largest.is_finite()) || scores.iter().any(|&s| s < -none) {
        return None;
    }
    let apart = scores.iter().filter(|&&s| s > 1e-3 * largest).count();
    let steepest = direction[..terms]
        .iter()
        .fold(0.0f64, |steepest, d| steepest.max(d.abs()));
    let part = (0..terms)
        .filter(|&term| direction[term].abs() > 1e-4 * steepest)
        .collect();
    (apart > 0 && steepest > 0.0).then_some((part, apart))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separated_rows_are_counted_and_overlap_is_none() {
        // x of −1, 0, 0, 1 with labels no, no, yes, yes: the two at 0 overlap.
        let values = [-1.0, 0.0, 0.0, 1.0];
        let labels = [false, false, true, true];
        assert_eq!(along(&[2.0, 0.0], &values, &labels), Some((vec![0], 2)));
        assert_eq!(along(&[2.0, 0.1], &values, &labels), None);
        assert_eq!(along(&[2.0, 0.0], &values, &[true, false, true, true]), None);
        assert_eq!(along(&[0.0, 0.0], &values, &labels), None);
    }
}
