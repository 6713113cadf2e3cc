//! Customers by month of first purchase, and how many came again.

use holdfast_domain::day::Day;
use holdfast_report::model::events::Cohort;

use super::months::ActiveMonths;

/// The cohort triangle: a cell is the share of the cohort active in that calendar month; months that are not over are
/// null, never 0.
pub fn triangle(months: &ActiveMonths) -> Vec<Cohort> {
    let span = (months.last - months.first + 1) as usize;
    let mut sizes = vec![0u64; span];
    let mut active = vec![vec![0u64; span]; span];
    for of in &months.of {
        let Some(&first) = of.first() else { continue };
        let cohort = (first - months.first) as usize;
        sizes[cohort] += 1;
        for &month in of {
            active[cohort][(month - first) as usize] += 1;
        }
    }
    (0..span)
        .filter(|&c| sizes[c] > 0)
        .map(|c| {
            let first = months.first + c as i32;
            let cell = |k: usize| months.complete(first + k as i32).then(|| active[c][k]);
            let counts: Vec<Option<u64>> = (0..span - c).map(cell).collect();
            Cohort {
                month: Day::from_month_number(first).month_label(),
                customers: sizes[c],
                retention: counts.iter().map(|n| n.map(|n| n as f64 / sizes[c] as f64)).collect(),
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
