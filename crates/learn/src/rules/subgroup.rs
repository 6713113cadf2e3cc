//! Beam search for subgroups by weighted relative accuracy.

use rayon::prelude::*;

use super::bitset::RowSet;
use super::condition::{RuleCondition, Test, candidates};
use crate::frame::Frame;

/// A conjunction of conditions with its rows.
#[derive(Clone, Debug)]
pub(super) struct Subgroup {
    /// Indices of conditions, rising.
    pub(super) conditions: Vec<usize>,
    pub(super) rows: RowSet,
    pub(super) count: usize,
    pub(super) churned: usize,
}

/// What the search works on.
pub(super) struct Space {
    pub(super) conditions: Vec<(RuleCondition, RowSet)>,
    pub(super) churners: RowSet,
    pub(super) rows: usize,
    pub(super) rate: f64,
    pub(super) least: usize,
    pub(super) least_lift: f64,
}

/// A conjunction without its rows.
struct Scored {
    conditions: Vec<usize>,
    count: usize,
    churned: usize,
    quality: f64,
}

/// Intervals that a number is cut into.
const CUT_BINS: usize = 16;
/// Single conditions that longer rules are built from: the best ones.
const CONDITIONS: usize = 600;
/// Subgroups kept for choosing a list from.
const POOL: usize = 300;

impl Space {
    /// The conditions worth combining, with their rows. `rows` of the frame become 0…rows − 1.
    pub(super) fn new(frame: &Frame, labels: &[bool], rows: &[u32], least: usize, least_lift: f64) -> Self {
        let churners = RowSet::from_fn(rows.len(), |i| labels[rows[i] as usize]);
        let mut space = Self {
            rate: churners.len() as f64 / rows.len().max(1) as f64,
            conditions: Vec::new(),
            churners,
            rows: rows.len(),
            least,
            least_lift,
        };
        let set = |c: &RuleCondition| RowSet::from_fn(rows.len(), |i| c.holds(frame, rows[i] as usize));
        // Counted first, kept as sets only if among the best: a wide table has tens of thousands of conditions.
        let mut single: Vec<(f64, usize, RuleCondition)> = candidates(frame, rows, least, CUT_BINS)
            .into_par_iter()
            .enumerate()
            .map(|(number, condition)| {
                let set = set(&condition);
                // How much a condition could add to a rule: it may be worthless alone.
                let quality = space.quality(set.len(), set.count_and(&space.churners));
                (quality, number, condition)
            })
            .collect();
        single.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        single.truncate(CONDITIONS);
        space.conditions = single
            .into_par_iter()
            .map(|(_, _, condition)| {
                let set = set(&condition);
                (condition, set)
            })
            .collect();
        space
    }

    /// Churned beyond the churn rate, in rows: weighted relative accuracy × rows.
    pub(super) fn quality(&self, count: usize, churned: usize) -> f64 {
        churned as f64 - count as f64 * self.rate
    }

    /// Whether a subgroup is large enough and far enough above the churn rate to be a rule.
    pub(super) fn is_rule(&self, count: usize, churned: usize) -> bool {
        count >= self.least && churned as f64 >= self.least_lift * self.rate * count as f64 && churned > 0
    }

    /// The subgroup of these conditions.
    pub(super) fn subgroup(&self, conditions: Vec<usize>) -> Subgroup {
        let mut sets = conditions.iter().map(|&c| &self.conditions[c].1);
        let first = sets
            .next()
            .cloned()
            .unwrap_or_else(|| RowSet::from_fn(self.rows, |_| true));
        let rows = sets.fold(first, |rows, set| rows.and(set));
        Subgroup {
            count: rows.len(),
            churned: rows.count_and(&self.churners),
            conditions,
            rows,
        }
    }

    /// The best rules of at most `most` conditions, the best first. What no refinement can lift into the pool is not refined: with all churned kept
    /// and nobody else, it would still be worth no more than churned · (1 − rate).
    pub(super) fn search(&self, most: usize, beam: usize) -> Vec<Subgroup> {
        let mut pool: Vec<Subgroup> = Vec::new();
        let mut next: Vec<Scored> = (0..self.conditions.len())
            .filter_map(|i| {
                let set = &self.conditions[i].1;
                self.scored(vec![i], set.len(), set.count_and(&self.churners), 0.0)
            })
            .collect();
        for length in 1..=most {
            next.sort_by(|a, b| {
                let by_quality = b.quality.total_cmp(&a.quality);
                by_quality.then_with(|| a.conditions.cmp(&b.conditions))
            });
            next.dedup_by(|a, b| a.conditions == b.conditions);
            // Of conditions that pick the same customers only the first is kept.
            let mut kept: Vec<Subgroup> = Vec::new();
            for scored in next.drain(..) {
                if kept.len() == beam {
                    break;
                }
                let group = self.subgroup(scored.conditions);
                let same = |other: &Subgroup| {
                    other.count == group.count && other.churned == group.churned && other.rows == group.rows
                };
                if !kept.iter().chain(&pool).any(same) {
                    kept.push(group);
                }
            }
            pool.extend(kept.iter().filter(|g| self.is_rule(g.count, g.churned)).cloned());
            pool.sort_by(|a, b| {
                let by_quality = self
                    .quality(b.count, b.churned)
                    .total_cmp(&self.quality(a.count, a.churned));
                by_quality.then_with(|| (a.conditions.len(), &a.conditions).cmp(&(b.conditions.len(), &b.conditions)))
            });
            pool.truncate(POOL);
            if length == most {
                break;
            }
            let needed = match pool.get(POOL - 1) {
                Some(worst) => self.quality(worst.count, worst.churned),
                None => 0.0,
            };
            next = kept
                .par_iter()
                .flat_map_iter(|group| self.refinements(group, needed))
                .collect();
        }
        pool
    }

    fn scored(&self, conditions: Vec<usize>, count: usize, churned: usize, needed: f64) -> Option<Scored> {
        let quality = self.quality(count, churned);
        let bound = churned as f64 * (1.0 - self.rate);
        (count >= self.least && bound > needed).then_some(Scored {
            conditions,
            count,
            churned,
            quality,
        })
    }

    /// The subgroup with one more condition.
    fn refinements<'a>(&'a self, group: &'a Subgroup, needed: f64) -> impl Iterator<Item = Scored> + 'a {
        self.conditions
            .iter()
            .enumerate()
            .filter_map(move |(i, (condition, set))| {
                if !group
                    .conditions
                    .iter()
                    .all(|&c| combine(&self.conditions[c].0, condition))
                {
                    return None;
                }
                let count = group.rows.count_and(set);
                if count == group.count {
                    return None;
                }
                let churned = group.rows.count_and_both(set, &self.churners);
                let mut conditions = group.conditions.clone();
                conditions.push(i);
                conditions.sort_unstable();
                let scored = self.scored(conditions, count, churned, needed)?;
                // Narrowing has to raise the churn rate.
                (scored.churned * group.count > group.churned * scored.count).then_some(scored)
            })
    }
}

/// Whether two conditions may stand in one rule: on two columns, or as the two ends of an interval.
fn combine(a: &RuleCondition, b: &RuleCondition) -> bool {
    a.column != b.column
        || matches!(
            (a.test, b.test),
            (Test::AtMost(_), Test::Above(_)) | (Test::Above(_), Test::AtMost(_))
        )
}
