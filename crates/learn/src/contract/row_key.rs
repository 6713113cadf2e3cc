//! A number for each row that depends on what the row says, not on where it stands: draws keyed by it do not change when rows are
//! shuffled, and equal rows (or one row with weight 2) are drawn alike.

use super::task::Task;
use crate::frame::FeatureData;

/// A key of each row of `task.rows`: of its customer where the task has groups, of its values and label otherwise. `stream` tells one
/// use of keys from another.
pub fn row_keys(task: &Task, stream: u64) -> Vec<u64> {
    let start = mix(task.seed ^ mix(stream));
    if !task.groups.is_empty() {
        return task
            .rows
            .iter()
            .map(|&row| mix(start ^ u64::from(task.groups[row as usize])))
            .collect();
    }
    let mut keys: Vec<u64> = task
        .rows
        .iter()
        .map(|&row| start ^ u64::from(task.label(row)))
        .collect();
    for feature in &task.frame.columns {
        match &feature.data {
            FeatureData::Number(values) => {
                for (key, &row) in keys.iter_mut().zip(task.rows) {
                    // All NaNs are one missing value, and -0 is 0.
                    let value = values[row as usize];
                    let bits = if value.is_nan() {
                        u64::MAX
                    } else {
                        (value + 0.0).to_bits()
                    };
                    *key = mix(*key ^ bits);
                }
            }
            FeatureData::Category { codes, .. } => {
                for (key, &row) in keys.iter_mut().zip(task.rows) {
                    *key = mix(*key ^ u64::from(codes[row as usize]));
                }
            }
        }
    }
    keys
}

/// Splits `task.rows` by key into what is kept and what is held out, about `share` (0–1) of either class held out.
///
/// A class with few rows may end up on one side alone; the caller looks.
pub fn hold_out(task: &Task, stream: u64, share: f64) -> (Vec<u32>, Vec<u32>) {
    let keys = row_keys(task, stream);
    let below = (share * u64::MAX as f64) as u64;
    let mut kept = Vec::with_capacity(task.rows.len());
    let mut held = Vec::new();
    for (&row, key) in task.rows.iter().zip(keys) {
        if key < below { held.push(row) } else { kept.push(row) }
    }
    (kept, held)
}

/// SplitMix64's finaliser (Steele, Lea & Flood 2014).
#[inline]
pub fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
