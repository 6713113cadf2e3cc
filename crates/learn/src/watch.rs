//! The columns of a frame as a watch sees them: frozen with the model, tallied every period, looked over for breakage.

use holdfast_stats::drift::{Layout, Reference, Tally};
use holdfast_stats::error::StatsError;
use holdfast_stats::verdict::ColumnHealth;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::frame::{Feature, FeatureData, Frame};

/// A column as it was at training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenColumn {
    /// Its name.
    pub name: String,
    /// Its cells and their counts.
    pub reference: Reference,
    /// Share of zeros among the known values, 0–1; `None` for a category or where none is known.
    pub zero: Option<f64>,
}

/// Freezes every column. `customers`: distinct customers among the rows, at least 1.
///
/// # Errors
/// `Empty` for no rows, `TooFew` for no customers.
pub fn freeze(frame: &Frame, customers: u64) -> Result<Vec<FrozenColumn>, StatsError> {
    frame
        .columns
        .par_iter()
        .map(|feature| {
            let reference = match &feature.data {
                FeatureData::Number(values) => Reference::number(values, customers)?,
                FeatureData::Category { codes, levels } => Reference::category(codes, levels, customers)?,
            };
            Ok(FrozenColumn {
                name: feature.name.clone(),
                reference,
                zero: zero_share(&feature.data),
            })
        })
        .collect()
}

/// Counts of a later frame in the frozen cells, in the frozen order. A column that the frame lacks, or has with the
/// other type, has all its rows missing: that is what it means to the model.
///
/// # Errors
/// As [`freeze`].
pub fn tally(frozen: &[FrozenColumn], frame: &Frame, customers: u64) -> Result<Vec<Tally>, StatsError> {
    if frame.rows == 0 {
        return Err(StatsError::Empty);
    }
    frozen
        .par_iter()
        .map(|column| {
            let reference = &column.reference;
            match (find(frame, column), &reference.layout) {
                (Some(FeatureData::Number(values)), Layout::Number { .. }) => reference.tally_number(values, customers),
                (Some(FeatureData::Category { codes, levels }), Layout::Category { .. }) => {
                    reference.tally_category(codes, levels, customers)
                }
                _ => {
                    let mut counts = vec![0; reference.tally.counts.len()];
                    counts[0] = frame.rows as u64;
                    Ok(Tally { counts, customers })
                }
            }
        })
        .collect()
}

/// Missing and zero shares then and now, in the frozen order; `now` is what [`tally`] gave for the same frame.
pub fn health(frozen: &[FrozenColumn], now: &[Tally], frame: &Frame) -> Vec<ColumnHealth> {
    let missing = |tally: &Tally| tally.counts[0] as f64 / tally.rows() as f64;
    frozen
        .iter()
        .zip(now)
        .map(|(column, now)| ColumnHealth {
            column: column.name.clone(),
            missing_before: missing(&column.reference.tally),
            missing: missing(now),
            zero_before: column.zero,
            zero: find(frame, column).and_then(zero_share),
        })
        .collect()
}

fn find<'a>(frame: &'a Frame, column: &FrozenColumn) -> Option<&'a FeatureData> {
    let named = |feature: &&Feature| feature.name == column.name;
    frame.columns.iter().find(named).map(|feature| &feature.data)
}

fn zero_share(data: &FeatureData) -> Option<f64> {
    let FeatureData::Number(values) = data else {
        return None;
    };
    let (known, zeros) = values.iter().fold((0_u64, 0_u64), |(known, zeros), value| {
        (known + u64::from(!value.is_nan()), zeros + u64::from(*value == 0.0))
    });
    (known > 0).then(|| zeros as f64 / known as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_stats::drift::{Settings, compare};

    fn frame(visits: Vec<f64>, regions: Vec<u32>) -> Frame {
        let levels = vec!["north".to_owned(), "south".to_owned()];
        let named = |name: &str, data| Feature {
            name: name.to_owned(),
            data,
        };
        Frame {
            rows: visits.len(),
            columns: vec![
                named("visits", FeatureData::Number(visits)),
                named("region", FeatureData::Category { codes: regions, levels }),
            ],
        }
    }

    #[test]
    fn a_frame_is_frozen_tallied_and_looked_over() {
        let visits = |lost: usize| {
            (0..100)
                .map(|k| if k < lost { f64::NAN } else { (k % 4) as f64 })
                .collect()
        };
        let regions: Vec<u32> = (0..100).map(|k| k % 2).collect();
        let then = frame(visits(20), regions.clone());
        let frozen = freeze(&then, 100).unwrap();
        assert_eq!(tally(&frozen, &then, 100).unwrap()[0], frozen[0].reference.tally);
        let now = frame(vec![0.0; 100], regions);
        let counted = tally(&frozen, &now, 100).unwrap();
        let found = health(&frozen, &counted, &now);
        assert_eq!((found[0].missing_before, found[0].missing), (0.2, 0.0));
        assert_eq!((found[0].zero_before, found[0].zero), (Some(0.25), Some(1.0)));
        assert_eq!((found[1].zero_before, found[1].zero), (None, None));
        let p = |column: usize| {
            let settings = Settings::default();
            compare(&frozen[column].reference, &counted[column], &[], &settings)
                .unwrap()
                .p_value
        };
        assert!(p(0) < 1e-12);
        assert_eq!(p(1), 1.0);
    }

    #[test]
    fn a_column_that_is_gone_or_changed_its_type_is_all_missing() {
        let then = frame(vec![1.0; 50], vec![0; 50]);
        let frozen = freeze(&then, 50).unwrap();
        let mut now = then.clone();
        now.columns.remove(0);
        now.columns[0].data = FeatureData::Number(vec![1.0; 50]);
        let counted = tally(&frozen, &now, 50).unwrap();
        assert_eq!((counted[0].counts[0], counted[1].counts[0]), (50, 50));
        assert_eq!(health(&frozen, &counted, &now)[0].missing, 1.0);
        assert!(freeze(&Frame::default(), 1).unwrap().is_empty());
    }
}
