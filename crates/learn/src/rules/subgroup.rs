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
    /// Churners whom 0, 1, 2… rules describe already; the last also those of more.
    by_rules: Vec<RowSet>,
    pub(super) rows: usize,
    /// Churn rate.
    pub(super) rate: f64,
    /// Churn rate with churners counted 1/(rules + 1).
    weighted_rate: f64,
    pub(super) least: usize,
    pub(super) least_lift: f64,
}

/// A conjunction without its rows.
struct Scored {
    conditions: Vec<usize>,
    quality: f64,
}

/// Intervals that a number is cut into.
const CUT_BINS: usize = 16;
/// Single conditions that longer rules are built from: the best ones.
const CONDITIONS: usize = 600;
/// Subgroups that share more of their rows than this (Jaccard) take one place in the beam.
const ALIKE: f64 = 0.8;
/// Subgroups looked at for each place in the beam.
const LOOKED_AT: usize = 20;
/// A refinement must be able to reach this share of the best rule's quality: less is of use only to rules that come later, and these are searched
/// anew.
const WORTH_REFINING: f64 = 0.2;
/// Rules after which a churner's weight falls no further.
const LIGHTEST: usize = 5;

impl Space {
    /// The conditions worth combining, with their rows. `rows` of the frame become 0…rows − 1.
    pub(super) fn new(frame: &Frame, labels: &[bool], rows: &[u32], least: usize, least_lift: f64) -> Self {
        let churners = RowSet::from_fn(rows.len(), |i| labels[rows[i] as usize]);
        let mut space = Self {
            rate: churners.len() as f64 / rows.len().max(1) as f64,
            weighted_rate: churners.len() as f64 / rows.len().max(1) as f64,
            conditions: Vec::new(),
            by_rules: vec![churners.clone()],
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

    /// The same with churners counted 1/(rules + 1). `churners`: the subgroup's by rules.
    fn weighted(&self, count: usize, by_rules: &[usize]) -> (f64, f64) {
        let churned: usize = by_rules.iter().sum();
        let weight: f64 = by_rules.iter().zip(1..).map(|(&n, k)| n as f64 / f64::from(k)).sum();
        let retained = (count - churned) as f64;
        let quality = weight - (weight + retained) * self.weighted_rate;
        // With all churners kept and nobody else: what no refinement can exceed.
        (quality, weight * (1.0 - self.weighted_rate))
    }

    /// Takes note of a rule: the churners whom it describes count less from now on.
    pub(super) fn describe(&mut self, group: &Subgroup) {
        if self.by_rules.len() < LIGHTEST {
            self.by_rules.push(RowSet::from_fn(self.rows, |_| false));
        }
        for k in (0..self.by_rules.len() - 1).rev() {
            let moved = self.by_rules[k].and(&group.rows);
            self.by_rules[k] = RowSet::from_fn(self.rows, |row| self.by_rules[k].contains(row) && !moved.contains(row));
            self.by_rules[k + 1] = RowSet::from_fn(self.rows, |row| {
                self.by_rules[k + 1].contains(row) || moved.contains(row)
            });
        }
        let weight: f64 = self
            .by_rules
            .iter()
            .zip(1..)
            .map(|(set, k)| set.len() as f64 / f64::from(k))
            .sum();
        let retained = (self.rows - self.churners.len()) as f64;
        self.weighted_rate = weight / (weight + retained);
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

    /// The rules of at most `most` conditions that the beam meets, the best first. What no refinement could lift above the best one is not refined.
    pub(super) fn search(&self, most: usize, beam: usize) -> Vec<Subgroup> {
        let mut pool: Vec<(f64, Subgroup)> = Vec::new();
        let mut next: Vec<Scored> = (0..self.conditions.len())
            .filter_map(|i| self.scored(vec![i], &self.conditions[i].1, 0.0))
            .collect();
        for length in 1..=most {
            let kept = self.kept(next, beam);
            pool.extend(
                kept.iter()
                    .filter(|(quality, g)| *quality > 0.0 && self.is_rule(g.count, g.churned))
                    .cloned(),
            );
            pool.sort_by(|a, b| {
                let key = |g: &Subgroup| (g.conditions.len(), g.conditions.clone());
                b.0.total_cmp(&a.0).then_with(|| key(&a.1).cmp(&key(&b.1)))
            });
            if length == most {
                break;
            }
            let needed = pool.first().map_or(0.0, |best| best.0 * WORTH_REFINING);
            next = kept
                .par_iter()
                .flat_map_iter(|(_, group)| self.refinements(group, needed))
                .collect();
        }
        pool.into_iter().map(|(_, group)| group).collect()
    }

    /// The best subgroups of one length, different from each other.
    fn kept(&self, mut next: Vec<Scored>, beam: usize) -> Vec<(f64, Subgroup)> {
        next.sort_by(|a, b| {
            let by_quality = b.quality.total_cmp(&a.quality);
            by_quality.then_with(|| a.conditions.cmp(&b.conditions))
        });
        next.dedup_by(|a, b| a.conditions == b.conditions);
        let mut kept: Vec<(f64, Subgroup)> = Vec::new();
        for scored in next.into_iter().take(beam * LOOKED_AT) {
            if kept.len() == beam {
                break;
            }
            let group = self.subgroup(scored.conditions);
            let alike = |other: &Subgroup| {
                let both = other.rows.count_and(&group.rows);
                both as f64 > ALIKE * (other.count + group.count - both) as f64
            };
            if !kept.iter().any(|(_, other)| alike(other)) {
                kept.push((scored.quality, group));
            }
        }
        kept
    }

    fn scored(&self, conditions: Vec<usize>, rows: &RowSet, needed: f64) -> Option<Scored> {
        let count = rows.len();
        if count < self.least {
            return None;
        }
        let by_rules: Vec<usize> = self.by_rules.iter().map(|set| rows.count_and(set)).collect();
        let (quality, bound) = self.weighted(count, &by_rules);
        (bound > needed).then_some(Scored { conditions, quality })
    }

    /// The subgroup with one more condition, where that raises the churn rate.
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
                let churned = group.rows.count_and_both(set, &self.churners);
                if count < self.least || churned * group.count <= group.churned * count {
                    return None;
                }
                let mut conditions = group.conditions.clone();
                conditions.push(i);
                conditions.sort_unstable();
                self.scored(conditions, &group.rows.and(set), needed)
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
