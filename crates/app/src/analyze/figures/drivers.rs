//! What drives the model: mean absolute Shapley values and the shape of each dependence.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::folds::sample;
use holdfast_report::model::drivers::{Driver, DriverEffect};
use rayon::prelude::*;

use super::slices::Slices;
use crate::analyze::model::Modelled;
use crate::analyze::study::Study;
use crate::analyze::words::share;

/// Rows that importances are averaged over at most.
const ROWS: usize = 20_000;
/// Rows explained and summed at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 2048;
/// Slices with fewer customers are not named as the highest or lowest.
const LEAST_CUSTOMERS: u64 = 20;

/// Sums over one chunk: |φ| a column, and φ a slice of every column.
struct Sums {
    absolute: Vec<f64>,
    effects: Vec<Vec<f64>>,
}

/// Every column's part in the model, strongest first.
pub fn section(study: &Study, modelled: &Modelled, slices: &[Slices], seed: u64) -> Vec<Driver> {
    let rows = sample(&study.described, ROWS, seed);
    let columns = study.frame.columns.len();
    let empty = || Sums {
        absolute: vec![0.0; columns],
        effects: slices.iter().map(|s| vec![0.0; s.names.len()]).collect(),
    };
    let parts: Vec<Sums> = rows
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut sums = empty();
            let explained = modelled.model.contributions(&study.frame, chunk);
            for (i, &row) in chunk.iter().enumerate() {
                for (column, &value) in explained.row(i).iter().enumerate() {
                    sums.absolute[column] += value.abs();
                    sums.effects[column][usize::from(slices[column].of[row as usize])] += value;
                }
            }
            sums
        })
        .collect();
    let mut total = empty();
    for part in parts {
        total.absolute.iter_mut().zip(part.absolute).for_each(|(t, p)| *t += p);
        for (t, p) in total.effects.iter_mut().zip(part.effects) {
            t.iter_mut().zip(p).for_each(|(t, p)| *t += p);
        }
    }
    let whole: f64 = total.absolute.iter().sum();
    let rate = rate_of(study);
    let mut drivers: Vec<Driver> = (0..columns)
        .map(|column| {
            let sample_counts = slices[column].counts(&rows, &study.labels);
            let counts = slices[column].counts(&study.described, &study.labels);
            let effects: Vec<DriverEffect> = (0..counts.len())
                .filter(|&s| sample_counts[s][0] + sample_counts[s][1] > 0)
                .map(|s| DriverEffect {
                    value: slices[column].names[s].clone(),
                    effect: total.effects[column][s] / (sample_counts[s][0] + sample_counts[s][1]) as f64,
                    rate: counts[s][1] as f64 / (counts[s][0] + counts[s][1]).max(1) as f64,
                    customers: counts[s][0] + counts[s][1],
                })
                .collect();
            let words = &study.words[column];
            Driver {
                name: words.name.clone(),
                label: words.label.clone(),
                importance: total.absolute[column] / rows.len().max(1) as f64,
                share: if whole > 0.0 {
                    total.absolute[column] / whole
                } else {
                    0.0
                },
                sentence: sentence(&words.label, &effects, rate),
                effects,
            }
        })
        .collect();
    drivers.sort_by(|a, b| b.importance.total_cmp(&a.importance).then_with(|| a.name.cmp(&b.name)));
    drivers
}

fn rate_of(study: &Study) -> f64 {
    let churned = study.described.iter().filter(|&&r| study.labels[r as usize]).count();
    churned as f64 / study.described.len().max(1) as f64
}

/// Where the risk is highest and where it is lowest.
fn sentence(label: &Bilingual, effects: &[DriverEffect], rate: f64) -> Bilingual {
    let common = || effects.iter().filter(|e| e.customers >= LEAST_CUSTOMERS);
    let highest = common().max_by(|a, b| a.effect.total_cmp(&b.effect));
    let lowest = common().min_by(|a, b| a.effect.total_cmp(&b.effect));
    let (Some(high), Some(low)) = (highest, lowest) else {
        return bilingual!("样本太少，看不出规律", "too few customers to see a pattern");
    };
    if high.value == low.value {
        return bilingual!("各取值之间几乎没有差别", "hardly any difference between its values");
    }
    let (zh, en) = (&label.zh, &label.en);
    let (high_zh, high_en, high_rate) = (&high.value.zh, &high.value.en, share(high.rate));
    let (low_zh, low_en, low_rate) = (&low.value.zh, &low.value.en, share(low.rate));
    // The model looks at a column together with all others; the plain rates may run the other way.
    if high.rate <= rate || low.rate >= rate {
        return bilingual!(
            "与其他列一起看，{zh}为‘{high_zh}’时最推高风险，为‘{low_zh}’时最压低风险",
            "seen together with the other columns, {en} raises the risk most where it is {high_en} and lowers it most where it is {low_en}"
        );
    }
    let rate = share(rate);
    bilingual!(
        "{zh}为‘{high_zh}’时风险最高（流失率 {high_rate}），为‘{low_zh}’时最低（{low_rate}）；平均 {rate}",
        "risk is highest where {en} is {high_en} (churn rate {high_rate}) and lowest where it is {low_en} ({low_rate}); average {rate}"
    )
}
