//! Counting pairs of customers in n log n: a merge sort by risk that counts while it merges.
//!
//! Elements stand in order of time, in blocks within which no pair is compared. When a half of earlier blocks and a half
//! of later ones are merged by risk, every pair of an earlier churner and a later element is met once, and how many of
//! the other half lie above, level or below is known from running sums. Memory is read forward only.

use std::ops::{Add, Range};

use super::order::{ROW, by_time};

/// Elements below this are one thread's work.
const PARALLEL_FROM: usize = 1 << 14;
/// Bit of an element that churned.
const CHURNED: u64 = 1 << 31;

/// Elements in order of time: their rows, and the starts of their blocks with the end.
pub(super) struct Sequence {
    /// Row of each element.
    pub(super) rows: Vec<u32>,
    /// Whether the element is a churner's churn.
    pub(super) churned: Vec<bool>,
    starts: Vec<usize>,
    /// Whether a churn also stands for a customer who outlasted earlier churn.
    churn_outlasts: bool,
}

/// What was counted.
pub(super) struct Pairs {
    /// Weight of pairs in which the earlier churner had the higher risk.
    pub(super) concordant: f64,
    /// Weight of pairs of equal risk.
    pub(super) tied: f64,
    /// Weight of all pairs.
    pub(super) comparable: f64,
    /// By element: weight of the partners in concordant pairs, half of it in tied ones.
    pub(super) wins: Vec<f64>,
    /// By element: weight of all partners.
    pub(super) partners: Vec<f64>,
}

impl Sequence {
    /// Every row at its exit; churners of a time come before those censored at it.
    pub(super) fn of_exits(exit: &[f64], event: &[bool]) -> Self {
        let sorted = by_time(exit, |row| event[row]);
        Self::from_sorted(sorted, true, |element| (element & ROW, element & !ROW == 0))
    }

    /// Churn of the rows `churned` at their exits and every row at its entry; churn at a time comes before entry at it.
    pub(super) fn of_entries(exit: &[f64], entry: &[f64], churned: &[u32]) -> Self {
        let times: Vec<f64> = churned
            .iter()
            .map(|&row| exit[row as usize])
            .chain(entry.iter().copied())
            .collect();
        let sorted = by_time(&times, |at| at < churned.len());
        Self::from_sorted(sorted, false, |element| {
            let at = (element & ROW) as usize;
            match churned.get(at) {
                Some(&row) => (row, true),
                None => ((at - churned.len()) as u32, false),
            }
        })
    }

    fn from_sorted(sorted: Vec<(u64, u32)>, churn_outlasts: bool, element: impl Fn(u32) -> (u32, bool)) -> Self {
        let (mut rows, mut churned) = (Vec::with_capacity(sorted.len()), Vec::with_capacity(sorted.len()));
        let mut starts = Vec::new();
        let mut before = None;
        for (at, &(key, packed)) in sorted.iter().enumerate() {
            let (row, is_churn) = element(packed);
            if before != Some((key, is_churn)) {
                starts.push(at);
                before = Some((key, is_churn));
            }
            rows.push(row);
            churned.push(is_churn);
        }
        starts.push(sorted.len());
        Self {
            rows,
            churned,
            starts,
            churn_outlasts,
        }
    }

    /// Counts pairs of a churner (weight `source` of its position) and a later element (weight `target`).
    pub(super) fn count(
        &self,
        ranks: &[u32],
        source: impl Fn(usize) -> f64 + Sync,
        target: impl Fn(usize) -> f64 + Sync,
    ) -> Pairs {
        let n = self.rows.len();
        let mut items: Vec<u64> = (self.rows.iter().zip(&self.churned).enumerate())
            .map(|(at, (&row, &churned))| {
                u64::from(ranks[row as usize]) << 32 | if churned { CHURNED } else { 0 } | at as u64
            })
            .collect();
        let mut wins = vec![0.0; n];
        let weigh = Weigh {
            source: |item: u64| {
                if item & CHURNED == 0 {
                    0.0
                } else {
                    source(position(item))
                }
            },
            target: |item: u64| target(position(item)),
            churn_outlasts: self.churn_outlasts,
        };
        let tally = if n == 0 {
            Tally::default()
        } else {
            divide(&mut items, &mut vec![0; n], &mut wins, &self.starts, &weigh)
        };
        let (comparable, partners) = self.partners(&source, &target);
        Pairs {
            concordant: tally.concordant,
            tied: tally.tied,
            comparable,
            wins,
            partners,
        }
    }

    /// Weight of all pairs and by element.
    fn partners(&self, source: &impl Fn(usize) -> f64, target: &impl Fn(usize) -> f64) -> (f64, Vec<f64>) {
        let blocks = || self.starts.windows(2).map(|pair| pair[0]..pair[1]);
        let churners = |block: Range<usize>| block.filter(|&at| self.churned[at]);
        let outlasting = |block: Range<usize>| block.filter(|&at| self.churn_outlasts || !self.churned[at]);
        let mut partners = vec![0.0; self.rows.len()];
        let (mut earlier, mut comparable) = (0.0, 0.0);
        for block in blocks() {
            comparable += earlier * outlasting(block.clone()).map(target).sum::<f64>();
            outlasting(block.clone()).for_each(|at| partners[at] = earlier);
            earlier += churners(block).map(source).sum::<f64>();
        }
        let mut later = 0.0;
        for block in blocks().rev() {
            churners(block.clone()).for_each(|at| partners[at] += later);
            later += outlasting(block).map(target).sum::<f64>();
        }
        (comparable, partners)
    }
}

fn position(item: u64) -> usize {
    (item & (CHURNED - 1)) as usize
}

struct Weigh<S, T> {
    source: S,
    target: T,
    churn_outlasts: bool,
}

impl<S, T> Weigh<S, T> {
    fn outlasts(&self, item: u64) -> bool {
        self.churn_outlasts || item & CHURNED == 0
    }
}

#[derive(Clone, Copy, Default)]
struct Tally {
    concordant: f64,
    tied: f64,
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            concordant: self.concordant + other.concordant,
            tied: self.tied + other.tied,
        }
    }
}

/// Sorts `items` by risk and counts their pairs; `starts` are the blocks' starts and the end, `wins` belongs to them.
fn divide<S, T>(items: &mut [u64], spare: &mut [u64], wins: &mut [f64], starts: &[usize], weigh: &Weigh<S, T>) -> Tally
where
    S: Fn(u64) -> f64 + Sync,
    T: Fn(u64) -> f64 + Sync,
{
    if starts.len() <= 2 {
        items.sort_unstable();
        return Tally::default();
    }
    let offset = starts[0];
    let half = offset + items.len() / 2;
    let cut = starts.partition_point(|&start| start < half).clamp(1, starts.len() - 2);
    let middle = starts[cut] - offset;
    let (left, right) = items.split_at_mut(middle);
    let (left_spare, right_spare) = spare.split_at_mut(middle);
    let (left_wins, right_wins) = wins.split_at_mut(middle);
    let mut earlier = || divide(left, left_spare, left_wins, &starts[..=cut], weigh);
    let mut later = || divide(right, right_spare, right_wins, &starts[cut..], weigh);
    let (a, b) = if middle.min(starts[starts.len() - 1] - starts[cut]) >= PARALLEL_FROM {
        rayon::join(earlier, later)
    } else {
        (earlier(), later())
    };
    let across = merge(left, right, spare, wins, offset, weigh);
    items.copy_from_slice(spare);
    a + b + across
}

/// Merges both halves by risk into `out`, group by group of equal risk.
fn merge<S, T>(
    left: &[u64],
    right: &[u64],
    out: &mut [u64],
    wins: &mut [f64],
    offset: usize,
    weigh: &Weigh<S, T>,
) -> Tally
where
    S: Fn(u64) -> f64,
    T: Fn(u64) -> f64,
{
    let all: f64 = left.iter().map(|&item| (weigh.source)(item)).sum();
    let (mut i, mut j, mut filled) = (0, 0, 0);
    let (mut sources_below, mut targets_below) = (0.0, 0.0);
    let mut tally = Tally::default();
    let rank = |side: &[u64], at: usize| side.get(at).map_or(u64::MAX, |item| item >> 32);
    while i < left.len() || j < right.len() {
        let level = rank(left, i).min(rank(right, j));
        let (from_i, from_j) = (i, j);
        let (mut sources, mut targets) = (0.0, 0.0);
        while rank(left, i) == level {
            sources += (weigh.source)(left[i]);
            i += 1;
        }
        while rank(right, j) == level {
            if weigh.outlasts(right[j]) {
                targets += (weigh.target)(right[j]);
            }
            j += 1;
        }
        let above = (all - sources_below - sources).max(0.0);
        for &item in &left[from_i..i] {
            out[filled] = item;
            filled += 1;
            if item & CHURNED != 0 {
                wins[position(item) - offset] += targets_below + 0.5 * targets;
            }
        }
        for &item in &right[from_j..j] {
            out[filled] = item;
            filled += 1;
            if weigh.outlasts(item) {
                wins[position(item) - offset] += above + 0.5 * sources;
            }
        }
        tally.concordant += targets * above;
        tally.tied += targets * sources;
        sources_below += sources;
        targets_below += targets;
    }
    tally
}
