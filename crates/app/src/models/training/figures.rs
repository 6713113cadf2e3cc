//! How good probabilities are, with intervals over customers.

use holdfast_stats::calibration::{brier, ece, log_loss, slope_intercept};
use holdfast_stats::discrimination::{auc, average_precision, ks, top_share_lift};
use holdfast_stats::error::StatsError;
use holdfast_stats::interval::bootstrap;
use serde::{Deserialize, Serialize};

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Lower end; absent where too few of a class could be drawn again and again.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Figures of probabilities on customers that the model did not learn from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Rows that judged.
    pub rows: u64,
    /// Customers among them.
    pub customers: u64,
    /// Rows whose customer was lost.
    pub churned: u64,
    /// Share of pairs ranked right.
    pub auc: Option<Figure>,
    /// Average precision.
    pub pr_auc: Option<Figure>,
    /// Mean log loss.
    pub log_loss: Option<Figure>,
    /// Mean squared error.
    pub brier: Option<Figure>,
    /// Churn rate of the tenth with the highest probability ÷ that of all.
    pub top_decile_lift: Option<Figure>,
    /// Kolmogorov–Smirnov distance of the classes.
    pub ks: Option<Figure>,
    /// Slope of the recalibration; 1 is right.
    pub calibration_slope: Option<f64>,
    /// Intercept of the recalibration at that slope; 0 is right.
    pub calibration_intercept: Option<f64>,
    /// Expected calibration error over tenths.
    pub ece: Option<f64>,
    /// Mean probability.
    pub mean_probability: f64,
}

/// Samples of customers that intervals are taken from.
const REPLICATES: usize = 200;
/// Customers above which fewer samples do: intervals are narrow.
const MANY: usize = 50_000;
const FEW_REPLICATES: usize = 40;
/// Tenths.
const BINS: usize = 10;

/// All figures. Rows of one customer are drawn together, so that several cutoffs of a customer do not count as several customers.
///
/// # Errors
/// [`StatsError`] for probabilities that are none.
pub fn figures(
    probabilities: &[f64],
    labels: &[bool],
    customers: &[u32],
    seed: u64,
    intervals: bool,
) -> Result<Figures, StatsError> {
    let rows_of = by_customer(customers);
    let churned = labels.iter().filter(|&&label| label).count() as u64;
    type Statistic = fn(&[f64], &[bool]) -> Result<f64, StatsError>;
    let figure = |statistic: Statistic| -> Option<Figure> {
        let value = statistic(probabilities, labels)
            .ok()
            .filter(|value| value.is_finite())?;
        if !intervals {
            return Some(Figure {
                value,
                low: None,
                high: None,
            });
        }
        let replicates = if rows_of.len() > MANY {
            FEW_REPLICATES
        } else {
            REPLICATES
        };
        let summary = bootstrap(rows_of.len(), replicates, seed, |drawn| {
            let (mut p, mut l) = (Vec::with_capacity(labels.len()), Vec::with_capacity(labels.len()));
            for &customer in drawn {
                for &row in &rows_of[customer as usize] {
                    p.push(probabilities[row as usize]);
                    l.push(labels[row as usize]);
                }
            }
            statistic(&p, &l).ok()
        });
        let ends = summary.ok();
        Some(Figure {
            value,
            low: ends.as_ref().map(|ends| ends.ci_low),
            high: ends.map(|ends| ends.ci_high),
        })
    };
    let line = slope_intercept(probabilities, labels).ok();
    Ok(Figures {
        rows: labels.len() as u64,
        customers: rows_of.len() as u64,
        churned,
        auc: figure(auc),
        pr_auc: figure(average_precision),
        log_loss: figure(log_loss),
        brier: figure(brier),
        top_decile_lift: figure(|p, l| top_share_lift(p, l, 0.1)),
        ks: figure(ks),
        calibration_slope: line.map(|line| line.slope),
        calibration_intercept: line.map(|line| line.intercept),
        ece: ece(probabilities, labels, BINS).ok(),
        mean_probability: probabilities.iter().sum::<f64>() / probabilities.len().max(1) as f64,
    })
}

/// Rows of each customer.
fn by_customer(customers: &[u32]) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..customers.len() as u32).collect();
    order.sort_by_key(|&row| (customers[row as usize], row));
    order
        .chunk_by(|&a, &b| customers[a as usize] == customers[b as usize])
        .map(<[u32]>::to_vec)
        .collect()
}

/// Mean difference of two columns of losses and its standard error, rows of one customer counted together.
pub fn paired(a: &[f64], b: &[f64], customers: &[u32]) -> (f64, f64) {
    let groups = by_customer(customers);
    let rows = a.len() as f64;
    let mean = a.iter().zip(b).map(|(a, b)| a - b).sum::<f64>() / rows;
    let squares: f64 = groups
        .iter()
        .map(|rows| {
            let sum: f64 = rows.iter().map(|&row| a[row as usize] - b[row as usize] - mean).sum();
            sum * sum
        })
        .sum();
    (mean, squares.sqrt() / rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_that_appear_twice_do_not_narrow_the_interval() {
        let one: Vec<f64> = (0..400).map(|i| f64::from(i % 10) / 10.0 + 0.05).collect();
        let labels: Vec<bool> = (0..400).map(|i| (i * 7) % 13 < i % 10).collect();
        let customers: Vec<u32> = (0..400).collect();
        let twice = |values: &[f64]| [values, values].concat();
        let single = figures(&one, &labels, &customers, 1, true).unwrap();
        let double = figures(
            &twice(&one),
            &[labels.clone(), labels.clone()].concat(),
            &[customers.clone(), customers.clone()].concat(),
            1,
            true,
        )
        .unwrap();
        let width = |figures: &Figures| figures.auc.map(|auc| auc.high.unwrap() - auc.low.unwrap()).unwrap();
        assert!((width(&single) - width(&double)).abs() < 1e-9);
        let zero = vec![0.0; 400];
        let (mean, se) = paired(&one, &zero, &customers);
        let (mean_2, se_2) = paired(&twice(&one), &twice(&zero), &[customers.clone(), customers].concat());
        assert!((mean - mean_2).abs() < 1e-12 && (se - se_2).abs() < 1e-12);
    }
}
