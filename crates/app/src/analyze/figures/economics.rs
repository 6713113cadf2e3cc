//! The terms of a retention offer: given, or following from the value of a customer.

use holdfast_domain::money::to_major;
use holdfast_report::model::warnings::Economics;
use holdfast_stats::profit::Terms;

use crate::analyze::options::EconomicsOptions;
use crate::analyze::study::Study;

/// The mean value of the customers still there, in currency units; `None` when no value is known.
pub fn mean_value(study: &Study) -> Option<f64> {
    let value = study.value.as_ref()?;
    let mut sum = 0i128;
    let mut count = 0i128;
    for (&row, _) in study.scored.iter().zip(&study.gone).filter(|(_, gone)| !**gone) {
        sum += i128::from(value.minor[row as usize]);
        count += 1;
    }
    let mean = i64::try_from(sum / count.max(1)).ok()?;
    (mean > 0).then(|| to_major(mean))
}

/// Terms of Verbraken et al. (2013): offer 5 % and contact 0.5 % of a customer's value, three in ten accept. What the
/// user gives replaces them; the spread of the acceptance (α + β = 20) stays.
pub fn terms(study: &Study, options: &EconomicsOptions) -> Terms {
    let base = Terms::verbraken();
    let value = options
        .customer_value
        .or_else(|| mean_value(study))
        .unwrap_or(base.customer_value);
    let scale = value / base.customer_value;
    let spread = base.alpha + base.beta;
    let acceptance = options
        .acceptance
        .unwrap_or_else(|| base.acceptance())
        .clamp(0.001, 0.999);
    Terms {
        alpha: spread * acceptance,
        beta: spread * (1.0 - acceptance),
        customer_value: value,
        offer_cost: options.offer_cost.unwrap_or(base.offer_cost * scale),
        contact_cost: options.contact_cost.unwrap_or(base.contact_cost * scale),
    }
}

/// The terms as they are shown.
pub fn shown(terms: &Terms) -> Economics {
    Economics {
        customer_value: terms.customer_value,
        offer_cost: terms.offer_cost,
        contact_cost: terms.contact_cost,
        acceptance: terms.acceptance(),
    }
}
