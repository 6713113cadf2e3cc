//! From the bags to one model: means, intervals, the intercept that meets the churn rate.

use holdfast_stats::special::sigmoid;
use holdfast_stats::tail::student_quantile_975;
use rayon::prelude::*;

use super::bag::{Bag, Stage};
use super::model::{AdditiveModel, Term, TermColumns};
use super::purify::{centre, purify};

/// Rows that are summed at a time, whatever the number of threads.
const CHUNK: usize = 8192;

/// Averages the bags.
pub fn average(stage: &Stage, mut bags: Vec<Bag>, columns: usize) -> AdditiveModel {
    let table = stage.table;
    let all: f64 = table.full_weights.iter().sum();
    let learned = bags.iter().map(|bag| bag.weight(table)).sum::<f64>() / bags.len() as f64;
    let cell_weights: Vec<Vec<f64>> = stage.pairs.par_iter().map(|pair| pair.weights(table)).collect();
    bags.par_iter_mut().for_each(|bag| settle(stage, bag, &cell_weights));

    let width = half_width(bags.len(), learned, all);
    let mut terms: Vec<Term> = Vec::with_capacity(stage.mains.len() + stage.pairs.len());
    for (place, &column) in stage.mains.iter().enumerate() {
        let of_bags: Vec<&[f64]> = bags.iter().map(|bag| bag.mains[place].as_slice()).collect();
        terms.push(term(
            TermColumns::Main { column },
            &of_bags,
            table.bin_weights[column].clone(),
            width,
        ));
    }
    for (place, (pair, weights)) in stage.pairs.iter().zip(cell_weights).enumerate() {
        let of_bags: Vec<&[f64]> = bags.iter().map(|bag| bag.pairs[place].as_slice()).collect();
        let [first, second] = &pair.axes;
        let columns = TermColumns::Pair {
            columns: [first.column, second.column],
            coarse: [first.coarse.clone(), second.coarse.clone()],
            bins: [first.bins, second.bins],
        };
        terms.push(term(columns, &of_bags, weights, width));
    }
    terms.retain(|term| term.values.iter().any(|&value| value != 0.0));
    let used = |column: usize| terms.iter().any(|term| term.columns.touches(column));
    let bins = (0..columns)
        .map(|column| used(column).then(|| table.cuts[column].clone()))
        .collect();
    let mut model = AdditiveModel {
        intercept: stage.base,
        bins,
        terms,
    };
    model.intercept = intercept(stage, &model);
    model
}

/// Purifies the pairs of a bag and centres all its terms.
fn settle(stage: &Stage, bag: &mut Bag, cell_weights: &[Vec<f64>]) {
    for ((pair, cells), weights) in stage.pairs.iter().zip(&mut bag.pairs).zip(cell_weights) {
        let place = |column: usize| stage.mains.binary_search(&column).unwrap_or(0);
        let [first, second] = [place(pair.axes[0].column), place(pair.axes[1].column)];
        if let Ok([a, b]) = bag.mains.get_disjoint_mut([first, second]) {
            purify(&pair.axes, cells, weights, [a, b]);
        }
        centre(cells, weights);
    }
    for (values, &column) in bag.mains.iter_mut().zip(stage.mains) {
        centre(values, &stage.table.bin_weights[column]);
    }
}

/// What the root of the mean square between bags is multiplied by to give the half width of a 95 % interval.
///
/// Bags that leave out d of n rows differ by less than samples of n rows would; (n − d) ÷ d makes up for it (the delete-d jackknife, Shao
/// & Wu 1989). The quantile is Student's with bags − 1 degrees of freedom.
fn half_width(bags: usize, learned: f64, all: f64) -> f64 {
    let left_out = all - learned;
    if left_out <= 0.0 {
        return 0.0;
    }
    student_quantile_975(bags as f64 - 1.0) * (learned / left_out / bags as f64).sqrt()
}

fn term(columns: TermColumns, of_bags: &[&[f64]], weights: Vec<f64>, width: f64) -> Term {
    let bags = of_bags.len() as f64;
    let values: Vec<f64> = (0..weights.len())
        .map(|bin| of_bags.iter().map(|bag| bag[bin]).sum::<f64>() / bags)
        .collect();
    let half_widths = values
        .iter()
        .enumerate()
        .map(|(bin, mean)| width * of_bags.iter().map(|bag| (bag[bin] - mean).powi(2)).sum::<f64>().sqrt())
        .collect();
    let total: f64 = weights.iter().sum();
    let importance = values
        .iter()
        .zip(&weights)
        .map(|(value, weight)| value.abs() * weight)
        .sum::<f64>()
        / total;
    Term {
        columns,
        values,
        half_widths,
        weights,
        importance,
    }
}

/// The intercept with which the weighted mean probability of the training rows is their churn rate (Newton's method).
fn intercept(stage: &Stage, model: &AdditiveModel) -> f64 {
    let table = stage.table;
    let rows = table.rows.len();
    let mut shifts = vec![0.0; rows];
    shifts.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, shifts)| {
        let from = chunk * CHUNK;
        for term in &model.terms {
            term.add(|column| &table.columns[column][from..], shifts);
        }
    });
    let churned: f64 = table
        .labels
        .iter()
        .zip(&table.full_weights)
        .map(|(&label, weight)| f64::from(label) * weight)
        .sum();
    let mut at = stage.base;
    for _ in 0..100 {
        let parts: Vec<[f64; 2]> = shifts
            .par_chunks(CHUNK)
            .zip(table.full_weights.par_chunks(CHUNK))
            .map(|(shifts, weights)| {
                shifts
                    .iter()
                    .zip(weights)
                    .fold([0.0; 2], |[sum, slope], (shift, weight)| {
                        let p = sigmoid(at + shift);
                        [sum + weight * p, slope + weight * p * (1.0 - p)]
                    })
            })
            .collect();
        let [expected, slope] = parts.iter().fold([0.0; 2], |[a, b], [c, d]| [a + c, b + d]);
        let step = ((churned - expected) / slope).clamp(-1.0, 1.0);
        if !step.is_finite() {
            break;
        }
        at += step;
        if step.abs() < 1e-12 {
            break;
        }
    }
    at
}
