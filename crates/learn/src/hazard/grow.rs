//! One tree over persons and segments of time.
//!
//! A path of splits on time leaves an interval of segments, the same for every person of a node. So a node is a set of
//! persons and an interval, a person's slope in it is a sum over the interval, and no row a period is ever made.

use std::borrow::Cow;

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::people::People;
use crate::boost::fit::{columns_of, draw_columns};
use crate::boost::histogram::{self, Layout, Pair};
use crate::boost::settings::BoostSettings;
use crate::boost::split::{self, Split};
use crate::boost::tree::{Node, Tree};
use crate::encode::binner::Binned;

/// Rows gathered by one thread at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 8192;

/// What trees are grown from. Rows are numbered within the training rows.
pub(super) struct Grower<'a> {
    people: &'a People,
    columns: Vec<Cow<'a, [u8]>>,
    /// Bins of each column, and last those of time: one a segment and one that stays empty.
    bins: Vec<usize>,
    ordered: Vec<bool>,
    /// Slope and curvature, a row of segments for each person.
    pub(super) slopes: Vec<[f32; 2]>,
    settings: &'a BoostSettings,
    rng: Xoshiro256PlusPlus,
}

/// A node that may still be split: persons at risk in the segments `from..to`.
struct Open {
    node: usize,
    rows: Vec<u32>,
    from: usize,
    to: usize,
    total: Pair,
    histogram: Vec<Pair>,
}

impl<'a> Grower<'a> {
    pub(super) fn new(binned: &'a Binned, train: &[u32], people: &'a People, settings: &'a BoostSettings) -> Self {
        let mut bins = binned.bins.clone();
        bins.push(people.segments + 1);
        let mut ordered = binned.ordered.clone();
        ordered.push(true);
        Self {
            people,
            columns: columns_of(binned, train),
            bins,
            ordered,
            slopes: vec![[0.0; 2]; train.len() * people.segments],
            settings,
            rng: Xoshiro256PlusPlus::seed_from_u64(settings.seed),
        }
    }

    /// Grows a tree on a draw of columns and on time, or on all columns, and adds it to the margins; `None` when no split
    /// helps.
    pub(super) fn grow(&mut self, all_columns: bool, margins: &mut [f64]) -> Option<Tree> {
        let all = self.columns.len();
        let share = if all_columns { 1.0 } else { self.settings.column_share };
        let drawn = draw_columns(all, share, &mut self.rng);
        let persons = Layout::new(drawn.clone(), &self.bins);
        let mut with_time = drawn;
        with_time.push(all as u32);
        let layout = Layout::new(with_time, &self.bins);
        let rows: Vec<u32> = (0..self.people.len() as u32).collect();
        let root = self.histogram(&persons, &layout, &rows, 0, self.people.segments);
        // Any column's bins add up to the node's total.
        let total = root[..layout.offsets[1]]
            .iter()
            .fold([0.0; 2], |t, p| [t[0] + p[0], t[1] + p[1]]);
        let mut nodes = vec![Node::leaf(0.0)];
        let mut open = vec![Open {
            node: 0,
            rows,
            from: 0,
            to: self.people.segments,
            total,
            histogram: root,
        }];
        for level in 0..self.settings.depth {
            let last = level + 1 == self.settings.depth;
            let mut next = Vec::with_capacity(open.len() * 2);
            for parent in open {
                match split::best(&layout, &self.ordered, &parent.histogram, parent.total, self.settings) {
                    Some(split) => self.divide(&persons, &layout, parent, &split, last, &mut nodes, &mut next),
                    None => next.push(parent),
                }
            }
            open = next;
            if nodes.len() == 1 {
                return None;
            }
        }
        for leaf in &open {
            self.apply(leaf, nodes[leaf.node].value, margins);
        }
        Some(Tree { nodes })
    }

    /// Sums of slopes by bin of each drawn column, then by segment.
    fn histogram(&self, persons: &Layout, layout: &Layout, rows: &[u32], from: usize, to: usize) -> Vec<Pair> {
        let width = self.people.segments;
        let mut gathered = vec![[0.0_f32; 2]; rows.len()];
        let parts: Vec<Vec<Pair>> = (gathered.par_chunks_mut(CHUNK).zip(rows.par_chunks(CHUNK)))
            .map(|(gathered, rows)| {
                let mut by_segment = vec![[0.0; 2]; to - from];
                for (slot, &row) in gathered.iter_mut().zip(rows) {
                    let at = row as usize * width;
                    for (sum, pair) in by_segment.iter_mut().zip(&self.slopes[at + from..at + to]) {
                        *slot = [slot[0] + pair[0], slot[1] + pair[1]];
                        *sum = [sum[0] + f64::from(pair[0]), sum[1] + f64::from(pair[1])];
                    }
                }
                by_segment
            })
            .collect();
        let mut out = vec![[0.0; 2]; layout.bins()];
        let (of_columns, of_time) = out.split_at_mut(persons.bins());
        let columns: Vec<&[u8]> = self.columns.iter().map(AsRef::as_ref).collect();
        histogram::build(persons, &columns, rows, &gathered, of_columns);
        for part in &parts {
            for (sum, pair) in of_time[from + 1..].iter_mut().zip(part) {
                *sum = [sum[0] + pair[0], sum[1] + pair[1]];
            }
        }
        out
    }

    #[allow(clippy::too_many_arguments)] // The growing tree's parts: a struct for them would live for one call.
    fn divide(
        &self,
        persons: &Layout,
        layout: &Layout,
        parent: Open,
        split: &Split,
        last: bool,
        nodes: &mut Vec<Node>,
        next: &mut Vec<Open>,
    ) {
        let (left, right) = self.halves(&parent, split);
        let at = nodes.len();
        nodes[parent.node].column = split.column;
        nodes[parent.node].left_bins = split.left_bins;
        nodes[parent.node].left = at as u32;
        nodes[parent.node].right = at as u32 + 1;
        nodes.push(Node::leaf(self.leaf_value(split.left)));
        nodes.push(Node::leaf(self.leaf_value(split.right)));
        let cost = |half: &Half| half.rows.len() * (half.to - half.from);
        let (left_histogram, right_histogram) = if last {
            (Vec::new(), Vec::new())
        } else {
            let left_is_smaller = cost(&left) <= cost(&right);
            let half = if left_is_smaller { &left } else { &right };
            let small = self.histogram(persons, layout, &half.rows, half.from, half.to);
            let mut large = parent.histogram;
            histogram::subtract(&mut large, &small);
            if left_is_smaller {
                (small, large)
            } else {
                (large, small)
            }
        };
        let open = |node, half: Half, total, histogram| Open {
            node,
            rows: half.rows,
            from: half.from,
            to: half.to,
            total,
            histogram,
        };
        next.push(open(at, left, split.left, left_histogram));
        next.push(open(at + 1, right, split.right, right_histogram));
    }

    /// Persons and segments on either side, persons in their old order.
    fn halves(&self, parent: &Open, split: &Split) -> (Half, Half) {
        let half = |rows, from, to| Half { rows, from, to };
        if let Some(column) = self.columns.get(split.column as usize) {
            let goes_left = |row: &u32| split.left_bins.contains(column[*row as usize]);
            let (left, right) = parent.rows.iter().partition(|row| goes_left(row));
            return (half(left, parent.from, parent.to), half(right, parent.from, parent.to));
        }
        let stays_left = |segment: &usize| split.left_bins.contains(*segment as u8 + 1);
        let cut = (parent.from..parent.to)
            .find(|segment| !stays_left(segment))
            .unwrap_or(parent.to);
        let later = parent
            .rows
            .iter()
            .filter(|&&row| self.people.last_segment(row as usize) >= cut);
        (
            half(parent.rows.clone(), parent.from, cut),
            half(later.copied().collect(), cut, parent.to),
        )
    }

    fn apply(&self, leaf: &Open, value: f64, margins: &mut [f64]) {
        let width = self.people.segments;
        for &row in &leaf.rows {
            let at = row as usize * width;
            for margin in &mut margins[at + leaf.from..at + leaf.to] {
                *margin += value;
            }
        }
    }

    fn leaf_value(&self, sums: Pair) -> f64 {
        -sums[0] / (sums[1] + self.settings.lambda) * self.settings.learning_rate
    }
}

/// One side of a split.
struct Half {
    rows: Vec<u32>,
    from: usize,
    to: usize,
}
