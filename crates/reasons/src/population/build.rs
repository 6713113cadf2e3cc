//! From a table with outcomes to what is remembered of it.

use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_stats::quantile::{cut_points, quantile};
use rayon::prelude::*;

use super::summary::{ColumnSummary, Count, Population, Spread, Values};
use crate::error::ReasonError;

/// Bins of a number: a tenth of the customers each, so that a rate stands on many of them.
const BINS: usize = 10;

/// The population of the rows `rows` of a frame; `labels` by row of the frame.
///
/// # Errors
/// [`ReasonError::Rows`] where labels or rows do not fit the frame, [`ReasonError::Empty`].
pub fn build(frame: &Frame, labels: &[bool], rows: &[u32]) -> Result<Population, ReasonError> {
    if labels.len() != frame.rows {
        return Err(ReasonError::Rows {
            what: "labels",
            found: labels.len(),
            expected: frame.rows,
        });
    }
    if let Some(&row) = rows.iter().find(|&&row| row as usize >= frame.rows) {
        return Err(ReasonError::Rows {
            what: "the frame",
            found: frame.rows,
            expected: row as usize + 1,
        });
    }
    if rows.is_empty() {
        return Err(ReasonError::Empty);
    }
    let mut all = Count::default();
    rows.iter().for_each(|&row| add(&mut all, labels[row as usize]));
    let columns = frame
        .columns
        .par_iter()
        .map(|feature| summary(feature, labels, rows))
        .collect();
    Ok(Population { all, columns })
}

fn add(count: &mut Count, churned: bool) {
    count.customers += 1;
    count.churned += u64::from(churned);
}

fn summary(feature: &Feature, labels: &[bool], rows: &[u32]) -> ColumnSummary {
    let mut missing = Count::default();
    let values = match &feature.data {
        FeatureData::Number(values) => {
            let mut sorted: Vec<f64> = rows
                .iter()
                .map(|&row| values[row as usize])
                .filter(|value| !value.is_nan())
                .collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let spread = (!sorted.is_empty()).then(|| Spread {
                low: quantile(&sorted, 0.05),
                median: quantile(&sorted, 0.5),
                high: quantile(&sorted, 0.95),
            });
            let cuts = cut_points(&sorted, BINS);
            let mut bins = vec![Count::default(); cuts.len() + 1];
            for &row in rows {
                let value = values[row as usize];
                let count = if value.is_nan() {
                    &mut missing
                } else {
                    &mut bins[cuts.partition_point(|&cut| cut < value)]
                };
                add(count, labels[row as usize]);
            }
            let tendency = tendency(&bins);
            Values::Number {
                spread,
                cuts,
                bins,
                tendency,
            }
        }
        FeatureData::Category { codes, levels } => {
            let mut counts = vec![Count::default(); levels.len()];
            for &row in rows {
                let label = labels[row as usize];
                match codes[row as usize] {
                    MISSING => add(&mut missing, label),
                    code => {
                        if let Some(count) = counts.get_mut(code as usize) {
                            add(count, label);
                        }
                    }
                }
            }
            Values::Category {
                levels: levels.clone(),
                counts,
            }
        }
    };
    ColumnSummary {
        name: feature.name.clone(),
        missing,
        values,
    }
}

/// P(a churned customer is in a higher bin than a retained one) − P(in a lower one); 0 where either is absent (Somers' D).
fn tendency(bins: &[Count]) -> f64 {
    let (mut retained_below, mut churned_below, mut difference) = (0.0, 0.0, 0.0);
    for bin in bins {
        let (churned, retained) = (bin.churned as f64, (bin.customers - bin.churned) as f64);
        difference += churned * retained_below - retained * churned_below;
        retained_below += retained;
        churned_below += churned;
    }
    let pairs = retained_below * churned_below;
    if pairs > 0.0 { difference / pairs } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(values: Vec<f64>) -> Frame {
        let rows = values.len();
        Frame {
            columns: vec![Feature {
                name: "x".into(),
                data: FeatureData::Number(values),
            }],
            rows,
        }
    }

    #[test]
    fn tendency_by_hand() {
        let bin = |customers, churned| Count { customers, churned };
        // Churned 2 below, retained 3 above: every pair has the churned one below.
        assert_eq!(tendency(&[bin(2, 2), bin(3, 0)]), -1.0);
        // Pairs: churned in bin 0 and bin 1, retained in bin 0 and bin 1: one above, one below, two tied.
        assert_eq!(tendency(&[bin(2, 1), bin(2, 1)]), 0.0);
        // 3 pairs above of 4, none below.
        assert_eq!(tendency(&[bin(1, 0), bin(2, 1), bin(1, 1)]), 0.75);
        assert_eq!(tendency(&[bin(3, 3)]), 0.0);
    }

    #[test]
    fn missing_values_are_counted_apart_and_all_missing_has_no_spread() {
        let frame = number(vec![1.0, f64::NAN, 3.0, 2.0]);
        let built = build(&frame, &[true, true, false, false], &[0, 1, 2, 3]).unwrap();
        let column = &built.columns[0];
        assert_eq!(
            column.missing,
            Count {
                customers: 1,
                churned: 1
            }
        );
        assert_eq!(column.spread().unwrap().median, 2.0);
        assert_eq!(
            column.cell(column.cell_of_number(1.0)),
            Count {
                customers: 1,
                churned: 1
            }
        );
        let empty = build(&number(vec![f64::NAN; 3]), &[true, false, false], &[0, 1, 2]).unwrap();
        assert_eq!(empty.columns[0].spread(), None);
        assert_eq!(empty.columns[0].missing.customers, 3);
        assert_eq!(build(&frame, &[true; 4], &[]), Err(ReasonError::Empty));
        assert!(build(&frame, &[true; 3], &[0]).is_err() && build(&frame, &[true; 4], &[4]).is_err());
    }

    #[test]
    fn it_comes_back_from_its_stored_form() {
        let frame = number(vec![1.0, f64::NAN, 3.0, 2.5]);
        let built = build(&frame, &[true, true, false, false], &[0, 1, 2, 3]).unwrap();
        let text = serde_json::to_string(&built).unwrap();
        assert_eq!(serde_json::from_str::<Population>(&text).unwrap(), built);
    }
}
