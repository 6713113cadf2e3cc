//! Which features there are, decided from events before the earliest cut-off only.

use super::history::History;

/// Look-back windows in days, shortest first, and the category levels that get columns of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct FeaturePlan {
    /// Windows in days; those longer than the history before the earliest cut-off are left out.
    pub windows: Vec<i32>,
    /// (category, level code) pairs whose events are counted.
    pub counted: Vec<(usize, u32)>,
    /// Categories whose latest value is a feature.
    pub latest: Vec<usize>,
    /// Whether amounts are known.
    pub amounts: bool,
    /// Whether products are known.
    pub products: bool,
    /// Whether there are returns.
    pub returns: bool,
}

/// Windows offered: about 1, 3, 6, 12 and 24 months.
const WINDOWS: [i32; 5] = [30, 90, 180, 365, 730];
/// A category with more levels than this is no dimension of behaviour.
const MAX_LEVELS: usize = 200;
/// Levels counted per category.
const COUNTED: usize = 6;
/// A level is counted when at least this share of events carries it.
const LEAST_SHARE: f64 = 0.01;

impl FeaturePlan {
    /// Decides from the events before `earliest`.
    pub fn new(history: &History, earliest: i32) -> Self {
        let before: Vec<usize> = (0..history.days.len())
            .filter(|&i| history.days[i] < earliest)
            .collect();
        let first = before.iter().map(|&i| history.days[i]).min().unwrap_or(earliest);
        let length = earliest - first;
        let windows = WINDOWS
            .into_iter()
            .enumerate()
            .filter(|&(k, w)| k == 0 || w <= length)
            .map(|(_, w)| w)
            .collect();
        let mut counted = Vec::new();
        let mut latest = Vec::new();
        for (index, category) in history.categories.iter().enumerate() {
            let mut counts = vec![0usize; category.levels.len()];
            for &i in &before {
                if let Some(slot) = counts.get_mut(category.codes[i] as usize) {
                    *slot += 1;
                }
            }
            let mut order: Vec<usize> = (0..counts.len())
                .filter(|&l| counts[l] > 0 && counts[l] as f64 >= LEAST_SHARE * before.len() as f64)
                .collect();
            // Levels that appear after the earliest cut-off must not matter.
            if !(2..=MAX_LEVELS).contains(&counts.iter().filter(|&&c| c > 0).count()) {
                continue;
            }
            latest.push(index);
            if varies_within_customers(history, index, earliest) {
                order.sort_by_key(|&l| (std::cmp::Reverse(counts[l]), l));
                counted.extend(order.into_iter().take(COUNTED).map(|l| (index, l as u32)));
            }
        }
        let any = |test: &dyn Fn(usize) -> bool| before.iter().any(|&i| test(i));
        Self {
            windows,
            counted,
            latest,
            amounts: any(&|i| history.amounts_minor[i] != 0),
            products: any(&|i| history.products[i] != History::NO_PRODUCT),
            returns: any(&|i| history.returned[i]),
        }
    }
}

/// Whether at least one customer in twenty with several events shows more than one level: an attribute such as a
/// country does not, the kind of an event does.
fn varies_within_customers(history: &History, category: usize, earliest: i32) -> bool {
    let codes = &history.categories[category].codes;
    let (mut several, mut varied) = (0usize, 0usize);
    for customer in 0..history.customers() as u32 {
        let span = history.span_before(customer, earliest);
        if span.len() < 2 {
            continue;
        }
        several += 1;
        let first = codes[span.start];
        varied += usize::from(span.into_iter().any(|i| codes[i] != first));
    }
    several > 0 && varied * 20 >= several
}
