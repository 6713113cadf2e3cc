//! Which counts of the ledger a metric is made of.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_panel::reconcile::Measure;

use crate::metrics::catalog::Metric;

/// Numerator and denominator as counts of customers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    /// The numerator.
    pub numerator: &'static [Measure],
    /// The denominator, if it has one.
    pub denominator: Option<&'static [Measure]>,
}

/// Metrics that can be reconciled, and their counts. A test compares them with what the metrics' SQL gives.
pub(super) const COUNTED: [(&str, Counted); 9] = [
    ("customers_at_start", plain(&[Measure::AtStart])),
    ("customers_at_end", plain(&[Measure::AtEnd])),
    ("customers_new", plain(&[Measure::New])),
    ("customers_lost", plain(&[Measure::Lost])),
    ("customers_returned", plain(&[Measure::Returned])),
    ("customers_on_file", plain(&[Measure::OnFile])),
    ("churn_rate_start", rate(&[Measure::LostOfStart], &[Measure::AtStart])),
    (
        "churn_rate_joined",
        rate(
            &[Measure::LostOfStart, Measure::LostOfJoined],
            &[Measure::AtStart, Measure::New],
        ),
    ),
    ("churn_rate_trailing", rate(&[Measure::Lapsed], &[Measure::OnFile])),
];

const fn plain(numerator: &'static [Measure]) -> Counted {
    Counted {
        numerator,
        denominator: None,
    }
}

const fn rate(numerator: &'static [Measure], denominator: &'static [Measure]) -> Counted {
    Counted {
        numerator,
        denominator: Some(denominator),
    }
}

/// The counts of a metric.
///
/// # Errors
/// `metric-not-of-the-ledger` for a metric that is not made of counts of customers.
pub(super) fn counted(metric: &Metric) -> Result<Counted, Refusal> {
    let found = COUNTED.iter().find(|(id, _)| metric.built_in && *id == metric.id);
    found.map(|&(_, counted)| counted).ok_or_else(|| {
        let able = COUNTED.map(|(id, _)| id).join(", ");
        Refusal::new(
            "metric-not-of-the-ledger",
            Bilingual::new(
                "这个指标不是由客户台账的人数构成的，对不到客户",
                "the metric is not made of counts of customers of the ledger",
            ),
            bilingual!("可以对账的有 {able}", "these can be reconciled: {able}"),
        )
        .with_value(&metric.id)
    })
}
