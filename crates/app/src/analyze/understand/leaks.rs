//! Columns that know the outcome: they would make any model look perfect and be useless tomorrow.

use holdfast_engine::table::{Column, InstantColumn, TextColumn, Values};
use holdfast_stats::discrimination::auc;

use super::names::Name;

/// Single-column AUC above which a column is suspected.
const SUSPECT_AUC: f64 = 0.95;
/// The same for columns whose name speaks of leaving (`Churn Score`, 挽留次数).
const SUSPECT_AUC_NAMED: f64 = 0.80;
/// Rows from which a share says something; also the weight of the overall rate in a level's.
const LEAST_ROWS: usize = 10;

/// Why a column is suspected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Suspicion {
    /// Alone it separates churned from retained with this AUC.
    TooStrong(f64),
    /// It is filled (or empty) almost only for churners: share of churners among the filled rows and among the others.
    FilledForChurners(f64, f64),
}

/// Looks at one column by itself; rows without an outcome are left out.
pub fn suspicion(column: &Column, name: &Name, outcomes: &[Option<bool>]) -> Option<Suspicion> {
    let rows: Vec<usize> = (0..outcomes.len()).filter(|&r| outcomes[r].is_some()).collect();
    let labels: Vec<bool> = rows.iter().map(|&r| outcomes[r] == Some(true)).collect();
    if let Some(found) = filled_for_churners(column, &rows, &labels) {
        return Some(found);
    }
    let strength = match &column.values {
        Values::Number(numbers) => number_strength(rows.iter().map(|&r| numbers.values[r]), &labels),
        Values::Instant(instants) => {
            let seconds = rows.iter().map(|&r| instants.seconds[r]);
            number_strength(
                seconds.map(|s| {
                    if s == InstantColumn::MISSING {
                        f64::NAN
                    } else {
                        s as f64
                    }
                }),
                &labels,
            )
        }
        Values::Text(text) => {
            let rates = level_rates(&text.codes, text.levels.len(), &rows, &labels, |i| i % 2);
            auc(&rates, &labels).ok()
        }
    }?;
    let limit = if name.speaks_of_leaving() {
        SUSPECT_AUC_NAMED
    } else {
        SUSPECT_AUC
    };
    (strength > limit).then_some(Suspicion::TooStrong(strength))
}

/// AUC of a number (dates included) alone, in the better direction; missing values are put below and above all others in
/// turn, because being filled or not can be what leaks.
fn number_strength(values: impl Iterator<Item = f64>, labels: &[bool]) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    let with_missing = |stand_in: f64| -> Option<f64> {
        let filled: Vec<f64> = values.iter().map(|&v| if v.is_nan() { stand_in } else { v }).collect();
        auc(&filled, labels).ok().map(|a| a.max(1.0 - a))
    };
    // The ends of the numbers: finite, and beyond any value of a table.
    let (low, high) = (with_missing(-f64::MAX)?, with_missing(f64::MAX)?);
    Some(low.max(high))
}

fn filled_for_churners(column: &Column, rows: &[usize], labels: &[bool]) -> Option<Suspicion> {
    if column.missing == 0 {
        return None;
    }
    let present = |row: usize| match &column.values {
        Values::Number(c) => !c.values[row].is_nan(),
        Values::Instant(c) => c.seconds[row] != InstantColumn::MISSING,
        Values::Text(c) => c.codes[row] != TextColumn::MISSING,
    };
    // Counts: [filled, empty] × [retained, churned].
    let mut counts = [[0usize; 2]; 2];
    for (&row, &label) in rows.iter().zip(labels) {
        counts[usize::from(!present(row))][usize::from(label)] += 1;
    }
    let rate = |side: [usize; 2]| side[1] as f64 / (side[0] + side[1]).max(1) as f64;
    let (filled, empty) = (rate(counts[0]), rate(counts[1]));
    let enough = counts.iter().all(|side| side[0] + side[1] >= LEAST_ROWS);
    let one_sided = |pure: f64, other: f64| pure >= 0.95 && pure >= other * 1.5 + 0.1;
    // AUC of filled against empty: (1 + share of churners filled − share of retained filled) / 2.
    let part = |label: usize| counts[0][label] as f64 / (counts[0][label] + counts[1][label]).max(1) as f64;
    let auc = (1.0 + (part(1) - part(0)).abs()) / 2.0;
    (enough && (one_sided(filled, empty) || one_sided(empty, filled) || auc > SUSPECT_AUC))
        .then_some(Suspicion::FilledForChurners(filled, empty))
}

/// Looks at a category of customers as it was at several cut-offs; `of_row` is the customer of each row, who may be in several. `settled`: whether no
/// customer's value ever changes, as that of a field which was joined to the events when they were exported.
pub fn suspicion_of_latest(
    codes: &[u32],
    levels: usize,
    name: &Name,
    (of_row, labels): (&[u32], &[bool]),
    settled: bool,
) -> Option<Suspicion> {
    let rows: Vec<usize> = (0..labels.len()).collect();
    // By customers, so that none helps to predict themselves at another cut-off.
    let rates = level_rates(codes, levels, &rows, labels, |i| (of_row[i] % 2) as usize);
    let strength = auc(&rates, labels).ok()?;
    let limit = if settled || name.speaks_of_leaving() {
        SUSPECT_AUC_NAMED
    } else {
        SUSPECT_AUC
    };
    (strength > limit).then_some(Suspicion::TooStrong(strength))
}

/// Each row's level's churn rate among the rows of the other half, so that no row helps to predict itself; levels with few rows there are drawn towards
/// the overall rate. `half`: 0 or 1, by position in `rows`.
fn level_rates(
    codes: &[u32],
    levels: usize,
    rows: &[usize],
    labels: &[bool],
    half: impl Fn(usize) -> usize,
) -> Vec<f64> {
    let slot = |row: usize| (codes[row] as usize).min(levels);
    let mut counts = vec![[[0usize; 2]; 2]; levels + 1];
    for (i, (&row, &label)) in rows.iter().zip(labels).enumerate() {
        counts[slot(row)][half(i)][usize::from(label)] += 1;
    }
    let overall = labels.iter().filter(|&&l| l).count() as f64 / labels.len().max(1) as f64;
    let weight = LEAST_ROWS as f64;
    rows.iter()
        .enumerate()
        .map(|(i, &row)| {
            let [retained, churned] = counts[slot(row)][1 - half(i)];
            (churned as f64 + weight * overall) / ((retained + churned) as f64 + weight)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::table::NumberColumn;

    fn column(name: &str, values: Vec<f64>) -> (Column, Name) {
        (
            Column::new(name, Values::Number(NumberColumn::new(values, false))),
            Name::new(name),
        )
    }

    #[test]
    fn a_copy_of_the_outcome_and_a_field_filled_for_churners_are_suspected() {
        let outcomes: Vec<Option<bool>> = (0..400).map(|i| Some(i % 4 == 0)).collect();
        let (strong, name) = column(
            "score",
            (0..400)
                .map(|i| if i % 4 == 0 { 9.0 } else { (i % 7) as f64 })
                .collect(),
        );
        assert!(matches!(suspicion(&strong, &name, &outcomes), Some(Suspicion::TooStrong(a)) if a > 0.99));
        let (call, name) = column(
            "call",
            (0..400).map(|i| if i % 12 == 0 { 1.0 } else { f64::NAN }).collect(),
        );
        assert!(matches!(suspicion(&call, &name, &outcomes), Some(Suspicion::FilledForChurners(f, _)) if f == 1.0));
        let plans = holdfast_engine::table::convert::number_to_text(
            &column("plan", (0..400).map(|i| f64::from(i % 3)).collect()).0,
        );
        let plan = Column::new("plan", Values::Text(plans));
        assert_eq!(
            suspicion(&plan, &Name::new("plan"), &outcomes),
            None,
            "an uninformative category is no leak"
        );
        let (fair, name) = column(
            "usage",
            (0..400)
                .map(|i| ((i * 7) % 50) as f64 - f64::from(i % 4 == 0) * 10.0)
                .collect(),
        );
        assert_eq!(suspicion(&fair, &name, &outcomes), None);
    }
}
