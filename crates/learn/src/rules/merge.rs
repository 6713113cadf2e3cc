//! Fewer conditions, fewer rules: what says the same is said once.

use holdfast_stats::hypergeometric::upper_tail;
use rayon::prelude::*;

use super::bitset::RowSet;
use super::subgroup::{Space, Subgroup};

/// A chosen subgroup and the ones that it stands for.
pub(super) struct Merged {
    pub(super) group: Subgroup,
    pub(super) same: Vec<Vec<usize>>,
}

/// Probability from which a difference counts as chance when rules are shortened and merged.
const CHANCE: f64 = 0.01;
/// Others that a rule stands for are listed up to this number.
const LISTED: usize = 3;

/// Rules without conditions that say nothing, each once, in the order given.
fn shortened(space: &Space, pool: Vec<Subgroup>) -> Vec<Subgroup> {
    let shortened: Vec<Subgroup> = pool.into_par_iter().map(|group| pruned(space, group)).collect();
    let mut out: Vec<Subgroup> = Vec::new();
    for group in shortened {
        if out.iter().all(|other| other.conditions != group.conditions) {
            out.push(group);
        }
    }
    out
}

/// Leaves out, one after the other, conditions without which the rule is a rule still and worth no less, or less only by what chance gives: the search
/// chose them among hundreds for being the best.
fn pruned(space: &Space, mut group: Subgroup) -> Subgroup {
    while group.conditions.len() > 1 {
        let shorter = (0..group.conditions.len()).map(|leave| {
            let mut fewer = group.conditions.clone();
            fewer.remove(leave);
            space.subgroup(fewer)
        });
        let says_nothing = |shorter: &Subgroup| {
            space.is_rule(shorter.count, shorter.churned)
                && (space.quality(shorter.count, shorter.churned) >= space.quality(group.count, group.churned)
                    || !unlikely(group.churned, group.count, shorter.churned, shorter.count))
        };
        let worth = |group: &Subgroup| space.quality(group.count, group.churned);
        // The first of equally good ones.
        let best = shorter
            .filter(says_nothing)
            .reduce(|best, next| if worth(&next) > worth(&best) { next } else { best });
        match best {
            Some(shorter) => group = shorter,
            None => break,
        }
    }
    group
}

/// Whether as many churned among `count` of `all` are more than chance gives in one of a hundred cases.
fn unlikely(churned: usize, count: usize, all_churned: usize, all: usize) -> bool {
    upper_tail(churned as u64, count as u64, all_churned as u64, all as u64).is_ok_and(|p| p < CHANCE)
}

/// Weighted covering (CN2-SD, Lavrač et al. 2004): the rule worth most is taken, then a churned customer whom k rules describe counts 1/(k + 1), and the
/// search begins anew. A rule is merged into the one already taken that it shares the most customers with where the two share more than
/// `most_overlap` of them (Jaccard: both ÷ either), or where it says nothing new ([`news`]).
pub(super) fn cover(
    space: &mut Space,
    limit: usize,
    most_overlap: f64,
    part_lift: f64,
    search: impl Fn(&Space) -> Vec<Subgroup>,
) -> Vec<Merged> {
    let mut taken = vec![0_u32; space.rows];
    let mut chosen: Vec<Merged> = Vec::new();
    while chosen.len() < limit {
        let mut found = None;
        for group in shortened(space, search(space)) {
            let nearest = chosen
                .iter_mut()
                .map(|c| (overlap(&c.group.rows, &group.rows), c))
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            match nearest {
                Some((shared, standing))
                    if shared > most_overlap || !news(space, &group, &standing.group, &taken, part_lift) =>
                {
                    standing.merge(group, shared > most_overlap);
                }
                _ => {
                    found = Some(group);
                    break;
                }
            }
        }
        let Some(group) = found else {
            break;
        };
        for row in group.rows.iter() {
            taken[row] += 1;
        }
        space.describe(&group);
        chosen.push(Merged {
            group,
            same: Vec::new(),
        });
    }
    chosen
}

impl Merged {
    /// Takes note of another rule for much the same customers.
    fn merge(&mut self, group: Subgroup, same: bool) {
        let known = self.group.conditions == group.conditions || self.same.contains(&group.conditions);
        if same && !known && self.same.len() < LISTED {
            self.same.push(group.conditions);
        }
    }
}

/// Whether a rule says something that the rules taken do not: its customers whom none of them describes churn often enough to be a rule, or it picks
/// out of the nearest one a part that churns clearly more often. Both beyond what chance gives in one of a hundred cases.
fn news(space: &Space, group: &Subgroup, nearest: &Subgroup, taken: &[u32], part_lift: f64) -> bool {
    let (mut count, mut churned) = (0, 0);
    for row in group.rows.iter().filter(|&row| taken[row] == 0) {
        count += 1;
        churned += usize::from(space.churners.contains(row));
    }
    if space.is_rule(count, churned) && unlikely(churned, count, space.churners.len(), space.rows) {
        return true;
    }
    let inside = group.rows.and(&nearest.rows);
    let (count, churned) = (inside.len(), inside.count_and(&space.churners));
    count >= space.least
        && churned as f64 * nearest.count as f64 >= part_lift * (nearest.churned as f64 * count as f64)
        && unlikely(churned, count, nearest.churned, nearest.count)
}

/// Rows in both ÷ rows in either, 0–1.
fn overlap(a: &RowSet, b: &RowSet) -> f64 {
    let both = a.count_and(b) as f64;
    both / (a.len() as f64 + b.len() as f64 - both).max(1.0)
}
