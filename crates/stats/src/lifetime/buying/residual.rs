//! Future purchases with a discount, for all customers at once.

use rayon::prelude::*;

use super::covariates::BuyingCovariates;
use super::discounted::{Shared, discounted_time};
use super::fitted::FittedBuying;
use super::histories::Histories;
use super::law::{check_rate, p_alive};
use super::model::Buying;
use super::row::{History, stayed};
use super::score::Laws;
use crate::check;
use crate::error::StatsError;

/// Question: what are all future purchases of each customer worth today, counted in purchases (DERT)?
///
/// [`super::law::BuyingLaw::discounted_expected_transactions`] of each row, to about 1e-12. In BG/NBD and MBG/NBD it is
/// P(alive)·(r+x)·∫₀^∞ e^(−δ(α+T)y)·E(1 + py)^−(r+x+1) dy over p ~ Beta(a, b+x): the mean over p depends on x alone, so
/// that it is tabulated once for each x, and each different δ(α+T) costs one sum over the table. In Pareto/NBD the integral
/// depends on T alone. Rows that agree in these are computed once, on all cores; the number of threads changes no bit.
///
/// # Errors
/// Those of [`super::score::score()`]; [`StatsError::OutOfRange`] for a rate that is not a finite number above 0.
pub fn discounted_transactions(
    fitted: &FittedBuying,
    histories: &Histories<'_>,
    covariates: &BuyingCovariates<'_>,
    discount_rate: f64,
) -> Result<Vec<f64>, StatsError> {
    check_rate(discount_rate)?;
    let laws = Laws::new(fitted, histories, covariates, 0.0)?;
    let (own, alive) = laws.each(|law, history| {
        let (model, parameters) = (law.model(), law.parameters());
        let alive = p_alive(model, &parameters, history);
        Ok((Key::new(model, &parameters, history), alive))
    })?;
    let mut order: Vec<usize> = (0..own.len()).collect();
    order.par_sort_unstable_by(|&a, &b| own[a].compare(&own[b]));
    let groups: Vec<&[usize]> = order.chunk_by(|&a, &b| own[a].table == own[b].table).collect();
    let sums: Vec<(usize, f64)> = groups
        .par_iter()
        .flat_map(|group| within(fitted.model, &own, group, discount_rate))
        .collect();
    let mut found = vec![0.0; own.len()];
    for (row, if_alive) in sums {
        found[row] = check::no_overflow("discounted transactions", alive[row] * if_alive)?;
    }
    Ok(found)
}

/// What a customer's sum depends on.
#[derive(Clone, Copy)]
struct Key {
    /// BG/NBD and MBG/NBD: r + x, a and the b of customers with x purchases; Pareto/NBD: s.
    table: [f64; 3],
    /// α + T; Pareto/NBD: β + T.
    time: f64,
    /// Purchases a unit of time of a customer who stays.
    pace: f64,
}

impl Key {
    fn new(model: Buying, &[r, alpha, third, fourth]: &[f64; 4], history: &History) -> Self {
        let (shape, scale) = (r + history.frequency, alpha + history.age);
        let pace = shape / scale;
        match model {
            Buying::ParetoNbd => Self {
                table: [third, 0.0, 0.0],
                time: fourth + history.age,
                pace,
            },
            Buying::BgNbd | Buying::MbgNbd => Self {
                table: [shape, third, fourth + stayed(model, history.frequency)],
                time: scale,
                pace,
            },
        }
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        let pairs = self.table.iter().zip(&other.table);
        pairs
            .map(|(a, b)| a.total_cmp(b))
            .fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
            .then(self.time.total_cmp(&other.time))
    }
}

/// Rows of one table, each different time once.
fn within(model: Buying, own: &[Key], group: &[usize], rate: f64) -> Vec<(usize, f64)> {
    let times: Vec<&[usize]> = group.chunk_by(|&a, &b| own[a].time == own[b].time).collect();
    let at = |rows: &[usize]| rows.first().map_or(1.0, |&row| own[row].time);
    let ends = (
        times.first().map_or(1.0, |rows| at(rows)),
        times.last().map_or(1.0, |rows| at(rows)),
    );
    let [shape, a, b] = group.first().map_or([1.0; 3], |&row| own[row].table);
    let shared = match model {
        Buying::ParetoNbd => None,
        Buying::BgNbd | Buying::MbgNbd => Some(Shared::new(shape, a, b, rate * ends.0, rate * ends.1)),
    };
    times
        .par_iter()
        .flat_map_iter(|rows| {
            let time = at(rows);
            let lasting = match &shared {
                // In units of the time.
                Some(shared) => time * shared.sum(rate * time),
                None => discounted_time(rate, time, shape),
            };
            rows.iter().map(move |&row| (row, own[row].pace * lasting))
        })
        .collect()
}
