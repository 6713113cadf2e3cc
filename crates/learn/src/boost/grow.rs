//! One tree, grown from its root downwards; the halves of a node grow at the same time.

use std::borrow::Cow;

use super::histogram::{Layout, Pair};
use super::lines::Lines;
use super::settings::BoostSettings;
use super::split::{self, Bounds, Rules, Split};
use super::tree::{Node, Tree};
use super::whole_sums::{self, Packed, Scale};

/// What a tree is grown from. Rows are numbered within the training rows.
pub(super) struct Ground<'a> {
    pub(super) lines: &'a Lines,
    pub(super) columns: &'a [Cow<'a, [u8]>],
    pub(super) ordered: &'a [bool],
    /// Direction that each column must keep; empty: none.
    pub(super) directions: &'a [i8],
    /// The drawn columns.
    pub(super) layout: Layout,
    pub(super) places: Vec<Vec<(u32, u32)>>,
    pub(super) packed: &'a [Packed],
    pub(super) scale: Scale,
    pub(super) settings: &'a BoostSettings,
}

/// Rows `from..to` of the rows that a tree was grown on, as it left them, reach a leaf with this value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: f64,
}

/// A subtree while it grows.
enum Branch {
    Leaf {
        rows: usize,
        value: f64,
    },
    Fork {
        split: Split,
        value: f64,
        halves: Box<[Branch; 2]>,
    },
}

/// A node that may be split.
struct Open<'r> {
    rows: &'r mut [u32],
    spare: &'r mut [u32],
    total: Packed,
    histogram: Vec<Packed>,
    bounds: Bounds,
    levels: usize,
}

/// Grows a tree on the rows `rows`, which it puts in the order of the leaves (each leaf's in their old order); `None` when no split
/// helps. `spare` is as long as `rows`.
pub(super) fn tree(ground: &Ground, rows: &mut [u32], spare: &mut [u32]) -> Option<(Tree, Vec<Span>)> {
    let histogram = ground.histogram(rows);
    // Any column's bins add up to the node's total.
    let first = ground.layout.offsets.get(1).copied().unwrap_or(0);
    let root = Open {
        rows,
        spare,
        total: histogram[..first].iter().sum(),
        histogram,
        bounds: Bounds::NONE,
        levels: ground.settings.depth,
    };
    let branch = ground.grow(root);
    if matches!(branch, Branch::Leaf { .. }) {
        return None;
    }
    let mut nodes = Vec::new();
    let mut spans = Vec::new();
    let mut at = 0;
    lay(branch, &mut nodes, &mut spans, &mut at);
    Some((Tree { nodes }, spans))
}

/// Lays a branch out as nodes, children after their parents; gives the index of its root.
fn lay(branch: Branch, nodes: &mut Vec<Node>, spans: &mut Vec<Span>, at: &mut usize) -> u32 {
    let index = nodes.len();
    match branch {
        Branch::Leaf { rows, value } => {
            nodes.push(Node::leaf(value));
            spans.push(Span {
                from: *at,
                to: *at + rows,
                value,
            });
            *at += rows;
        }
        Branch::Fork { split, value, halves } => {
            nodes.push(Node {
                column: split.column,
                left_bins: split.left_bins,
                ..Node::leaf(value)
            });
            let [left, right] = *halves;
            nodes[index].left = lay(left, nodes, spans, at);
            nodes[index].right = lay(right, nodes, spans, at);
        }
    }
    index as u32
}

impl Ground<'_> {
    fn histogram(&self, rows: &[u32]) -> Vec<Packed> {
        whole_sums::histogram(self.lines, &self.places, rows, self.packed, self.layout.bins())
    }

    fn grow(&self, open: Open) -> Branch {
        let total = self.scale.unpack(open.total);
        let value = open.bounds.value(total, self.settings.lambda) * self.settings.learning_rate;
        let found = if open.levels == 0 || !self.may_split(total) {
            None
        } else {
            self.split(&open.histogram, total, open.bounds)
        };
        let Some((split, place)) = found else {
            return Branch::Leaf {
                rows: open.rows.len(),
                value,
            };
        };
        let block = &open.histogram[self.layout.offsets[place]..self.layout.offsets[place + 1]];
        let left_total: Packed = (block.iter().enumerate())
            .filter(|(bin, _)| split.left_bins.contains(*bin as u8))
            .map(|(_, sum)| sum)
            .sum();
        let totals = [left_total, open.total - left_total];
        let column = &self.columns[split.column as usize];
        let middle = partition(column, &split, open.rows, open.spare);
        let [left_bounds, right_bounds] = self.bounds(&split, open.bounds);
        let (left_rows, right_rows) = open.rows.split_at_mut(middle);
        let (left_spare, right_spare) = open.spare.split_at_mut(middle);
        let levels = open.levels - 1;
        let wanted = totals.map(|total| levels > 0 && self.may_split(self.scale.unpack(total)));
        let [left_histogram, right_histogram] = self.histograms(open.histogram, [left_rows, right_rows], wanted);
        let half = |rows, spare, total, histogram, bounds| Open {
            rows,
            spare,
            total,
            histogram,
            bounds,
            levels,
        };
        let left = half(left_rows, left_spare, totals[0], left_histogram, left_bounds);
        let right = half(right_rows, right_spare, totals[1], right_histogram, right_bounds);
        let (left, right) = if wanted[0] && wanted[1] {
            rayon::join(|| self.grow(left), || self.grow(right))
        } else {
            (self.grow(left), self.grow(right))
        };
        Branch::Fork {
            split,
            value,
            halves: Box::new([left, right]),
        }
    }

    /// Whether both halves of a node with these sums can be large enough.
    fn may_split(&self, total: Pair) -> bool {
        total[1] >= 2.0 * self.settings.min_hessian
    }

    /// Histograms of both halves as far as they are wanted: the smaller is summed, the larger is what is left of the parent's.
    fn histograms(&self, parent: Vec<Packed>, rows: [&mut [u32]; 2], wanted: [bool; 2]) -> [Vec<Packed>; 2] {
        if wanted == [false, false] {
            return [Vec::new(), Vec::new()];
        }
        let smaller = usize::from(rows[1].len() < rows[0].len());
        let small = self.histogram(rows[smaller]);
        let mut large = parent;
        large.iter_mut().zip(&small).for_each(|(all, part)| *all -= part);
        if smaller == 0 { [small, large] } else { [large, small] }
    }

    /// The best split over the drawn columns and the place of its column among them; ties go to the first column.
    fn split(&self, histogram: &[Packed], total: Pair, bounds: Bounds) -> Option<(Split, usize)> {
        let mut best: Option<(Split, usize)> = None;
        let mut sums: Vec<Pair> = Vec::new();
        for (place, &column) in self.layout.columns.iter().enumerate() {
            let block = &histogram[self.layout.offsets[place]..self.layout.offsets[place + 1]];
            sums.clear();
            sums.extend(block.iter().map(|&packed| self.scale.unpack(packed)));
            let rules = Rules {
                settings: self.settings,
                bounds,
                direction: self.directions.get(column as usize).copied().unwrap_or(0),
            };
            let found = split::of_column(column, self.ordered[column as usize], &sums, total, &rules);
            if let Some(found) = found
                && best.as_ref().is_none_or(|(b, _)| found.gain > b.gain)
            {
                best = Some((found, place));
            }
        }
        best
    }

    /// Bounds of both halves: after a split on a column that must rise (fall), all that comes below the left half stays on one side of
    /// the middle between both values and all below the right half on the other (LightGBM's "basic" method).
    fn bounds(&self, split: &Split, bounds: Bounds) -> [Bounds; 2] {
        let direction = self.directions.get(split.column as usize).copied().unwrap_or(0);
        // A cut between missing and known values compares none of the known.
        if direction == 0 || split.only_missing_right {
            return [bounds, bounds];
        }
        let [left, right] = [split.left, split.right].map(|sums| bounds.value(sums, self.settings.lambda));
        let middle = (left + right) / 2.0;
        let below = Bounds { high: middle, ..bounds };
        let above = Bounds { low: middle, ..bounds };
        if direction > 0 { [below, above] } else { [above, below] }
    }
}

/// Moves the rows that go left to the front, both sides in their old order; returns where the right side begins.
fn partition(column: &[u8], split: &Split, rows: &mut [u32], spare: &mut [u32]) -> usize {
    let goes_left: [bool; 256] = std::array::from_fn(|bin| split.left_bins.contains(bin as u8));
    let (mut left, mut right) = (0, 0);
    for i in 0..rows.len() {
        let row = rows[i];
        let stays = goes_left[usize::from(column[row as usize])];
        // Written on both sides, counted on one: no branch to predict.
        rows[left] = row;
        spare[right] = row;
        left += usize::from(stays);
        right += usize::from(!stays);
    }
    rows[left..].copy_from_slice(&spare[..right]);
    left
}
