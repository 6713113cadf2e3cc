//! One of the averaged models while it grows: its rows, their slopes, its tables.

use std::ops::Range;

use super::gradient::{self, Histogram, Slope, Sums};
use super::level_step;
use super::ordered_step::{self, Rules};
use super::pair_step::{self, PairWork};
use super::pairs::Pair;
use super::settings::Direction;
use super::table::Table;

/// What all bags share during a stage.
pub struct Stage<'a> {
    /// The binned rows.
    pub table: &'a Table,
    /// Log-odds that every row starts from.
    pub base: f64,
    /// Columns with a main effect.
    pub mains: &'a [usize],
    /// Direction of each of `mains`, if any.
    pub monotone: &'a [Option<Direction>],
    /// Pairs; empty while main effects grow.
    pub pairs: &'a [Pair],
    /// What a step may do.
    pub rules: Rules,
}

/// One model.
pub struct Bag {
    learned: [Range<usize>; 2],
    held: Range<usize>,
    margins: Vec<f32>,
    slopes: Vec<Slope>,
    labels: Vec<f32>,
    weights: Vec<f32>,
    work: Work,
    /// Value of each bin of each of the stage's mains.
    pub mains: Vec<Vec<f64>>,
    /// Value of each cell of each of the stage's pairs.
    pub pairs: Vec<Vec<f64>>,
    /// Log-odds of the rows held out, at the last look.
    pub held_margins: Vec<f64>,
    /// Weighted log loss of the rows held out, at the last look.
    pub held_loss: f64,
    /// Whether this bag has chosen each of the stage's pairs.
    pub takes: Vec<bool>,
    rounds: usize,
    /// Most that a term gained in this round and in the one before.
    gains: [f64; 2],
}

/// Room that every step uses again.
struct Work {
    even: Box<Histogram>,
    odd: Box<Histogram>,
    running: Vec<Sums>,
    by_bin: Vec<f64>,
    narrow: Box<[f32; 256]>,
    pair: PairWork,
}

impl Bag {
    /// A bag before its first round, with empty tables for `stage.mains`.
    pub fn new(stage: &Stage, bag: usize, limit: usize) -> Self {
        let table = stage.table;
        let learned = table.learned(bag, limit);
        let held = table.held(bag);
        let held = held.start..held.end.min(held.start.saturating_add(limit));
        let gather =
            |values: &[f32]| -> Vec<f32> { learned.iter().flat_map(|part| &values[part.clone()]).copied().collect() };
        let rows = learned[0].len() + learned[1].len();
        Self {
            margins: vec![stage.base as f32; rows],
            slopes: vec![[0.0; 2]; rows],
            labels: gather(&table.labels),
            weights: gather(&table.weights),
            work: Work {
                even: Box::new([[0.0; 2]; 256]),
                odd: Box::new([[0.0; 2]; 256]),
                running: Vec::with_capacity(256),
                by_bin: Vec::with_capacity(256),
                narrow: Box::new([0.0; 256]),
                pair: PairWork::default(),
            },
            mains: stage
                .mains
                .iter()
                .map(|&column| vec![0.0; table.cuts[column].bins()])
                .collect(),
            pairs: Vec::new(),
            held_margins: vec![stage.base; held.len()],
            held_loss: 0.0,
            takes: Vec::new(),
            rounds: 0,
            gains: [0.0; 2],
            learned,
            held,
        }
    }

    /// Weight of the rows learned from, as given.
    pub fn weight(&self, table: &Table) -> f64 {
        self.learned
            .iter()
            .flat_map(|part| &table.full_weights[part.clone()])
            .sum()
    }

    /// First row and number of the rows held out.
    pub fn held(&self) -> Range<usize> {
        self.held.clone()
    }

    /// One pass over all columns (over all pairs in a stage with pairs).
    pub fn round(&mut self, stage: &Stage) {
        gradient::slopes(&self.margins, &self.labels, &self.weights, &mut self.slopes);
        let terms = if stage.pairs.is_empty() {
            stage.mains.len()
        } else {
            stage.pairs.len()
        };
        // There and back: no column is always first among those that say the same.
        let back = self.rounds % 2 == 1;
        self.rounds += 1;
        self.gains = [0.0, self.gains[0]];
        let least = (stage.rules.greed * self.gains[1]).max(stage.rules.min_gain);
        for place in 0..terms {
            let place = if back { terms - 1 - place } else { place };
            let gain = if stage.pairs.is_empty() {
                self.main_step(stage, place, least)
            } else {
                self.pair_step(stage, place, least)
            };
            self.gains[0] = self.gains[0].max(gain);
        }
    }

    fn main_step(&mut self, stage: &Stage, place: usize, least: f64) -> f64 {
        let table = stage.table;
        let column = &table.columns[stage.mains[place]];
        let cuts = &table.cuts[stage.mains[place]];
        let bins = cuts.bins();
        let work = &mut self.work;
        work.even[..bins].fill([0.0; 2]);
        work.odd[..bins].fill([0.0; 2]);
        let mut from = 0;
        for part in &self.learned {
            let slopes = &self.slopes[from..from + part.len()];
            gradient::add(&column[part.clone()], slopes, &mut work.even, &mut work.odd);
            from += part.len();
        }
        for (even, odd) in work.even[..bins].iter_mut().zip(&work.odd[..bins]) {
            *even = [even[0] + odd[0], even[1] + odd[1]];
        }
        let sums = &work.even[..bins];
        let values = &mut self.mains[place];
        work.by_bin.resize(bins, 0.0);
        let gain = if cuts.ordered() {
            ordered_step::step(
                sums,
                stage.monotone[place],
                &stage.rules,
                least,
                &mut work.running,
                &mut work.by_bin,
            )
        } else {
            level_step::step(sums, values, table.unit, &stage.rules, least, &mut work.by_bin)
        };
        if gain <= 0.0 {
            return 0.0;
        }
        for ((value, narrow), step) in values.iter_mut().zip(work.narrow.iter_mut()).zip(&work.by_bin) {
            *value += step;
            *narrow = *step as f32;
        }
        let mut from = 0;
        for part in &self.learned {
            let rows = from..from + part.len();
            from = rows.end;
            let (slopes, margins) = (&mut self.slopes[rows.clone()], &mut self.margins[rows]);
            gradient::step(&column[part.clone()], &work.narrow, slopes, margins);
        }
        gain
    }

    fn pair_step(&mut self, stage: &Stage, place: usize, least: f64) -> f64 {
        if !self.takes[place] {
            return 0.0;
        }
        let pair = &stage.pairs[place];
        let work = &mut self.work.pair;
        work.sums.clear();
        work.sums.resize(pair.cells(), [0.0; 2]);
        let mut from = 0;
        for part in &self.learned {
            let slopes = &self.slopes[from..from + part.len()];
            gradient::add_cells(&pair.cell_of[part.clone()], slopes, &mut work.sums);
            from += part.len();
        }
        let gain = pair_step::step(pair, &stage.rules, least, work);
        if gain <= 0.0 {
            return 0.0;
        }
        for (value, step) in self.pairs[place].iter_mut().zip(&work.by_cell) {
            *value += f64::from(*step);
        }
        let mut from = 0;
        for part in &self.learned {
            let rows = from..from + part.len();
            from = rows.end;
            let (slopes, margins) = (&mut self.slopes[rows.clone()], &mut self.margins[rows]);
            gradient::step_cells(&pair.cell_of[part.clone()], &work.by_cell, slopes, margins);
        }
        gain
    }

    /// Begins the stage of the pairs: margins from the tables as they are, empty tables for the pairs.
    pub fn begin_pairs(&mut self, stage: &Stage) {
        self.pairs = stage.pairs.iter().map(|pair| vec![0.0; pair.cells()]).collect();
        self.gains = [0.0; 2];
        let mut from = 0;
        for part in self.learned.clone() {
            let margins = self.margins_of(stage, part.clone());
            for (to, margin) in self.margins[from..].iter_mut().zip(margins) {
                *to = margin as f32;
            }
            from += part.len();
        }
    }

    /// Looks at the rows held out.
    pub fn look(&mut self, stage: &Stage) {
        self.held_margins = self.margins_of(stage, self.held.clone());
        let rows = self.held.clone();
        let (labels, weights) = (&stage.table.labels[rows.clone()], &stage.table.full_weights[rows]);
        self.held_loss = (self.held_margins.iter().zip(labels).zip(weights))
            .map(|((&margin, &label), weight)| {
                let against = if label > 0.5 { -margin } else { margin };
                // ln(1 + e^against) without overflow.
                weight * (against.max(0.0) + (-against.abs()).exp().ln_1p())
            })
            .sum();
    }

    fn margins_of(&self, stage: &Stage, rows: Range<usize>) -> Vec<f64> {
        let mut margins = vec![stage.base; rows.len()];
        for (&column, values) in stage.mains.iter().zip(&self.mains) {
            for (margin, &bin) in margins.iter_mut().zip(&stage.table.columns[column][rows.clone()]) {
                *margin += values[usize::from(bin)];
            }
        }
        for (pair, values) in stage.pairs.iter().zip(&self.pairs) {
            for (margin, &cell) in margins.iter_mut().zip(&pair.cell_of[rows.clone()]) {
                *margin += values[usize::from(cell)];
            }
        }
        margins
    }
}
