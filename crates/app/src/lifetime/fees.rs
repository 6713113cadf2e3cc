//! What contracts are worth: the fee of a period × the periods still to come.

use holdfast_report::model::lifetime::Totals;
use holdfast_stats::lifetime::estimate::Estimate;

use super::contracts::Contracts;

/// Money of each contract in minor units; of those who left, only what they brought so far.
pub struct Worth {
    /// Margin of the periods still to come, discounted; none for a customer who left.
    pub expected: Vec<Option<i64>>,
    /// Lower ends of the 95 % intervals.
    pub low: Vec<Option<i64>>,
    /// Upper ends.
    pub high: Vec<Option<i64>>,
    /// Margin so far.
    pub historical: Vec<i64>,
}

/// Values every contract, and adds the sums to the totals; `residual` are the discounted periods still to come.
pub fn value(data: &Contracts, fees: &[i64], residual: &[Option<Estimate>], margin: f64, totals: &mut Totals) -> Worth {
    let priced = |of: fn(&Estimate) -> f64| -> Vec<Option<i64>> {
        let rows = fees.iter().zip(residual);
        rows.map(|(&fee, periods)| periods.as_ref().map(|e| rounded(fee as f64 * margin * of(e))))
            .collect()
    };
    let worth = Worth {
        expected: priced(|e| e.value),
        low: priced(|e| e.ci_low),
        high: priced(|e| e.ci_high),
        historical: fees
            .iter()
            .zip(&data.periods)
            .map(|(&fee, periods)| rounded(fee as f64 * margin * periods))
            .collect(),
    };
    // Sums are of customers: a row that stands for several counts as often.
    let weight = |i: usize| data.weight.as_ref().map_or(1.0, |w| w[i]);
    let sum = |minor: &mut dyn Iterator<Item = (usize, i64)>| {
        minor.fold(0_i64, |sum, (i, m)| sum.saturating_add(rounded(weight(i) * m as f64)))
    };
    totals.historical_minor = Some(sum(&mut worth.historical.iter().copied().enumerate()));
    let expected = worth.expected.iter().enumerate();
    totals.residual_minor = Some(sum(&mut expected.filter_map(|(i, m)| Some((i, (*m)?)))));
    worth
}

fn rounded(minor: f64) -> i64 {
    // 2^53: beyond it an f64 no longer holds every integer.
    minor.round().clamp(-9_007_199_254_740_992.0, 9_007_199_254_740_992.0) as i64
}
