//! What is at stake.

use holdfast_report::model::warnings::ValueSection;

use crate::analyze::study::Study;

/// Probability × value of one customer, rounded to minor units.
pub fn at_risk_minor(probability: f64, value_minor: i64) -> i64 {
    // Exact to the minor unit up to 2^53; a single customer's value is far below.
    (probability * value_minor as f64).round() as i64
}

/// The value section; `None` when no value is known.
pub fn section(study: &Study, scores: &[f64]) -> Option<ValueSection> {
    let value = study.value.as_ref()?;
    let (mut total, mut at_risk, mut lost, mut customers) = (0i128, 0i128, 0i128, 0i128);
    for ((&row, &probability), &gone) in study.scored.iter().zip(scores).zip(&study.gone) {
        let own = value.minor[row as usize];
        if gone {
            lost += i128::from(own);
        } else {
            total += i128::from(own);
            at_risk += i128::from(at_risk_minor(probability, own));
            customers += 1;
        }
    }
    let narrow = |sum: i128| i64::try_from(sum).unwrap_or(i64::MAX);
    Some(ValueSection {
        source: value.source.clone(),
        definition: value.definition.clone(),
        total_minor: narrow(total),
        at_risk_minor: narrow(at_risk),
        lost_minor: study.gone.contains(&true).then(|| narrow(lost)),
        mean_minor: narrow(total / customers.max(1)),
    })
}
