//! What conversations with a customer look like at an instant.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::zone::DAY_US;

use crate::features::{Family, FeatureSpec, Meaning};
use crate::history::Interactions;

/// Name, label (zh, en), unit (zh, en), formula.
type Column = (
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
    &'static str,
);

/// Columns in order; see [`service_features`].
const COLUMNS: [Column; 8] = [
    (
        "complaints_open_count",
        "未解决的投诉数",
        "complaints that are not resolved",
        ("次", "complaints"),
        "complaints opened before the instant and not resolved before it",
    ),
    (
        "complaints_open_oldest_days",
        "最早未解决投诉的等待天数",
        "days the oldest unresolved complaint has waited",
        ("天", "days"),
        "instant − opening of the oldest unresolved complaint",
    ),
    (
        "complaints_90d_count",
        "近90天投诉次数",
        "complaints of the last 90 days",
        ("次", "complaints"),
        "complaints opened in the 90 days before the instant",
    ),
    (
        "complaints_365d_count",
        "近365天投诉次数",
        "complaints of the last 365 days",
        ("次", "complaints"),
        "complaints opened in the 365 days before the instant",
    ),
    (
        "complaint_resolution_mean_days",
        "投诉平均解决天数",
        "mean days to resolve a complaint",
        ("天", "days"),
        "mean of resolution − opening of resolved complaints",
    ),
    (
        "interactions_90d_count",
        "近90天咨询与投诉次数",
        "conversations of the last 90 days",
        ("次", "conversations"),
        "conversations of any kind opened in the 90 days before the instant",
    ),
    (
        "satisfaction_last",
        "最近一次满意度",
        "latest satisfaction score",
        ("分", "points"),
        "satisfaction of the latest conversation that has one",
    ),
    (
        "satisfaction_mean",
        "平均满意度",
        "mean satisfaction score",
        ("分", "points"),
        "mean satisfaction of conversations that have one",
    ),
];

/// Complaints, conversations and satisfaction of the customers `customers` (growing keys) before the instant `before_us`. `interactions` holds
/// nothing that was opened at or after it, and calls open what was resolved later. Counts are 0 without conversations, days and scores NaN.
pub fn service_features(
    interactions: &Interactions,
    customers: &[u32],
    before_us: i64,
) -> (Vec<FeatureSpec>, Vec<Vec<f64>>) {
    let rows = customers.len();
    let mut columns = vec![vec![0.0; rows]; COLUMNS.len()];
    for at in [1, 4, 6, 7] {
        columns[at].fill(f64::NAN);
    }
    let complaint: Vec<bool> = interactions
        .kinds
        .iter()
        .map(|kind| Interactions::COMPLAINTS.contains(&kind.as_str()))
        .collect();
    // Sums that become means: days and number of resolved complaints, scores and their number; instant of the last score.
    let (mut resolved, mut scored) = (vec![(0.0, 0.0); rows], vec![(0.0, 0.0); rows]);
    let mut last_scored_us = vec![i64::MIN; rows];
    for (at, customer) in interactions.customer.iter().enumerate() {
        let opened = interactions.opened_at_us[at];
        let Ok(row) = customers.binary_search(customer) else {
            continue;
        };
        if opened >= before_us {
            continue;
        }
        let age_days = (before_us - opened) as f64 / DAY_US as f64;
        if age_days <= 90.0 {
            columns[5][row] += 1.0;
        }
        let score = interactions.satisfaction[at];
        if !score.is_nan() {
            scored[row].0 += score;
            scored[row].1 += 1.0;
            // The later one; of two at one instant the one that was written later.
            if opened >= last_scored_us[row] {
                last_scored_us[row] = opened;
                columns[6][row] = score;
            }
        }
        if complaint.get(usize::from(interactions.kind[at])) != Some(&true) {
            continue;
        }
        if age_days <= 90.0 {
            columns[2][row] += 1.0;
        }
        if age_days <= 365.0 {
            columns[3][row] += 1.0;
        }
        let done = interactions.resolved_at_us[at];
        if done == Interactions::OPEN || done >= before_us {
            columns[0][row] += 1.0;
            columns[1][row] = columns[1][row].max(age_days);
        } else {
            resolved[row].0 += (done - opened) as f64 / DAY_US as f64;
            resolved[row].1 += 1.0;
        }
    }
    for row in 0..rows {
        for (at, (sum, count)) in [(4, resolved[row]), (7, scored[row])] {
            if count > 0.0 {
                columns[at][row] = sum / count;
            }
        }
    }
    (service_specs(), columns)
}

/// What the columns of [`service_features`] are, in order.
pub fn service_specs() -> Vec<FeatureSpec> {
    COLUMNS.iter().map(spec).collect()
}

fn spec(&(name, zh, en, unit, formula): &Column) -> FeatureSpec {
    FeatureSpec {
        name: name.to_owned(),
        label: Bilingual::new(zh, en),
        unit: Bilingual::new(unit.0, unit.1),
        formula: formula.to_owned(),
        window_periods: None,
        grain: Grain::Month,
        family: Family::Complaint,
        meaning: Meaning::Supplement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_resolved_and_scored_conversations_are_told_apart() {
        let day = DAY_US;
        let interactions = Interactions {
            customer: vec![3, 3, 3, 5],
            opened_at_us: vec![0, 100 * day, 190 * day, 10 * day],
            resolved_at_us: vec![4 * day, Interactions::OPEN, 300 * day, 11 * day],
            kind: vec![0, 0, 0, 1],
            kinds: vec!["投诉".to_owned(), "咨询".to_owned()],
            satisfaction: vec![2.0, f64::NAN, f64::NAN, 5.0],
        };
        let (_, columns) = service_features(&interactions, &[3, 4, 5], 200 * day);
        let of = |row: usize| columns.iter().map(|column| column[row]).collect::<Vec<f64>>();
        assert_eq!(of(0), [2.0, 100.0, 1.0, 3.0, 4.0, 1.0, 2.0, 2.0]);
        let nobody = of(1);
        assert_eq!((nobody[0], nobody[2], nobody[3], nobody[5]), (0.0, 0.0, 0.0, 0.0));
        assert!([1, 4, 6, 7].iter().all(|&at| nobody[at].is_nan()));
        let asked = of(2);
        assert_eq!(
            (asked[0], asked[3], asked[6]),
            (0.0, 0.0, 5.0),
            "a question is no complaint"
        );
    }
}
