//! Growing the bags in step: main effects, the search for pairs, the pairs.

use rayon::prelude::*;

use super::bag::{Bag, Stage};
use super::gradient;
use super::model::AdditiveModel;
use super::ordered_step::Rules;
use super::pair_search::{Found, Searched, search};
use super::pairs::{Axis, Pair};
use super::settings::{AdditiveSettings, Direction};
use super::summary::average;
use super::table::Table;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::FeatureData;

/// A look that lowers the loss by less than this share of it does not count as better.
const TOLERANCE: f64 = 1e-5;

/// Rows that the search for pairs should see at least; columns with small main effects are left out where this asks too much.
const SEARCH_ROWS: usize = 2_000;

/// Fits an additive model on `task.rows`: the task has been checked ([`Task::check`]).
///
/// Lou, Caruana & Gehrke 2012; Lou, Caruana, Gehrke & Hooker 2013; Nori, Jenkins, Koch & Caruana 2019 (InterpretML). Departures: all
/// columns of a round step on one quadratic approximation of the loss; levels of categories are random effects; the bags hold out disjoint
/// parts and stop together at the round where the loss of all rows, each judged by the bag that has not seen it, is least; pairs are
/// ranked by a pure interaction contrast on such rows, and purified.
///
/// # Errors
/// [`LearnError::Setting`] for a setting outside its range, [`LearnError::MissingColumn`] for a monotone column that is not there or no number.
pub fn fit(task: &Task, settings: &AdditiveSettings) -> Result<AdditiveModel, LearnError> {
    Ok(fit_and_judge(task, settings)?.0)
}

/// As [`fit`]; and for each of `task.rows`, in that order, the log-odds that the bag without that row gives it (Breiman 1996, out-of-bag
/// estimation): what a blend or a calibration can be learned from without fitting again. `None` for rows that no bag judged (beyond
/// `bag_rows` a bag). The number of rounds and the pairs that half of the bags choose are the only things that a row had a say in.
///
/// # Errors
/// As [`fit`].
pub fn fit_and_judge(
    task: &Task,
    settings: &AdditiveSettings,
) -> Result<(AdditiveModel, Vec<Option<f64>>), LearnError> {
    settings.check()?;
    let directions = directions(task, settings)?;
    let table = Table::new(task, settings);
    let mains: Vec<usize> = (0..table.columns.len())
        .filter(|&column| table.varies(column))
        .collect();
    let monotone: Vec<Option<Direction>> = mains.iter().map(|&column| directions[column]).collect();
    let stage = Stage {
        table: &table,
        base: task.base_margin(),
        mains: &mains,
        monotone: &monotone,
        pairs: &[],
        rules: Rules::new(settings, table.unit),
    };
    let mut bags: Vec<Bag> = (0..settings.bags)
        .into_par_iter()
        .map(|bag| Bag::new(&stage, bag, settings.bag_rows))
        .collect();
    grow(&mut bags, &stage, settings);

    let pairs = choose(&mut bags, &stage, settings);
    let stage = Stage { pairs: &pairs, ..stage };
    if !pairs.is_empty() {
        bags.par_iter_mut().for_each(|bag| bag.begin_pairs(&stage));
        grow(&mut bags, &stage, settings);
    }
    let mut by_frame_row: Vec<Option<f64>> = vec![None; task.frame.rows];
    for bag in &bags {
        for (place, &margin) in bag.held().zip(&bag.held_margins) {
            by_frame_row[table.rows[place] as usize] = Some(margin);
        }
    }
    let judged = task.rows.iter().map(|&row| by_frame_row[row as usize]).collect();
    Ok((average(&stage, bags, table.columns.len()), judged))
}

fn directions(task: &Task, settings: &AdditiveSettings) -> Result<Vec<Option<Direction>>, LearnError> {
    let mut directions = vec![None; task.frame.columns.len()];
    for (name, &direction) in &settings.monotone {
        let number = |data: &FeatureData| matches!(data, FeatureData::Number(_));
        let mut columns = task.frame.columns.iter();
        let place = columns.position(|feature| feature.name == *name && number(&feature.data));
        let place = place.ok_or_else(|| LearnError::MissingColumn { column: name.clone() })?;
        directions[place] = Some(direction);
    }
    Ok(directions)
}

/// Boosts all bags until the loss of the rows held out, taken together, has stopped falling; leaves them at its least.
fn grow(bags: &mut [Bag], stage: &Stage, settings: &AdditiveSettings) {
    let loss = |bags: &[Bag]| bags.iter().map(|bag| bag.held_loss).sum::<f64>();
    let tables = |bag: &Bag| {
        if stage.pairs.is_empty() {
            bag.mains.clone()
        } else {
            bag.pairs.clone()
        }
    };
    bags.par_iter_mut().for_each(|bag| bag.look(stage));
    let mut best = loss(bags);
    let mut kept: Vec<Vec<Vec<f64>>> = bags.iter().map(tables).collect();
    let (mut mark, mut waited) = (best, 0);
    for _ in 0..settings.rounds.div_ceil(settings.look_every) {
        bags.par_iter_mut().for_each(|bag| {
            (0..settings.look_every).for_each(|_| bag.round(stage));
            bag.look(stage);
        });
        let now = loss(bags);
        if now < best {
            best = now;
            kept = bags.iter().map(tables).collect();
        }
        if now < mark * (1.0 - TOLERANCE) {
            (mark, waited) = (now, 0);
        } else {
            waited += 1;
            if waited >= settings.patience {
                break;
            }
        }
    }
    for (bag, kept) in bags.iter_mut().zip(kept) {
        if stage.pairs.is_empty() {
            bag.mains = kept
        } else {
            bag.pairs = kept
        }
        bag.look(stage);
    }
}

/// The pairs that act together most surely. Each bag has its own choice, made without the rows that it holds out: its held-out loss stays
/// honest. A pair that less than half of the bags would choose is no pair.
fn choose(bags: &mut [Bag], stage: &Stage, settings: &AdditiveSettings) -> Vec<Pair> {
    let table = stage.table;
    let free: Vec<usize> = candidates(bags, stage, settings);
    if settings.pairs == 0 || free.len() < 2 {
        return Vec::new();
    }
    let axes: Vec<Axis> = free
        .par_iter()
        .map(|&column| Axis::new(table, column, settings.pair_bins, settings.pair_levels))
        .collect();
    let possible = free.len() * (free.len() - 1) / 2;
    // Parts are in the order of random keys: the first rows of each are a sample.
    let from_each = (settings.search_budget / possible)
        .max(SEARCH_ROWS)
        .div_ceil(bags.len());
    let (mut rows, mut margins, mut parts) = (Vec::new(), Vec::new(), vec![0]);
    for bag in bags.iter() {
        rows.extend(bag.held().take(from_each));
        margins.extend(bag.held_margins.iter().take(from_each).map(|&margin| margin as f32));
        parts.push(rows.len());
    }
    let gather = |values: &[f32]| -> Vec<f32> { rows.iter().map(|&row| values[row]).collect() };
    let mut slopes = vec![[0.0; 2]; rows.len()];
    gradient::slopes(&margins, &gather(&table.labels), &gather(&table.weights), &mut slopes);
    let bins: Vec<Vec<u8>> = axes
        .par_iter()
        .map(|axis| {
            let column = &table.columns[axis.column];
            rows.iter().map(|&row| axis.coarse[usize::from(column[row])]).collect()
        })
        .collect();
    let searched = Searched {
        bins: &bins,
        slopes: &slopes,
        parts: &parts,
        unit: table.unit,
    };
    let least = (settings.pair_evidence + 2.0 * (possible as f64).ln()) / table.unit;
    // A pair that is far from it on all rows does not get there on fewer.
    let mut found = search(&axes, &searched, stage.rules.min_hessian, 0.7 * least);
    for (bag, from) in bags.iter_mut().enumerate() {
        let mut order: Vec<usize> = (0..found.len())
            .filter(|&pair| found[pair].without[bag] >= least)
            .collect();
        order.sort_by(|&a, &b| found[b].without[bag].total_cmp(&found[a].without[bag]).then(a.cmp(&b)));
        order.truncate(settings.pairs);
        from.takes = vec![false; found.len()];
        order.into_iter().for_each(|pair| from.takes[pair] = true);
    }
    let chosen: Vec<bool> = (0..found.len())
        .map(|pair| 2 * bags.iter().filter(|bag| bag.takes[pair]).count() >= bags.len())
        .collect();
    for bag in bags.iter_mut() {
        let mut keep = chosen.iter();
        bag.takes.retain(|_| keep.next() == Some(&true));
    }
    let mut keep = chosen.iter();
    found.retain(|_| keep.next() == Some(&true));
    let pair = |found: Found| Pair::new(table, found.axes.map(|axis| axes[axis].clone()));
    found.into_iter().map(pair).collect()
}

/// Columns that may be in a pair, rising: not the monotone ones, and where there are too many those with the largest main effects.
fn candidates(bags: &[Bag], stage: &Stage, settings: &AdditiveSettings) -> Vec<usize> {
    let most = (2.0 * settings.search_budget as f64 / SEARCH_ROWS as f64).sqrt() as usize;
    let mut free: Vec<(f64, usize)> = (stage.mains.iter().zip(stage.monotone).enumerate())
        .filter(|(_, (_, direction))| direction.is_none())
        .map(|(place, (&column, _))| {
            let weights = &stage.table.bin_weights[column];
            let spread = |values: &[f64]| values.iter().zip(weights).map(|(v, w)| v.abs() * w).sum::<f64>();
            (bags.iter().map(|bag| spread(&bag.mains[place])).sum(), column)
        })
        .collect();
    free.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    free.truncate(most.max(2));
    let mut columns: Vec<usize> = free.into_iter().map(|(_, column)| column).collect();
    columns.sort_unstable();
    columns
}
