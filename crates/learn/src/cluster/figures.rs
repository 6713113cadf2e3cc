//! Churn and value by segment.

use holdfast_stats::interval::{Interval, wilson};
use serde::{Deserialize, Serialize};

use crate::error::LearnError;

/// A segment in numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentFigures {
    /// Customers.
    pub customers: u64,
    /// Share of all customers, 0–1.
    pub share: f64,
    /// Churn, where it is known.
    pub churn: Option<SegmentChurn>,
    /// Value, where it is known.
    pub value: Option<SegmentValue>,
}

/// Churn of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentChurn {
    /// Churned customers.
    pub churned: u64,
    /// Churned ÷ customers, 0–1; 0 in an empty segment.
    pub rate: f64,
    /// 95 % Wilson interval of the rate.
    pub interval: Interval,
}

/// Value of a segment, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentValue {
    /// Sum over its customers.
    pub sum: f64,
    /// Mean; 0 in an empty segment.
    pub mean: f64,
    /// Sum over its churned customers, where churn is known.
    pub churned: Option<f64>,
}

/// Figures of the segments 0 to `segments` − 1. `labels` and `values` by customer; `values` finite.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::NotFinite`], [`LearnError::Mismatch`] for lengths that differ or a segment that is not there.
pub fn figures(
    assignment: &[u32],
    segments: usize,
    labels: Option<&[bool]>,
    values: Option<&[f64]>,
) -> Result<Vec<SegmentFigures>, LearnError> {
    let rows = assignment.len();
    if rows == 0 {
        return Err(LearnError::Empty);
    }
    let fits = |what, found: usize| {
        if found == rows {
            Ok(())
        } else {
            Err(LearnError::Mismatch { what, found, rows })
        }
    };
    fits("labels", labels.map_or(rows, <[bool]>::len))?;
    fits("values", values.map_or(rows, <[f64]>::len))?;
    if let Some(row) = values.and_then(|values| values.iter().position(|value| !value.is_finite())) {
        return Err(LearnError::NotFinite {
            column: "value of the customers".to_owned(),
            row,
        });
    }
    if let Some(&found) = assignment.iter().find(|&&segment| segment as usize >= segments) {
        return Err(LearnError::Mismatch {
            what: "a segment number",
            found: found as usize,
            rows,
        });
    }
    let mut customers = vec![0_u64; segments];
    let mut churned = vec![0_u64; segments];
    let mut sums = vec![(0.0, 0.0); segments];
    for (row, &segment) in assignment.iter().enumerate() {
        let segment = segment as usize;
        let left = labels.is_some_and(|labels| labels[row]);
        let value = values.map_or(0.0, |values| values[row]);
        customers[segment] += 1;
        churned[segment] += u64::from(left);
        sums[segment].0 += value;
        sums[segment].1 += if left { value } else { 0.0 };
    }
    Ok((0..segments)
        .map(|segment| {
            let n = customers[segment];
            let per = n.max(1) as f64;
            SegmentFigures {
                customers: n,
                share: n as f64 / rows as f64,
                churn: labels.map(|_| SegmentChurn {
                    churned: churned[segment],
                    rate: churned[segment] as f64 / per,
                    interval: wilson(churned[segment], n),
                }),
                value: values.map(|_| SegmentValue {
                    sum: sums[segment].0,
                    mean: sums[segment].0 / per,
                    churned: labels.map(|_| sums[segment].1),
                }),
            }
        })
        .collect())
}
