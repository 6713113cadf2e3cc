//! Groups that have customers.

use super::statistic::GroupResult;
use crate::error::StatsError;

/// Groups beyond this make a test of hundreds of degrees of freedom and a covariance that no longer fits in memory.
const MOST_GROUPS: usize = 1_000;

/// Renumbers the groups that have customers; returns each row's group and, for each group, rows and events.
pub(super) fn drop_empty(
    groups: &[u32],
    group_count: usize,
    events: &[bool],
) -> Result<(Vec<u32>, Vec<GroupResult>), StatsError> {
    if groups.len() != events.len() {
        return Err(StatsError::LengthMismatch {
            left: events.len(),
            right: groups.len(),
        });
    }
    if let Some(index) = groups.iter().position(|&group| group as usize >= group_count) {
        return Err(StatsError::GroupOutOfRange {
            index,
            group: groups[index],
            group_count,
        });
    }
    let present = distinct(groups);
    if present.len() < 2 {
        return Err(StatsError::TooFew {
            name: "groups with customers",
            needed: 2,
            found: present.len() as u64,
        });
    }
    if present.len() > MOST_GROUPS {
        return Err(StatsError::OutOfRange {
            name: "groups with customers",
            value: present.len() as f64,
            expected: "at most 1,000",
        });
    }
    let mut found: Vec<GroupResult> = (present.iter())
        .map(|&group| GroupResult {
            group,
            customers: 0,
            events: 0,
            observed: 0.0,
            expected: 0.0,
        })
        .collect();
    let dense = (groups.iter().zip(events))
        .map(|(group, &event)| {
            let index = present.partition_point(|other| other < group);
            found[index].customers += 1;
            found[index].events += u64::from(event);
            index as u32
        })
        .collect();
    Ok((dense, found))
}

/// The distinct labels, rising.
fn distinct(labels: &[u32]) -> Vec<u32> {
    let mut present: Vec<u32> = Vec::new();
    // Labels are few as a rule; looking each up costs less than sorting all rows.
    for &label in labels {
        if let Err(at) = present.binary_search(&label) {
            if present.len() > MOST_GROUPS {
                present = labels.to_vec();
                present.sort_unstable();
                present.dedup();
                break;
            }
            present.insert(at, label);
        }
    }
    present
}
