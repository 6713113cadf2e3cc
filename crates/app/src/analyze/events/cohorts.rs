//! Customers by month of first purchase, and how many came again.

use std::collections::BTreeMap;

use holdfast_domain::day::Day;
use holdfast_report::model::events::Cohort;

use super::months::ActiveMonths;

/// The cohort triangle: a cell is the share of the cohort active in that calendar month; months that are not over are
/// null, never 0.
pub fn triangle(months: &ActiveMonths) -> Vec<Cohort> {
    // Months without a first purchase are none: a stray date long ago must not cost a table of all months since.
    let mut cohorts: BTreeMap<i32, (u64, Vec<u64>)> = BTreeMap::new();
    for of in &months.of {
        let Some(&first) = of.first() else { continue };
        let (size, active) = cohorts
            .entry(first)
            .or_insert_with(|| (0, vec![0; (months.last - first + 1).max(0) as usize]));
        *size += 1;
        for &month in of {
            active[(month - first) as usize] += 1;
        }
    }
    cohorts
        .into_iter()
        .map(|(first, (size, active))| {
            let cell = |(k, n): (usize, u64)| months.complete(first + k as i32).then_some(n);
            let counts: Vec<Option<u64>> = active.into_iter().enumerate().map(cell).collect();
            Cohort {
                month: Day::from_month_number(first).month_label(),
                customers: size,
                retention: counts.iter().map(|n| n.map(|n| n as f64 / size as f64)).collect(),
                active: counts,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_triangle_by_hand() {
        let months = ActiveMonths {
            of: vec![vec![0, 1, 2], vec![0, 2], vec![1]],
            first: 0,
            last: 2,
            last_complete: false,
        };
        let cohorts = triangle(&months);
        assert_eq!(cohorts.len(), 2);
        assert_eq!(cohorts[0].active, [Some(2), Some(1), None]);
        assert_eq!(cohorts[0].retention[1], Some(0.5));
        assert_eq!(cohorts[1].active, [Some(1), None]);
    }
}
