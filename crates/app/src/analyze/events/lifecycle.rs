//! New, kept, returned and lost customers month by month.

use holdfast_domain::day::Day;
use holdfast_report::model::churn::Completeness;
use holdfast_report::model::events::LifecycleMonth;

use super::months::ActiveMonths;

/// Movements of every month from the first to the last.
pub fn by_month(months: &ActiveMonths) -> Vec<LifecycleMonth> {
    let span = (months.last - months.first + 1) as usize;
    let (mut new, mut kept, mut returned, mut lost) =
        (vec![0u64; span], vec![0u64; span], vec![0u64; span], vec![0u64; span]);
    for of in &months.of {
        for (k, &month) in of.iter().enumerate() {
            let slot = (month - months.first) as usize;
            match k.checked_sub(1).map(|before| of[before]) {
                None => new[slot] += 1,
                Some(before) if before == month - 1 => kept[slot] += 1,
                Some(_) => returned[slot] += 1,
            }
            if slot + 1 < span && of.get(k + 1) != Some(&(month + 1)) {
                lost[slot + 1] += 1;
            }
        }
    }
    (0..span)
        .map(|slot| {
            let month = months.first + slot as i32;
            let complete = months.complete(month);
            LifecycleMonth {
                month: Day::from_month_number(month).month_label(),
                new: new[slot],
                kept: kept[slot],
                returned: returned[slot],
                lost: complete.then_some(lost[slot]),
                status: if complete {
                    Completeness::Complete
                } else {
                    Completeness::Partial
                },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movements_balance() {
        let months = ActiveMonths {
            of: vec![vec![0, 1, 3], vec![0], vec![1, 2, 3]],
            first: 0,
            last: 3,
            last_complete: true,
        };
        let by_month = by_month(&months);
        let figures: Vec<_> = by_month
            .iter()
            .map(|m| (m.new, m.kept, m.returned, m.lost.unwrap()))
            .collect();
        assert_eq!(figures, [(2, 0, 0, 0), (1, 1, 0, 1), (0, 1, 0, 1), (0, 1, 1, 0)]);
        // Active now = active before − lost + new + returned.
        for pair in figures.windows(2) {
            let active = |m: &(u64, u64, u64, u64)| m.0 + m.1 + m.2;
            assert_eq!(active(&pair[1]), active(&pair[0]) - pair[1].3 + pair[1].0 + pair[1].2);
        }
    }
}
