//! Expected maximum profit where customers differ in value.

use super::expected::{Cut, Empc, expected_maximum};
use super::terms::Terms;
use crate::check;
use crate::error::StatsError;

/// [`super::empc`] with a value per customer: keeping a customer who is worth more earns more.
///
/// After Óskarsdóttir, Baesens & Vanthienen (Big Data 6(1), 2018) and the EMPB of Janssens, Bogaert, Bagué & Van den
/// Poel ("B2Boost", Annals of Operations Research, 2022): the customers' mean value in the profit is replaced by each
/// customer's own, vᵢ. Offer and contact cost the same for everybody; they stay the shares of the mean value that the
/// terms give: d = mean(v)·offer_cost/customer_value, f likewise. A targeted churner brings γ·(vᵢ − d) − f, another
/// targeted customer −(d + f); for each acceptance γ ~ Beta(α, β) the best cut of the ranking by `scores` is taken.
/// Departure from both papers: their costs are shares of each customer's own value or fixed by the business; ours are
/// shares of the mean. With equal values this is [`super::empc`] at that value. A customer worth less than the offer
/// counts as a loss when kept.
///
/// `values` are in any one currency unit, which is the unit of the result; single values may be 0 or negative.
///
/// Errors: as [`super::empc`], a value that is not finite, a mean value that is not above 0.
pub fn empc_per_customer(scores: &[f64], labels: &[bool], values: &[f64], terms: &Terms) -> Result<Empc, StatsError> {
    terms.check()?;
    check::same_length(scores.len(), labels.len())?;
    check::same_length(scores.len(), values.len())?;
    check::finite(scores)?;
    check::finite(values)?;
    let lost = labels.iter().filter(|&&label| label).count();
    if lost == 0 || lost == labels.len() {
        return Err(StatsError::OneClass);
    }
    let n = values.len() as f64;
    let mean = check::no_overflow("the mean value", values.iter().map(|v| v / n).sum())?;
    if mean <= 0.0 {
        return Err(StatsError::OutOfRange {
            name: "mean customer value",
            value: mean,
            expected: "above 0",
        });
    }
    let offer = mean * (terms.offer_cost / terms.customer_value);
    let contact = mean * (terms.contact_cost / terms.customer_value);
    expected_maximum(&cuts(scores, labels, values, offer, contact), terms)
}

/// Running totals after each group of tied customers, highest score first.
fn cuts(scores: &[f64], labels: &[bool], values: &[f64], offer: f64, contact: f64) -> Vec<Cut> {
    // Adding zero turns −0 into 0. Rows with the same score and value are interchangeable, so that sorting by both
    // makes the sums independent of the row order to the last bit.
    let mut rows: Vec<(f64, f64, bool)> = (scores.iter().zip(values).zip(labels))
        .map(|((&score, &value), &label)| (score + 0.0, value, label))
        .collect();
    rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let (mut lost_value, mut lost, mut targeted) = (0.0, 0_u64, 0_u64);
    rows.chunk_by(|a, b| a.0 == b.0)
        .map(|tie| {
            for (_, value, label) in tie {
                if *label {
                    lost_value += value;
                    lost += 1;
                }
            }
            targeted += tie.len() as u64;
            Cut {
                benefit: lost_value - offer * lost as f64,
                cost: contact * targeted as f64 + offer * (targeted - lost) as f64,
                targeted: targeted as f64,
            }
        })
        .collect()
}
