//! Undersampling of the larger class, with what undoes it.
//!
//! Only rows to *learn* from are ever left out: pass `task.rows` of the training part. Rows that a model is judged on, early stopping and
//! calibration included, keep the mix that customers come in; a figure on resampled rows says nothing about them. Undersampling
//! saves time on large tables; it does not make a model better at ranking, and its log-odds are wrong until the offset is added.

use crate::contract::row_key::row_keys;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::folds::check_classes;

/// Rows to learn from, and how to correct what is learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Resampled {
    /// Rows of the task that were kept, in the task's order.
    pub rows: Vec<u32>,
    /// To be added to every log-odds of a model fitted on these rows: ln of the share kept of the retained − ln of the share kept of the churned
    /// (Elkan 2001; King & Zeng 2001), shares by weight as they came out.
    pub offset: f64,
}

/// Which use of row keys this is.
const STREAM: u64 = 0x5a3_91e;

/// Keeps all of the smaller class (by weight) and of the larger class at most `most_times` its weight, drawn by [`row_keys`]: all rows of one
/// customer or of one content are kept together, whatever the order of rows.
///
/// `most_times` at least 1. Where the larger class is no larger than that, everything is kept and the offset is 0.
///
/// # Errors
/// [`LearnError::OneClass`], [`LearnError::Empty`], [`LearnError::Setting`].
pub fn undersample(task: &Task, most_times: f64) -> Result<Resampled, LearnError> {
    if !(most_times >= 1.0 && most_times.is_finite()) {
        return Err(LearnError::Setting {
            name: "times of the smaller class",
            value: most_times.to_string(),
            allowed: "1 and above",
        });
    }
    let counted = task.rows.iter().filter(|&&row| task.label(row)).count();
    check_classes(task.rows.len(), counted, 1)?;
    let (churned, all) = task.totals();
    let larger = churned > all - churned;
    let (of_larger, of_smaller) = if larger {
        (churned, all - churned)
    } else {
        (all - churned, churned)
    };
    let wanted = most_times * of_smaller;
    if of_larger <= wanted {
        return Ok(Resampled {
            rows: task.rows.to_vec(),
            offset: 0.0,
        });
    }
    let keys = row_keys(task, STREAM);
    let mut drawn: Vec<(u64, f64)> = keys
        .iter()
        .zip(task.rows)
        .filter(|&(_, &row)| task.label(row) == larger)
        .map(|(&key, &row)| (key, task.weight(row)))
        .collect();
    drawn.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut kept = 0.0;
    let mut last = 0;
    for (key, weight) in drawn {
        // Everything with the last key comes along, and something always does.
        if kept >= wanted && key != last {
            break;
        }
        kept += weight;
        last = key;
    }
    let rows = task
        .rows
        .iter()
        .zip(&keys)
        .filter(|&(&row, &key)| task.label(row) != larger || key <= last)
        .map(|(&row, _)| row)
        .collect();
    let share = (kept / of_larger).ln();
    Ok(Resampled {
        rows,
        offset: if larger { -share } else { share },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::method::Method;
    use crate::frame::{Feature, FeatureData, Frame};
    use crate::logistic::fit::LogisticSettings;

    fn table() -> (Frame, Vec<bool>) {
        let n = 20_000usize;
        let uniform = |row: usize, stream: u64| {
            crate::contract::row_key::mix(crate::contract::row_key::mix(row as u64) ^ stream) as f64 / u64::MAX as f64
        };
        let x: Vec<f64> = (0..n).map(|row| uniform(row, 1) * 4.0 - 2.0).collect();
        let labels = (0..n)
            .map(|row| uniform(row, 2) < holdfast_stats::special::sigmoid(-3.0 + x[row]))
            .collect();
        let frame = Frame {
            rows: n,
            columns: vec![Feature {
                name: "x".into(),
                data: FeatureData::Number(x),
            }],
        };
        (frame, labels)
    }

    #[test]
    fn the_offset_undoes_what_was_left_out() {
        let (frame, labels) = table();
        let rows: Vec<u32> = (0..20_000).collect();
        let task = Task::whole(&frame, &labels, &rows, 3);
        let drawn = undersample(&task, 1.0).unwrap();
        let churned = labels.iter().filter(|&&l| l).count();
        assert_eq!(drawn.rows.len(), 2 * churned);
        assert!(drawn.rows.windows(2).all(|w| w[0] < w[1]));
        let fitted = Method::Logistic(LogisticSettings::default())
            .fit(&task.on(&drawn.rows))
            .unwrap();
        let stated: f64 = fitted
            .margins(&frame)
            .unwrap()
            .iter()
            .map(|z| holdfast_stats::special::sigmoid(z + drawn.offset))
            .sum();
        assert!((stated / churned as f64 - 1.0).abs() < 0.03, "{stated} of {churned}");
    }

    #[test]
    fn order_does_not_matter_and_small_classes_are_left_whole() {
        let (frame, labels) = table();
        let rows: Vec<u32> = (0..20_000).collect();
        let reversed: Vec<u32> = rows.iter().rev().copied().collect();
        let task = Task::whole(&frame, &labels, &rows, 3);
        let a = undersample(&task, 2.0).unwrap();
        let mut b = undersample(&task.on(&reversed), 2.0).unwrap();
        b.rows.reverse();
        assert_eq!(a, b);
        let all = undersample(&task, 100.0).unwrap();
        assert_eq!((all.rows.len(), all.offset), (20_000, 0.0));
        assert!(matches!(undersample(&task, 0.5), Err(LearnError::Setting { .. })));
        // The churned as the larger class: the offset has the other sign.
        let turned: Vec<bool> = labels.iter().map(|l| !l).collect();
        assert_eq!(
            undersample(&Task::whole(&frame, &turned, &rows, 3), 2.0)
                .unwrap()
                .offset
                .signum(),
            1.0
        );
        assert_eq!(a.offset.signum(), -1.0);
    }
}
