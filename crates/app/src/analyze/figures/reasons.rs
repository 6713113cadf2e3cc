//! Why each scored customer's risk is raised: the largest positive Shapley values, in the customer's own figures.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::warnings::Reason;
use rayon::prelude::*;

use super::slices::Slices;
use crate::analyze::model::Modelled;
use crate::analyze::study::Study;
use crate::analyze::words::share;

/// Reasons given for a customer.
pub const REASONS: usize = 3;
/// Effects below this (in log-odds: the odds change by less than 2 %) are no reason.
const SMALLEST: f64 = 0.02;
/// Customers that a churn rate beside a reason must rest on.
const LEAST_CUSTOMERS: u64 = 20;
/// Customers explained at a time.
const CHUNK: usize = 2048;

/// A customer's strongest reasons: column and effect; unused places hold `u16::MAX`.
pub type Top = [(u16, f32); REASONS];

/// The strongest reasons of every scored customer, in the order of `study.scored`.
pub fn strongest(study: &Study, modelled: &Modelled) -> Vec<Top> {
    study
        .scored
        .par_chunks(CHUNK)
        .flat_map_iter(|chunk| {
            let explained = modelled.model.contributions(&study.frame, chunk);
            (0..chunk.len()).map(|i| top_of(explained.row(i))).collect::<Vec<Top>>()
        })
        .collect()
}

fn top_of(values: &[f64]) -> Top {
    let mut top: Top = [(u16::MAX, 0.0); REASONS];
    for (column, &value) in values.iter().enumerate() {
        if value < SMALLEST || value as f32 <= top[REASONS - 1].1 {
            continue;
        }
        let place = top.partition_point(|&(_, v)| v >= value as f32);
        top[place..].rotate_right(1);
        top[place] = (column as u16, value as f32);
    }
    top
}

/// Churn rate of every slice of every column: the evidence beside a reason.
pub struct Evidence {
    rates: Vec<Vec<f64>>,
    overall: f64,
}

impl Evidence {
    /// Rates among the described customers.
    pub fn new(study: &Study, slices: &[Slices]) -> Self {
        // Of a handful of customers no rate is stated.
        let rate = |[retained, churned]: [u64; 2]| {
            let customers = retained + churned;
            if customers < LEAST_CUSTOMERS {
                0.0
            } else {
                churned as f64 / customers as f64
            }
        };
        let rates = slices
            .iter()
            .map(|s| {
                s.counts(&study.described, &study.labels)
                    .into_iter()
                    .map(rate)
                    .collect()
            })
            .collect();
        let churned = study.described.iter().filter(|&&r| study.labels[r as usize]).count();
        Self {
            rates,
            overall: churned as f64 / study.described.len().max(1) as f64,
        }
    }

    /// One reason of the customer in row `row`, in words: the value, and the churn rate of customers like that where it
    /// is above average (a raised risk that only shows together with other columns is stated without it).
    pub fn words(&self, study: &Study, slices: &[Slices], column: u16, row: u32) -> Bilingual {
        let column = usize::from(column);
        let words = &study.words[column];
        let value = words.value(&study.frame, column, row);
        let rate = self.rates[column][usize::from(slices[column].of[row as usize])];
        let (label_zh, label_en) = (&words.label.zh, &words.label.en);
        let (zh, en) = (&value.zh, &value.en);
        if rate > self.overall {
            let (rate, overall) = (share(rate), share(self.overall));
            bilingual!(
                "{label_zh}：{zh}（同类客户流失率 {rate}，平均 {overall}）",
                "{label_en}: {en} (churn rate of such customers {rate}, average {overall})"
            )
        } else {
            bilingual!("{label_zh}：{zh}", "{label_en}: {en}")
        }
    }

    /// All reasons of one customer.
    pub fn reasons(&self, study: &Study, slices: &[Slices], top: &Top, row: u32) -> Vec<Reason> {
        top.iter()
            .filter(|(column, _)| *column != u16::MAX)
            .map(|&(column, effect)| Reason {
                name: study.words[usize::from(column)].name.clone(),
                text: self.words(study, slices, column, row),
                effect: f64::from(effect),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_largest_positive_values_are_kept_in_order() {
        assert_eq!(top_of(&[0.1, -0.9, 0.5, 0.3, 0.01, 0.4]).map(|(c, _)| c), [2, 5, 3]);
        assert_eq!(top_of(&[-0.1, 0.2]).map(|(c, _)| c), [1, u16::MAX, u16::MAX]);
    }
}
