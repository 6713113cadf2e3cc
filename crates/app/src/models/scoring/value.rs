//! What a customer is worth: the next year if they stay as they are.

use holdfast_domain::money::to_minor;
use holdfast_learn::frame::{FeatureData, Frame};

/// Names of columns that value is read from, in the order in which they are tried: fees of running subscriptions, then amounts of the last periods up to a year.
pub const FEE: &str = "contract_fee";
/// What names of sums of amounts begin and end with.
pub const AMOUNT: (&str, &str) = ("amount_sum_", "_minor");

/// Months of a year.
const YEAR_MONTHS: f64 = 12.0;

/// Expected value of the next 365 days in minor units: twelve monthly fees where the customer has a running subscription, else the amounts of the longest
/// window up to a year, scaled to a year by the time that the customer has been there; `None` where neither is known. `period_days`: mean length of a period.
pub fn yearly(frame: &Frame, period_days: f64) -> Vec<Option<i64>> {
    let number = |name: &str| {
        frame
            .columns
            .iter()
            .find(|column| column.name == name)
            .and_then(|column| match &column.data {
                FeatureData::Number(values) => Some(values.as_slice()),
                FeatureData::Category { .. } => None,
            })
    };
    let fee = number(FEE);
    let tenure = number("tenure_days");
    let amount = longest(frame, period_days);
    (0..frame.rows)
        .map(|row| {
            if let Some(fee) = fee.map(|fee| fee[row]).filter(|fee| *fee > 0.0) {
                return to_minor(fee * YEAR_MONTHS);
            }
            let (values, window_days) = amount.as_ref()?;
            let sum = values[row];
            if sum.is_nan() {
                return None;
            }
            let there = tenure.map_or(*window_days, |tenure| tenure[row].min(*window_days).max(period_days));
            Some((sum.max(0.0) * 365.0 / there).round() as i64)
        })
        .collect()
}

/// Amounts of the longest window of at most a year, and its length in days.
fn longest(frame: &Frame, period_days: f64) -> Option<(&[f64], f64)> {
    let window = |name: &str| -> Option<f64> {
        let rest = name.strip_prefix(AMOUNT.0)?.strip_suffix(AMOUNT.1)?;
        let periods: f64 = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
        Some(periods * period_days).filter(|days| *days <= 366.0 + period_days / 2.0)
    };
    frame
        .columns
        .iter()
        .filter_map(|column| match &column.data {
            FeatureData::Number(values) => Some((values.as_slice(), window(&column.name)?)),
            FeatureData::Category { .. } => None,
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_learn::frame::Feature;

    #[test]
    fn fees_come_first_and_short_histories_are_scaled() {
        let number = |name: &str, values: Vec<f64>| Feature {
            name: name.to_owned(),
            data: FeatureData::Number(values),
        };
        let frame = Frame {
            rows: 3,
            columns: vec![
                number("contract_fee", vec![59.0, f64::NAN, f64::NAN]),
                number("amount_sum_3m_minor", vec![0.0, 500.0, 100.0]),
                number("amount_sum_12m_minor", vec![0.0, 36_525.0, 100.0]),
                number("amount_sum_24m_minor", vec![0.0, 1e9, 1e9]),
                number("tenure_days", vec![900.0, 900.0, 73.0]),
            ],
        };
        let month = 365.25 / 12.0;
        assert_eq!(yearly(&frame, month), [Some(70_800), Some(36_500), Some(500)]);
    }
}
