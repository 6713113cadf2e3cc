//! Which columns a model gets to see.

use std::collections::BTreeSet;

use holdfast_learn::encode::binner::{BinSettings, Binner};
use holdfast_learn::frame::{FeatureData, Frame};
use holdfast_stats::discrimination::auc_of_column;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::observe::ATTRIBUTE;

/// Columns that say something, and those left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// Indices of the columns that are kept, growing.
    pub kept: Vec<usize>,
    /// Columns that say too much.
    pub suspicious: Vec<Suspicious>,
}

/// A column that alone tells nearly all churners from others: as a rule it was filled in after the fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspicious {
    /// Its name.
    pub column: String,
    /// Its AUC alone, .5–1.
    pub auc: f64,
    /// Whether models were kept from seeing it.
    pub left_out: bool,
}

/// Above this a single column is taken for a leak (METHODS §1).
pub const LEAK_AUC: f64 = 0.95;
/// Columns that are kept at most: the strongest alone. What a 161st adds is within the error of any measure, and costs as much as the others.
const MOST_COLUMNS: usize = 160;
/// Attributes among them at most.
const MOST_ATTRIBUTES: usize = 80;
/// Levels of a category as which an identifier gives itself away: more than this share of customers.
const IDENTIFIER_SHARE: f64 = 0.5;
/// Rows of either class below which the last cutoff says nothing of a column.
const LEAST_OF_CLASS: usize = 30;
/// Rows that strengths are measured on at most.
const ROWS: usize = 100_000;

/// Chooses columns on the rows `rows` with their labels and `customers`, by row of the frame: constant and duplicate ones, identifiers and attributes that say too much are left out; of many
/// the strongest are kept.
///
/// What says too much is looked for on the rows `latest` too, those of the last cutoff: an attribute that is filled in when a customer is lost, and of which
/// the lake knows the present value alone, is filled for all who were lost since. Long before the end they are many who were not lost at once, and it looks
/// like an honest column; on the last cutoff it is the outcome itself. Leaving a column out by the outcomes of judging rows makes no figure better.
pub fn choose(frame: &Frame, labels: &[bool], customers: &[u32], rows: &[u32], latest: &[u32]) -> Chosen {
    let some = |rows: &[u32]| -> Vec<u32> { rows.iter().copied().step_by(rows.len().div_ceil(ROWS).max(1)).collect() };
    let (rows, latest) = (some(rows), some(latest));
    let people = rows
        .iter()
        .map(|&row| customers[row as usize])
        .collect::<BTreeSet<_>>()
        .len();
    let binner = Binner::fit(
        frame,
        &rows,
        BinSettings {
            number_bins: 32,
            ..BinSettings::default()
        },
    );
    let binned = binner.transform(frame);
    let of = |rows: &[u32]| -> Vec<bool> { rows.iter().map(|&row| labels[row as usize]).collect() };
    let (mine, theirs) = (of(&rows), of(&latest));
    let lost = theirs.iter().filter(|&&lost| lost).count();
    let tells = lost.min(theirs.len() - lost) >= LEAST_OF_CLASS;
    let judged: Vec<(f64, u64, f64)> = (0..frame.columns.len())
        .into_par_iter()
        .map(|column| {
            let bins = &binned.columns[column];
            let (strength, print) = strength(bins, binned.bins[column], &rows, &mine);
            let auc = |rows: &[u32], labels: &[bool]| {
                alone(&frame.columns[column].data, bins, binned.bins[column], rows, labels)
            };
            let now = if tells { auc(&latest, &theirs) } else { 0.5 };
            (strength, print, auc(&rows, &mine).max(now))
        })
        .collect();
    let mut out = Chosen::default();
    let mut prints = BTreeSet::new();
    let mut candidates: Vec<usize> = Vec::new();
    for (column, &(strength, print, auc)) in judged.iter().enumerate() {
        let name = &frame.columns[column].name;
        let attribute = name.starts_with(ATTRIBUTE);
        if auc > LEAK_AUC {
            out.suspicious.push(Suspicious {
                column: name.clone(),
                auc,
                left_out: attribute,
            });
            if attribute {
                continue;
            }
        }
        if strength.is_nan() || is_identifier(&frame.columns[column].data, people) || !prints.insert(print) {
            continue;
        }
        candidates.push(column);
    }
    let strongest = |mut columns: Vec<usize>, most: usize| {
        columns.sort_by(|&a, &b| judged[b].0.total_cmp(&judged[a].0).then(a.cmp(&b)));
        columns.truncate(most);
        columns
    };
    // Attributes are one column each; of what customers do there are hundreds that say nearly the same, and they would take every place.
    let (attributes, others): (Vec<usize>, Vec<usize>) = candidates
        .into_iter()
        .partition(|&column| frame.columns[column].name.starts_with(ATTRIBUTE));
    out.kept = strongest(attributes, MOST_ATTRIBUTES);
    out.kept.extend(strongest(others, MOST_COLUMNS - out.kept.len()));
    out.kept.sort_unstable();
    out
}

/// χ² of the bins against the label less its degrees of freedom (NaN: one bin only), and a number that equal columns share.
fn strength(bins: &[u8], count: usize, rows: &[u32], labels: &[bool]) -> (f64, u64) {
    let mut counts = vec![[0.0f64; 2]; count];
    let mut print = 0u64;
    for (&row, &label) in rows.iter().zip(labels) {
        let bin = bins[row as usize];
        counts[usize::from(bin)][usize::from(label)] += 1.0;
        print = print.wrapping_mul(0x0100_0000_01b3).wrapping_add(u64::from(bin) + 1);
    }
    let churned: f64 = counts.iter().map(|count| count[1]).sum();
    let rate = churned / rows.len().max(1) as f64;
    let filled: Vec<&[f64; 2]> = counts.iter().filter(|count| count[0] + count[1] > 0.0).collect();
    if filled.len() < 2 || rate <= 0.0 || rate >= 1.0 {
        return (f64::NAN, print);
    }
    let chi: f64 = filled
        .iter()
        .map(|count| ((count[0] + count[1]) * rate - count[1]).powi(2) / (count[0] + count[1]))
        .sum();
    (chi / (rate * (1.0 - rate)) - (filled.len() as f64 - 1.0), print)
}

/// AUC of the column alone, .5–1: of a number by its values in either direction, and of any column by whether it is missing; of a category by the churn
/// rates of its levels where they hold enough rows for that to be more than luck.
fn alone(data: &FeatureData, bins: &[u8], count: usize, rows: &[u32], labels: &[bool]) -> f64 {
    let of = |values: &[f64]| auc_of_column(values, labels).map_or(0.5, |auc| auc.max(1.0 - auc));
    let missing: Vec<f64> = rows
        .iter()
        .map(|&row| f64::from(u8::from(bins[row as usize] == 0)))
        .collect();
    let by_value = match data {
        FeatureData::Number(values) => {
            let values: Vec<f64> = rows.iter().map(|&row| values[row as usize]).collect();
            of(&values)
        }
        FeatureData::Category { .. } => {
            let mut counts = vec![[0.0f64; 2]; count];
            for (&row, &label) in rows.iter().zip(labels) {
                counts[usize::from(bins[row as usize])][usize::from(label)] += 1.0;
            }
            let rate: Vec<f64> = counts
                .iter()
                .map(|count| (count[1] + 0.5) / (count[0] + count[1] + 1.0))
                .collect();
            let values: Vec<f64> = rows.iter().map(|&row| rate[usize::from(bins[row as usize])]).collect();
            of(&values)
        }
    };
    by_value.max(of(&missing))
}

/// A category with a level for every second customer names customers, not what they are like.
fn is_identifier(data: &FeatureData, customers: usize) -> bool {
    match data {
        FeatureData::Number(_) => false,
        FeatureData::Category { levels, .. } => levels.len() as f64 > IDENTIFIER_SHARE * customers as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_learn::frame::{Feature, MISSING};

    fn number(name: &str, values: impl Iterator<Item = f64>) -> Feature {
        Feature {
            name: name.to_owned(),
            data: FeatureData::Number(values.collect()),
        }
    }

    #[test]
    fn leaks_copies_and_constants_are_left_out() {
        let rows = 2000;
        let label = |row: usize| row.is_multiple_of(5);
        let frame = Frame {
            rows,
            columns: vec![
                number(
                    "honest",
                    (0..rows).map(|row| ((row * 37) % 101) as f64 + if label(row) { 20.0 } else { 0.0 }),
                ),
                number(
                    "copy",
                    (0..rows).map(|row| ((row * 37) % 101) as f64 + if label(row) { 20.0 } else { 0.0 }),
                ),
                number("constant", (0..rows).map(|_| 7.0)),
                number(
                    "attribute_leak",
                    (0..rows).map(|row| if label(row) { 1.0 } else { f64::NAN }),
                ),
                Feature {
                    name: "attribute_reason".to_owned(),
                    data: FeatureData::Category {
                        codes: (0..rows)
                            .map(|row| if label(row) { (row % 3) as u32 } else { MISSING })
                            .collect(),
                        levels: vec!["a".into(), "b".into(), "c".into()],
                    },
                },
            ],
        };
        let labels: Vec<bool> = (0..rows).map(label).collect();
        let every: Vec<u32> = (0..rows as u32).collect();
        let chosen = choose(&frame, &labels, &every, &every, &every);
        assert_eq!(chosen.kept, [0]);
        let names: Vec<&str> = chosen.suspicious.iter().map(|s| s.column.as_str()).collect();
        assert_eq!(names, ["attribute_leak", "attribute_reason"]);
        assert!(chosen.suspicious.iter().all(|s| s.left_out));
    }
}
