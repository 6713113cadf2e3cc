//! The parameters that make what customers did most likely.

use super::covariates::BuyingCovariates;
use super::fitted::{FittedBuying, Found};
use super::geometric::Geometric;
use super::histories::Histories;
use super::model::Buying;
use super::objective::Rows;
use super::polish::{polish, polish_by_gradient};
use super::statistics::{Flat, Statistics};
use crate::check;
use crate::covariates::Scale;
use crate::error::StatsError;
use crate::maximise::{Maximum, Search, maximise};

/// How to fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuyingSettings {
    /// Ridge penalty c ≥ 0: the mean log-likelihood of a customer less c times the sum of squares of the four parameters
    /// (times in units of the largest age) and of the coefficients of standardised covariates. The `penalizer_coef` of
    /// lifetimes' BG/NBD and MBG/NBD; its Pareto/NBD uses the sum over customers, where c is n times as large.
    pub penalty: f64,
}

impl Default for BuyingSettings {
    fn default() -> Self {
        Self { penalty: 0.0 }
    }
}

/// Distance from 0 at which a logarithm or a standardised coefficient has run away.
const LIMIT: f64 = 30.0;
/// Rows up to which all of them are searched from several starts; beyond, every so many rows show where to begin.
const SEARCHED: usize = 16_384;
/// Rows on which a search of many rows begins.
const SKETCH: usize = 2048;

/// Question: how often do customers buy, how do they leave, and how much do they differ in both?
///
/// Maximum likelihood of one of the models [`Buying`] from `histories` (times in one unit), with `covariates` or
/// [`BuyingCovariates::NONE`]. For one customer with x, t_x, T, in BG/NBD:
/// L = Γ(r+x)α^r/Γ(r)·B(a, b+x)/B(a, b)·\[(α+T)^−(r+x) + (x > 0)·a/(b+x−1)·(α+t_x)^−(r+x)\]; MBG/NBD has b+1 for b in
/// the bracket and in B(a, b+x), and no condition; Pareto/NBD has an integral over the time of leaving.
/// Customers with the same history are counted once. A weight of 2 is the row twice.
///
/// Range: parameters above 0. Ties: none, time is continuous; whoever counts whole days should have ages of many days.
/// Censoring: leaving is never seen. Missing: none allowed.
///
/// # Errors
/// Those of [`Histories::check`] and of covariates; [`StatsError::TooFew`] below four repeat buyers;
/// [`StatsError::WrongSetting`] where every repeat buyer bought at the end of observation, so that nobody was seen silent;
/// [`StatsError::NoMaximum`] with the parameter that runs away and what the data say by it;
/// [`StatsError::NoConvergence`]; [`StatsError::Overflow`].
///
/// Fader, Hardie & Lee (2005), Marketing Science 24; Batislam, Denizel & Filiztekin (2007), IJRM 24; Schmittlein,
/// Morrison & Colombo (1987), Management Science 33; Fader & Hardie (2007) on covariates. Departures: the penalty; the
/// Pareto/NBD integral as positive terms, without the difference of two hypergeometric functions.
pub fn fit(
    histories: &Histories<'_>,
    covariates: &BuyingCovariates<'_>,
    model: Buying,
    settings: &BuyingSettings,
) -> Result<FittedBuying, StatsError> {
    if !(settings.penalty.is_finite() && settings.penalty >= 0.0) {
        return Err(StatsError::OutOfRange {
            name: "penalty",
            value: settings.penalty,
            expected: "0 or more",
        });
    }
    histories.check()?;
    let scales = covariates.check(histories.len())?;
    let totals = Totals::of(histories)?;
    totals.check_setting(histories, model)?;
    let statistics = Statistics::new(histories, totals.age, totals.weight_unit);
    let distinct = statistics.len();
    let job = Job {
        histories,
        model,
        penalty: settings.penalty * histories.len() as f64,
        totals,
        names: names(model, covariates),
    };
    let maximum = if covariates.is_empty() {
        job.without(statistics)
    } else {
        job.with(
            statistics,
            &covariates.columns(),
            &scales,
            covariates.purchase.columns.len(),
        )
    };
    FittedBuying::new(Found {
        model,
        names: &job.names,
        maximum: maximum.map_err(|error| job.explain(error))?,
        scales: &scales,
        on_purchase: covariates.purchase.columns.len(),
        totals: &job.totals,
        penalty: job.penalty,
        rows: histories.len(),
        distinct,
    })
}

fn names(model: Buying, covariates: &BuyingCovariates<'_>) -> Vec<String> {
    let own = model.parameter_names().into_iter().map(str::to_owned);
    let purchase = covariates.purchase.names.iter().map(|name| format!("purchase:{name}"));
    let dropout = covariates.dropout.names.iter().map(|name| format!("dropout:{name}"));
    own.chain(purchase).chain(dropout).collect()
}

/// Sums over the rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Totals {
    /// The largest age: the unit of time inside.
    pub(super) age: f64,
    /// Mean weight of a row: the unit of weights inside.
    pub(super) weight_unit: f64,
    /// Customers.
    pub(super) customers: f64,
    /// Those who bought again.
    pub(super) repeat_buyers: f64,
    /// Rows with them.
    repeat_rows: usize,
    /// Repeat purchases.
    pub(super) purchases: f64,
    /// Time under observation in units of the largest age.
    time: f64,
}

impl Totals {
    fn of(histories: &Histories<'_>) -> Result<Self, StatsError> {
        let age = histories.age.iter().copied().fold(0.0, f64::max);
        let mut found = Self {
            age,
            weight_unit: 1.0,
            customers: 0.0,
            repeat_buyers: 0.0,
            repeat_rows: 0,
            purchases: 0.0,
            time: 0.0,
        };
        for row in 0..histories.len() {
            let weight = histories.weight_of(row);
            let frequency = histories.frequency[row];
            found.customers += weight;
            found.purchases += weight * frequency;
            found.time += weight * (histories.age[row] / age);
            if frequency > 0.0 {
                found.repeat_buyers += weight;
                found.repeat_rows += 1;
            }
        }
        check::no_overflow("the number of purchases", found.purchases + found.customers)?;
        found.weight_unit = found.customers / histories.len() as f64;
        Ok(found)
    }

    /// Whether anything can be learned about coming back and about falling silent.
    fn check_setting(&self, histories: &Histories<'_>, model: Buying) -> Result<(), StatsError> {
        const NEEDED: u64 = 4;
        let seen = self.repeat_buyers.max(self.repeat_rows as f64);
        if seen < NEEDED as f64 {
            return Err(StatsError::TooFew {
                name: "customers who bought again",
                needed: NEEDED,
                found: seen as u64,
            });
        }
        let silent = (0..histories.len())
            .any(|row| histories.frequency[row] > 0.0 && histories.recency[row] < histories.age[row]);
        if !silent {
            return Err(StatsError::WrongSetting {
                model: model.name(),
                reason: "every customer who bought again did so at the very end of observation: nobody was seen silent"
                    .to_owned(),
                instead: "a longer observation, or a model of contracts (sBG) where customers renew at fixed times",
            });
        }
        Ok(())
    }
}

struct Job<'a> {
    histories: &'a Histories<'a>,
    model: Buying,
    /// Times rows.
    penalty: f64,
    totals: Totals,
    names: Vec<String>,
}

impl Job<'_> {
    fn search(&self) -> Search<'_> {
        Search {
            model: self.model.name(),
            names: &self.names,
            limit: LIMIT,
        }
    }

    /// Logarithms to start from: customers who differ little and much, who leave seldom and often.
    fn starts(&self) -> Vec<Vec<f64>> {
        let gap = (self.totals.time / self.totals.purchases).clamp(1e-9, 1e9);
        let shapes: [[f64; 3]; 4] = match self.model {
            Buying::BgNbd | Buying::MbgNbd => [[0.5, 0.7, 2.5], [1.0, 0.3, 3.0], [0.2, 1.5, 1.5], [5.0, 1.0, 9.0]],
            Buying::ParetoNbd => [[0.5, 0.5, 0.3], [1.0, 1.0, 2.0], [0.2, 0.3, 0.05], [5.0, 2.0, 1.0]],
        };
        let start = |[r, third, fourth]: [f64; 3]| vec![r.ln(), (r * gap * 0.7).ln(), third.ln(), fourth.ln()];
        shapes.into_iter().map(start).collect()
    }

    /// Without covariates: distinct histories only.
    fn without(&self, statistics: Statistics) -> Result<Maximum, StatsError> {
        match self.model {
            Buying::BgNbd | Buying::MbgNbd => self.geometric(&statistics),
            Buying::ParetoNbd => self.pareto(&statistics.flat()),
        }
    }

    fn geometric(&self, statistics: &Statistics) -> Result<Maximum, StatsError> {
        let all = Geometric::new(self.model, statistics, self.penalty);
        let mut starts = self.starts();
        if statistics.len() > SEARCHED {
            // A sketch says where to look, a larger one how near: then few passes over all rows are left.
            let part = |rows: usize| {
                let stride = statistics.len().div_ceil(rows);
                (statistics.thin(stride), self.penalty / stride as f64)
            };
            let (sketch, penalty) = part(SKETCH);
            if let Ok(found) = maximise(&Geometric::new(self.model, &sketch, penalty), &self.search(), &starts) {
                let (larger, penalty) = part(SEARCHED * 2);
                let nearer = Geometric::new(self.model, &larger, penalty);
                let near = polish(|at| nearer.curved(at), &found.parameters, LIMIT)
                    .map_or(found.parameters, |nearer| nearer.parameters);
                if let Some(maximum) = polish(|at| all.curved(at), &near, LIMIT) {
                    return Ok(maximum);
                }
                starts.insert(0, near);
            }
        }
        maximise(&all, &self.search(), &starts)
    }

    fn pareto(&self, flat: &Flat) -> Result<Maximum, StatsError> {
        let mut rows = Rows {
            model: self.model,
            frequency: &flat.frequency,
            recency: &flat.recency,
            age: &flat.age,
            weight: flat.weight.as_deref(),
            unit: 1.0,
            weight_unit: 1.0,
            columns: &[],
            scales: &[],
            on_purchase: 0,
            stride: 1,
            penalty: self.penalty,
        };
        self.sketched(&mut rows, self.starts())
    }

    /// With covariates: every row, from the maximum without them.
    fn with(
        &self,
        statistics: Statistics,
        columns: &[&[f64]],
        scales: &[Scale],
        on_purchase: usize,
    ) -> Result<Maximum, StatsError> {
        let mut starts = self.starts();
        if let Ok(found) = self.without(statistics) {
            starts = vec![found.parameters];
        }
        for start in &mut starts {
            start.resize(4 + columns.len(), 0.0);
        }
        let mut rows = Rows {
            model: self.model,
            frequency: self.histories.frequency,
            recency: self.histories.recency,
            age: self.histories.age,
            weight: self.histories.weight,
            unit: self.totals.age,
            weight_unit: self.totals.weight_unit,
            columns,
            scales,
            on_purchase,
            stride: 1,
            penalty: self.penalty,
        };
        self.sketched(&mut rows, starts)
    }

    /// From a sketch of the rows to all of them.
    fn sketched(&self, rows: &mut Rows<'_>, starts: Vec<Vec<f64>>) -> Result<Maximum, StatsError> {
        let n = rows.age.len();
        if n > SEARCHED {
            let mut near: Result<Maximum, StatsError> = Err(StatsError::Empty);
            // An eighth of the rows is within some three standard errors, so that its covariance serves for all.
            for (part, only) in [(SKETCH, false), (n / 8, true)] {
                rows.stride = n.div_ceil(part);
                rows.penalty = self.penalty / rows.stride as f64;
                near = match near {
                    Ok(found) => maximise(rows, &self.search(), &[found.parameters]),
                    Err(_) if only => break,
                    Err(_) => maximise(rows, &self.search(), &starts),
                };
            }
            let stride = rows.stride;
            rows.stride = 1;
            rows.penalty = self.penalty;
            if let Ok(near) = near {
                if let Some(found) = polish_by_gradient(rows, &near, stride, LIMIT) {
                    return Ok(found);
                }
                if let Ok(found) = maximise(rows, &self.search(), &[near.parameters]) {
                    return Ok(found);
                }
            }
        }
        maximise(rows, &self.search(), &starts)
    }

    /// Says by a parameter that runs away what the data show, and gives its value rather than its logarithm.
    fn explain(&self, error: StatsError) -> StatsError {
        /// A logarithm nearer to 0 has stopped on its way: nothing can be said of its end.
        const NEAR: f64 = 4.0;
        let StatsError::NoMaximum {
            model,
            parameter,
            value,
        } = error
        else {
            return error;
        };
        let known = self.model.parameter_names().contains(&parameter.as_str());
        let up = value > 0.0;
        let says = match (self.names.iter().position(|name| *name == parameter), self.model, up) {
            (Some(0..4), ..) if value.abs() < NEAR => "the data do not determine it",
            (Some(0 | 1), _, true) => "customers hardly differ in how often they buy",
            (Some(0 | 1), _, false) => "nearly all purchases come from very few customers",
            (Some(2), _, false) => "the data show hardly any dropout",
            (Some(3), _, true) => "the data show hardly any dropout, or customers hardly differ in how they leave",
            (Some(2), _, true) => "customers hardly differ in how they leave",
            (Some(3), Buying::ParetoNbd, false) => "customers leave at once or not at all",
            (Some(3), _, false) => "nearly everybody leaves at the first chance",
            _ => "it separates customers completely, or another column says the same",
        };
        let unit = match parameter.as_str() {
            "alpha" | "beta" => self.totals.age,
            _ => 1.0,
        };
        StatsError::NoMaximum {
            model,
            value: if known { value.exp() * unit } else { value },
            parameter: format!("{parameter} ({says})"),
        }
    }
}
