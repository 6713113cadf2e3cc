//! A number for each row that depends on what the row says and not on where it stands.

use holdfast_learn::contract::row_key::mix;
use holdfast_learn::frame::FeatureData;

use crate::task::SequenceTask;

/// A key of each row of `task.rows`: of its customer where the task has groups, else of its history, static columns and labels.
pub(crate) fn row_keys(task: &SequenceTask, stream: u64) -> Vec<u64> {
    let start = mix(task.seed ^ mix(stream));
    let own = |row: u32| {
        if let Some(&group) = task.groups.get(row as usize) {
            return mix(start ^ u64::from(group));
        }
        content(task, row, start)
    };
    task.rows.iter().map(|&row| own(row)).collect()
}

/// A key of what a row holds, groups or not.
pub(crate) fn content(task: &SequenceTask, row: u32, start: u64) -> u64 {
    let input = task.input;
    let mut key = start;
    let mut add = |bits: u64| key = mix(key ^ bits);
    for &value in input.row(row as usize) {
        add(if value.is_nan() {
            u64::MAX
        } else {
            u64::from((value + 0.0).to_bits())
        });
    }
    add(u64::from(input.from[row as usize]));
    for feature in &input.statics.columns {
        add(match &feature.data {
            FeatureData::Number(values) if values[row as usize].is_nan() => u64::MAX,
            FeatureData::Number(values) => (values[row as usize] + 0.0).to_bits(),
            FeatureData::Category { codes, .. } => u64::from(codes[row as usize]),
        });
    }
    for &label in task.label(row) {
        add(match label {
            None => 2,
            Some(label) => u64::from(label),
        });
    }
    key
}
