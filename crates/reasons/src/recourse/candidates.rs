//! Single moves of a customer, and combinations of them.

use holdfast_learn::frame::Frame;

use super::donors::Donors;
use super::found::{Change, To};
use super::lever::{Lever, Moves};
use super::matrix::{scale, value};
use super::nearest::{Parts, Pool};
use super::settings::RecourseSettings;
use crate::population::summary::{Count, Values};
use crate::reasoner::Reasoner;

/// A customer who is asked about.
pub(super) struct Asked {
    /// Place among those asked about.
    pub(super) at: usize,
    /// Row of the frame.
    pub(super) row: u32,
    /// Values by column.
    pub(super) values: Vec<f64>,
}

/// What single moves are made of.
pub(super) struct Means<'a> {
    pub(super) reasoner: &'a Reasoner,
    pub(super) levers: &'a [Lever],
    pub(super) donors: &'a Donors<'a>,
    pub(super) pool: Pool,
    /// For each lever.
    pub(super) parts: Vec<Parts>,
    pub(super) settings: RecourseSettings,
}

impl Means<'_> {
    /// Every single move of a customer that is tried.
    pub(super) fn singles(&self, asked: &Asked) -> Vec<Change> {
        let mut out = Vec::new();
        for ((lever, parts), number) in self.levers.iter().zip(&self.parts).zip(0..) {
            let mut add = |to, distance: f64| {
                out.push(Change {
                    lever: number,
                    to,
                    cost: lever.cost * distance,
                });
            };
            if lever.moves.needs_donor() {
                if let Some(row) = self.own(asked) {
                    let earlier = row_of(self.donors.frame, row);
                    let moved = self.pool.mean_distance(&asked.values, &earlier, &parts.moved);
                    if moved > 0.0 && parts.allows(&asked.values, &earlier) {
                        add(To::Donor { row, own: true }, moved);
                    }
                }
                for (row, moved) in self.pool.nearest(&asked.values, parts, self.settings.nearest) {
                    add(To::Donor { row, own: false }, moved);
                }
            } else {
                for (to, distance) in self.attribute(lever, asked, parts) {
                    add(to, distance);
                }
            }
        }
        out
    }

    fn own(&self, asked: &Asked) -> Option<u32> {
        self.donors.own.get(asked.at).copied().flatten()
    }

    /// Values that occur: cut points and quantiles of a number within its 5–95 % range, levels with enough customers.
    fn attribute(&self, lever: &Lever, asked: &Asked, parts: &Parts) -> Vec<(To, f64)> {
        let Some(&column) = parts.moved.first() else {
            return Vec::new();
        };
        let (own, summary) = (asked.values[column], &self.reasoner.population.columns[column]);
        match &summary.values {
            Values::Number { spread, cuts, .. } => {
                let Some(spread) = spread.filter(|_| !own.is_nan()) else {
                    return Vec::new();
                };
                let scale = scale(summary);
                let within = cuts
                    .iter()
                    .copied()
                    .filter(|cut| (spread.low..=spread.high).contains(cut));
                let mut values: Vec<f64> = within
                    .filter(|&to| to != own && lever.allowed.allows(own, to))
                    .collect();
                values.sort_by(|a, b| (a - own).abs().total_cmp(&(b - own).abs()));
                values.truncate(self.settings.values);
                values
                    .into_iter()
                    .map(|to| (To::Number(to), (to - own).abs() * scale))
                    .collect()
            }
            Values::Category { counts, .. } => {
                let least = self.reasoner.settings.evidence_at_least;
                let mut levels: Vec<(Count, u32)> = counts.iter().copied().zip(0..).collect();
                levels.retain(|&(count, code)| count.customers >= least && f64::from(code) != own);
                levels.sort_by_key(|&(count, code)| (std::cmp::Reverse(count.customers), code));
                levels.truncate(self.settings.values);
                levels.into_iter().map(|(_, code)| (To::Level(code), 1.0)).collect()
            }
        }
    }
}

/// Combinations of `size` moves of different levers, those with the lowest sum of log-odds changes first, at most `most`. `gains` are the falls in
/// risk of the single moves, larger is better.
pub(super) fn combinations(singles: &[Change], gains: &[f64], size: usize, most: usize) -> Vec<Vec<Change>> {
    let mut best: Vec<usize> = (0..singles.len()).filter(|&at| gains[at] > 0.0).collect();
    best.sort_by(|&a, &b| gains[b].total_cmp(&gains[a]).then(a.cmp(&b)));
    let mut kept: Vec<usize> = Vec::new();
    for at in best {
        let same = kept.iter().filter(|&&other| singles[other].lever == singles[at].lever);
        if same.count() < PER_LEVER && kept.len() < MOVES {
            kept.push(at);
        }
    }
    let mut out: Vec<(f64, Vec<usize>)> = kept.iter().map(|&at| (gains[at], vec![at])).collect();
    for _ in 1..size {
        let mut larger = Vec::new();
        for (gain, moves) in &out {
            let Some(last) = moves.last() else { continue };
            let place = kept.iter().position(|at| at == last).map_or(0, |place| place + 1);
            for &at in &kept[place..] {
                if moves.iter().all(|&other| singles[other].lever != singles[at].lever) {
                    larger.push((gain + gains[at], [moves.as_slice(), &[at]].concat()));
                }
            }
        }
        out = larger;
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    out.truncate(most);
    out.into_iter()
        .map(|(_, moves)| moves.into_iter().map(|at| singles[at]).collect())
        .collect()
}

/// Single moves of each lever, and of all together, that are combined: at most 12 · 11 · 10 ÷ 6 = 220 triples.
const PER_LEVER: usize = 3;
const MOVES: usize = 12;

/// The values of a row by column.
pub(super) fn row_of(frame: &Frame, row: u32) -> Vec<f64> {
    (0..frame.columns.len())
        .map(|column| value(frame, column, row as usize))
        .collect()
}

/// Columns a lever moves, columns that are compared besides, and the bound of its direction.
pub(super) fn parts(reasoner: &Reasoner, lever: &Lever) -> Parts {
    let (moved, kept): (Vec<usize>, Vec<usize>) =
        (0..reasoner.columns.len()).partition(|&column| lever.moves.moves(&reasoner.columns[column]));
    let way = match lever.allowed {
        super::lever::Allowed::Any => None,
        super::lever::Allowed::Up => Some(1.0),
        super::lever::Allowed::Down => Some(-1.0),
    };
    let column = match lever.moves {
        Moves::Behaviour => reasoner.activity_column(),
        Moves::Complaints => reasoner.beside.complaint_count.map(usize::from),
        Moves::Attribute(_) => None,
    };
    Parts {
        moved,
        kept,
        bound: column.zip(way),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_take_one_move_of_a_lever_most_promising_first() {
        let change = |lever, level| Change {
            lever,
            to: To::Level(level),
            cost: 1.0,
        };
        let singles = [change(0, 0), change(0, 1), change(1, 0), change(2, 0), change(1, 1)];
        let gains = [0.1, 0.3, 0.2, 0.05, -0.1];
        let levels = |size, most| -> Vec<Vec<(u16, To)>> {
            let sets = combinations(&singles, &gains, size, most);
            let pair = |set: Vec<Change>| set.iter().map(|change| (change.lever, change.to)).collect();
            sets.into_iter().map(pair).collect()
        };
        let (a, b, c, d) = (
            (0, To::Level(0)),
            (0, To::Level(1)),
            (1, To::Level(0)),
            (2, To::Level(0)),
        );
        // 0.3 + 0.2, 0.3 + 0.05, 0.2 + 0.1, 0.2 + 0.05, 0.1 + 0.05; the move that raises the risk is not combined.
        assert_eq!(
            levels(2, 10),
            [vec![b, c], vec![b, d], vec![c, a], vec![c, d], vec![a, d]]
        );
        assert_eq!(levels(2, 1), [vec![b, c]]);
        assert_eq!(levels(3, 10), [vec![b, c, d], vec![c, a, d]]);
        assert!(combinations(&singles[..2], &gains[..2], 2, 10).is_empty());
    }
}
