//! Days between purchases.

use holdfast_engine::features::history::History;
use holdfast_report::model::events::IntervalBin;

/// Upper ends of the bins, exclusive.
const EDGES: [i32; 9] = [1, 8, 15, 31, 61, 91, 181, 366, i32::MAX];

/// The bins, and the median; `None` when nobody bought on two days.
pub fn between_purchases(history: &History) -> (Vec<IntervalBin>, Option<f64>) {
    let mut gaps: Vec<i32> = Vec::new();
    let mut days = Vec::new();
    for customer in 0..history.customers() as u32 {
        history.active_days(history.span(customer), &mut days);
        gaps.extend(days.windows(2).map(|w| w[1] - w[0]));
    }
    gaps.sort_unstable();
    let bins = EDGES
        .windows(2)
        .map(|edge| IntervalBin {
            from_days: edge[0],
            to_days: (edge[1] != i32::MAX).then_some(edge[1]),
            count: (gaps.partition_point(|&g| g < edge[1]) - gaps.partition_point(|&g| g < edge[0])) as u64,
        })
        .collect();
    let median = match gaps.len() {
        0 => None,
        n if n % 2 == 1 => Some(f64::from(gaps[n / 2])),
        n => Some(f64::from(gaps[n / 2 - 1] + gaps[n / 2]) / 2.0),
    };
    (bins, median)
}
