//! The change of a figure that adds up over segments.

use crate::error::StatsError;

/// What a segment adds to the change of a total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TotalEffect {
    /// Index of the segment.
    pub segment: usize,
    /// Its figure in both periods.
    pub value: [f64; 2],
    /// Later minus earlier.
    pub difference: f64,
    /// Its part of the whole change: negative against it, above 1 where others go against it; `None` where the total did not change.
    pub part: Option<f64>,
}

/// The change of a total, by segment.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalChange {
    /// The total in both periods.
    pub total: [f64; 2],
    /// Effects, the largest absolute difference first; ties in order of segments.
    pub segments: Vec<TotalEffect>,
}

/// Splits the change of a sum by segment: each adds its own difference. `values` are the figures of each segment in the earlier and
/// the later period, 0 where it was not there.
///
/// Errors: no segments, a value that is not finite, overflow.
pub fn total(values: &[[f64; 2]]) -> Result<TotalChange, StatsError> {
    if values.is_empty() {
        return Err(StatsError::Empty);
    }
    for (index, pair) in values.iter().enumerate() {
        if let Some(&value) = pair.iter().find(|value| !value.is_finite()) {
            return Err(StatsError::NotFinite { index, value });
        }
    }
    let total = values.iter().fold([0.0, 0.0], |[a, b], [x, y]| [a + x, b + y]);
    let change = total[1] - total[0];
    if !change.is_finite() {
        return Err(StatsError::Overflow {
            name: "the change of the total",
        });
    }
    let mut segments: Vec<TotalEffect> = values
        .iter()
        .enumerate()
        .map(|(segment, &value)| {
            let difference = value[1] - value[0];
            TotalEffect {
                segment,
                value,
                difference,
                part: (change != 0.0).then(|| difference / change),
            }
        })
        .collect();
    segments.sort_by(|a, b| b.difference.abs().total_cmp(&a.difference.abs()));
    Ok(TotalChange { total, segments })
}
