//! The area under the ROC curve row by row: what each customer contributes to it and to its error.

use crate::check;
use crate::error::StatsError;

/// An area and each row's influence on it: the area of the sample is `area` + Σ influence of what deviates.
pub(super) struct Area {
    pub(super) area: f64,
    /// For a churned row (share of retained below − area)/churned, for a retained row (share of churned above −
    /// area)/retained; ties count ½. Sums to 0.
    pub(super) influence: Vec<f64>,
    pub(super) lost: f64,
    pub(super) retained: f64,
}

/// Placements by one sort (Sun & Xu 2014). Errors as [`crate::discrimination::auc`].
pub(super) fn area(scores: &[f64], labels: &[bool]) -> Result<Area, StatsError> {
    check::same_length(scores.len(), labels.len())?;
    check::finite(scores)?;
    let all_lost = labels.iter().filter(|&&label| label).count() as u64;
    let all_retained = labels.len() as u64 - all_lost;
    if all_lost == 0 || all_retained == 0 {
        return Err(StatsError::OneClass);
    }
    let order = falling(scores);
    let (lost, retained) = (all_lost as f64, all_retained as f64);
    let mut influence = vec![0.0; scores.len()];
    let (mut lost_above, mut retained_above, mut twice_won) = (0_u64, 0_u64, 0_u128);
    for tie in order.chunk_by(|&a, &b| scores[a as usize] == scores[b as usize]) {
        let lost_here = tie.iter().filter(|&&row| labels[row as usize]).count() as u64;
        let retained_here = tie.len() as u64 - lost_here;
        let below = all_retained - retained_above - retained_here;
        let of_lost = (2 * below + retained_here) as f64 / (2.0 * retained);
        let of_retained = (2 * lost_above + lost_here) as f64 / (2.0 * lost);
        for &row in tie {
            influence[row as usize] = if labels[row as usize] { of_lost } else { of_retained };
        }
        twice_won += u128::from(2 * lost_above + lost_here) * u128::from(retained_here);
        lost_above += lost_here;
        retained_above += retained_here;
    }
    let area = twice_won as f64 / (2.0 * lost * retained);
    for (value, &label) in influence.iter_mut().zip(labels) {
        *value = (*value - area) / if label { lost } else { retained };
    }
    Ok(Area {
        area,
        influence,
        lost,
        retained,
    })
}

impl Area {
    /// Variance of DeLong, DeLong & Clarke-Pearson (1988): S₁₀/churned + S₀₁/retained with n − 1 in each. `influence`
    /// may be the difference of two. A class of one row says nothing about its spread and counts 0.
    pub(super) fn variance(&self, influence: &[f64], labels: &[bool]) -> f64 {
        let (mut of_lost, mut of_retained) = (0.0, 0.0);
        for (value, &label) in influence.iter().zip(labels) {
            *(if label { &mut of_lost } else { &mut of_retained }) += value * value;
        }
        let corrected = |sum: f64, n: f64| if n > 1.0 { sum * n / (n - 1.0) } else { sum };
        corrected(of_lost, self.lost) + corrected(of_retained, self.retained)
    }
}

/// Σ over customers of the square of the sum of their rows' influence, with the customers' n/(n − 1): the variance
/// where rows of one customer depend on each other (Obuchowski 1997). `customers` are any codes.
pub(super) fn clustered(influence: &[f64], customers: &[u32]) -> f64 {
    let mut order: Vec<u32> = (0..customers.len() as u32).collect();
    order.sort_unstable_by_key(|&row| (customers[row as usize], row));
    let (mut sum, mut groups) = (0.0, 0.0);
    for rows in order.chunk_by(|&a, &b| customers[a as usize] == customers[b as usize]) {
        let total: f64 = rows.iter().map(|&row| influence[row as usize]).sum();
        sum += total * total;
        groups += 1.0;
    }
    if groups > 1.0 {
        sum * groups / (groups - 1.0)
    } else {
        sum
    }
}

/// Rows in falling order of score, −0 and 0 tied, tied rows by index.
pub(super) fn falling(scores: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| {
        let (x, y) = (scores[a as usize] + 0.0, scores[b as usize] + 0.0);
        y.total_cmp(&x).then(a.cmp(&b))
    });
    order
}
