//! What a customer's subscriptions look like on a day.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money::to_major;

use crate::features::{Family, FeatureSpec, Meaning};
use crate::history::Contracts;

/// Name, label (zh, en), unit (zh, en), formula, family.
type Column = (
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
    &'static str,
    Family,
);

/// Columns in order; see [`contract_features`].
const COLUMNS: [Column; 6] = [
    (
        "contract_fee",
        "现有合约月费",
        "monthly fee of running subscriptions",
        ("每月", "a month"),
        "sum of monthly fees of subscriptions that hold the day, in the currency's main unit",
        Family::Level,
    ),
    (
        "contract_age_days",
        "现有合约已持续天数",
        "days since the running subscription began",
        ("天", "days"),
        "day − start of the latest subscription that holds the day",
        Family::Rhythm,
    ),
    (
        "contract_tenure_days",
        "首个合约至今天数",
        "days since the first subscription began",
        ("天", "days"),
        "day − start of the first subscription",
        Family::Rhythm,
    ),
    (
        "contract_count",
        "签过的合约数",
        "subscriptions so far",
        ("份", "subscriptions"),
        "subscriptions that began before the day",
        Family::Level,
    ),
    (
        "contract_running_count",
        "现有合约数",
        "running subscriptions",
        ("份", "subscriptions"),
        "subscriptions that hold the day",
        Family::Level,
    ),
    (
        "contract_fee_change_ratio",
        "现有月费与上一份合约之比",
        "fee of the running subscription against the one before",
        ("", ""),
        "fee of the latest running subscription ÷ fee of the one that began before it",
        Family::Lag,
    ),
];

/// Fees, ages and numbers of subscriptions of the customers `customers` as of the start of day `day` (days since 1970); NaN where a
/// customer has none. Ends that lie ahead must be open in `contracts`: they are not known on the day.
pub fn contract_features(contracts: &Contracts, customers: &[u32], day: i32) -> (Vec<FeatureSpec>, Vec<Vec<f64>>) {
    let mut columns = vec![vec![f64::NAN; customers.len()]; COLUMNS.len()];
    for (row, &customer) in customers.iter().enumerate() {
        if customer as usize >= contracts.customers() {
            continue;
        }
        let span = contracts.span(customer as usize);
        let begun: Vec<usize> = span.filter(|&at| contracts.started_on[at] < day).collect();
        let Some(&first) = begun.first() else { continue };
        let running = || begun.iter().copied().filter(|&at| contracts.ended_on[at] >= day);
        columns[2][row] = f64::from(day - contracts.started_on[first]);
        columns[3][row] = begun.len() as f64;
        columns[4][row] = running().count() as f64;
        if let Some(latest) = running().next_back() {
            columns[0][row] = to_major(running().map(|at| contracts.mrr_minor[at]).sum());
            columns[1][row] = f64::from(day - contracts.started_on[latest]);
            if latest > first && contracts.mrr_minor[latest - 1] > 0 {
                columns[5][row] = contracts.mrr_minor[latest] as f64 / contracts.mrr_minor[latest - 1] as f64;
            }
        }
    }
    (contract_specs(), columns)
}

/// What the columns of [`contract_features`] are, in order.
pub fn contract_specs() -> Vec<FeatureSpec> {
    COLUMNS.iter().map(spec).collect()
}

fn spec(&(name, zh, en, unit, formula, family): &Column) -> FeatureSpec {
    FeatureSpec {
        name: name.to_owned(),
        label: Bilingual::new(zh, en),
        unit: Bilingual::new(unit.0, unit.1),
        formula: formula.to_owned(),
        window_periods: None,
        grain: Grain::Month,
        family,
        meaning: Meaning::Supplement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_sees_what_runs_on_it() {
        // Customer 0: 100 a month from day 10 to 40, then 150 from 40; customer 1: nothing; customer 2 begins on the day itself.
        let contracts = Contracts::build(
            3,
            &[0, 0, 2],
            &[10, 40, 50],
            &[40, Contracts::OPEN, Contracts::OPEN],
            &[100, 150, 70],
        );
        let (specs, columns) = contract_features(&contracts, &[0, 1, 2], 50);
        let of = |row: usize| columns.iter().map(|column| column[row]).collect::<Vec<f64>>();
        assert_eq!(specs.len(), 6);
        assert_eq!(of(0), [1.5, 10.0, 40.0, 2.0, 1.0, 1.5]);
        assert!(of(1).iter().chain(&of(2)).all(|value| value.is_nan()));
        // On day 40 the first has just ended and the second has not begun before it.
        let (_, columns) = contract_features(&contracts, &[0], 40);
        assert_eq!(columns[4][0], 1.0, "an end on the day is not before it");
    }
}
