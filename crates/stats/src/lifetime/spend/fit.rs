//! Maximum likelihood of Gamma–Gamma.

use super::gamma_gamma::GammaGamma;
use super::likelihood::Likelihood;
use super::rows::{Row, Spend};
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::interval::{Interval, Z_975};
use crate::lifetime::delta::{Range, estimate};
use crate::lifetime::estimate::Estimate;
use crate::lifetime::parameters::{named, natural, unscaled};
use crate::lifetime::penalty::Penalised;
use crate::lifetime::settings::FitSettings;
use crate::maximise::{Maximum, Search, delta_se};

/// A fitted model of spend.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedSpend {
    /// Its parameters, to compute with.
    pub model: GammaGamma,
    /// `p`, `q`, `v` with errors and intervals; z and p-value compare with 0, which says little here.
    pub parameters: Vec<Coefficient>,
    /// Covariance of the logarithms of the parameters, row by row.
    pub covariance: Vec<f64>,
    /// Log-likelihood, without the penalty.
    pub log_likelihood: f64,
    /// Customers who bought.
    pub n: f64,
    /// Distinct pairs of frequency and spend among them.
    pub distinct: usize,
    /// How frequency and mean spend go together; `None` where one of them does not vary.
    pub correlation: Option<Correlation>,
}

/// Pearson's correlation of frequency and mean spend over customers: the model assumes none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlation {
    /// −1 to 1.
    pub r: f64,
    /// 95 % interval by Fisher's z, from the number of customers; −1 to 1 for fewer than 4.
    pub interval: Interval,
}

const MODEL: &str = "Gamma–Gamma";

/// How much do customers spend per purchase, and how much do they differ?
///
/// Gamma–Gamma model of Fader & Hardie (2013), likelihood of the mean spend z̄ of x purchases. Rows without
/// purchases are left out. Analytic gradients in logarithms, five starts, money in units of its geometric mean, so that any
/// currency unit gives the same p and q. Whether the first purchase counts is the caller's choice (the CDNOW figures count
/// repeat purchases only). With a penalty: see [`FitSettings`]. Assumes that spend does not depend on frequency: see [`Correlation`].
///
/// Errors: a penalty below 0, a spend of 0 or less, a fraction of a purchase (with their row), fewer than 3 distinct customers who bought,
/// [`StatsError::NoMaximum`] with the parameter that runs away: p where customers always spend the same, q or v where
/// customers do not differ.
pub fn fit(spend: &Spend<'_>, settings: &FitSettings) -> Result<FittedSpend, StatsError> {
    settings.check()?;
    let rows = spend.grouped()?;
    let names = ["p", "q", "v"].map(str::to_owned);
    if rows.len() < names.len() {
        return Err(StatsError::TooFew {
            name: "distinct customers who bought",
            needed: names.len() as u64,
            found: rows.len() as u64,
        });
    }
    let likelihood = Likelihood::new(&rows)?;
    let search = Search {
        model: MODEL,
        names: &names,
        limit: 20.0,
    };
    let climb = |from: &[Vec<f64>]| climb(&likelihood, settings, &search, from);
    let found = climb(&begin(&rows, settings, &search)?)
        .or_else(|_| climb(&starts()))
        .map_err(named)?;
    let (scale, ln_unit) = (likelihood.scale, likelihood.ln_unit);
    let mut found = unscaled(found, scale, &search)?;
    let n = rows.iter().map(|row| row.weight).sum::<f64>();
    // Back to the unit of the spends: a scale has no effect on the covariance of logarithms.
    found.log_likelihood -= n * ln_unit;
    found.parameters[2] += ln_unit;
    let value = |at: usize| found.parameters[at].exp();
    Ok(FittedSpend {
        model: GammaGamma::new(value(0), value(1), value(2))?,
        parameters: natural(&names, &found)?,
        covariance: found.covariance,
        log_likelihood: found.log_likelihood,
        n,
        distinct: rows.len(),
        correlation: correlation(&rows, n),
    })
}

/// The maximum; the mean weight is one.
fn climb(
    likelihood: &Likelihood,
    settings: &FitSettings,
    search: &Search<'_>,
    starts: &[Vec<f64>],
) -> Result<Maximum, StatsError> {
    let penalised = Penalised {
        objective: likelihood,
        strength: settings.penalty * likelihood.rows() as f64,
        logarithms: 3,
        ln_unit: likelihood.ln_unit,
    };
    penalised.maximise(search, starts)
}

/// From this many rows on, the starts are tried on a part of them.
const MANY: usize = 40_000;

/// Where to begin: all starts, or the best one of them on every k-th of many rows, which are in the order of frequency and
/// spend and so alike to all.
fn begin(rows: &[Row], settings: &FitSettings, search: &Search<'_>) -> Result<Vec<Vec<f64>>, StatsError> {
    if rows.len() < MANY {
        return Ok(starts());
    }
    let part: Vec<Row> = rows.iter().step_by(rows.len() / (MANY / 4)).copied().collect();
    let found = climb(&Likelihood::new(&part)?, settings, search, &starts());
    Ok(found.map_or_else(|_| starts(), |found| vec![found.parameters]))
}

/// p, q and v for which the mean spend is about one.
fn starts() -> Vec<Vec<f64>> {
    [
        [1.0, 2.0, 1.0],
        [6.0, 4.0, 0.5],
        [0.5, 1.5, 1.0],
        [30.0, 3.0, 0.07],
        [2.0, 20.0, 9.5_f64],
    ]
    .iter()
    .map(|start| start.iter().map(|value| value.ln()).collect())
    .collect()
}

fn correlation(rows: &[Row], n: f64) -> Option<Correlation> {
    // In units of the largest, so that squares do not overflow.
    let largest = |f: &dyn Fn(&Row) -> f64| rows.iter().map(f).fold(0.0, f64::max);
    let (x_unit, z_unit) = (largest(&|row| row.frequency), largest(&|row| row.mean_spend));
    let mean = |f: &dyn Fn(&Row) -> f64| rows.iter().map(|row| row.weight / n * f(row)).sum::<f64>();
    let (x_mean, z_mean) = (
        mean(&|row| row.frequency / x_unit),
        mean(&|row| row.mean_spend / z_unit),
    );
    let moved = |row: &Row| (row.frequency / x_unit - x_mean, row.mean_spend / z_unit - z_mean);
    let both = mean(&|row| moved(row).0 * moved(row).1);
    let (xx, zz) = (mean(&|row| moved(row).0.powi(2)), mean(&|row| moved(row).1.powi(2)));
    // A spread within rounding is none.
    let least = f64::EPSILON * f64::EPSILON;
    if xx <= least * x_mean * x_mean || zz <= least * z_mean * z_mean {
        return None;
    }
    let r = (both / xx.sqrt() / zz.sqrt()).clamp(-1.0, 1.0);
    let half = if n > 3.0 {
        Z_975 / (n - 3.0).sqrt()
    } else {
        f64::INFINITY
    };
    let z = r.clamp(-1.0 + f64::EPSILON, 1.0 - f64::EPSILON).atanh();
    Some(Correlation {
        r,
        interval: Interval {
            low: (z - half).tanh().min(r),
            high: (z + half).tanh().max(r),
        },
    })
}

impl FittedSpend {
    /// [`GammaGamma::expected_spend`] with its error.
    pub fn expected_spend(&self, frequency: f64, mean_spend: f64) -> Result<Estimate, StatsError> {
        let value = self.model.expected_spend(frequency, mean_spend)?;
        let slopes = self.model.slopes(frequency, mean_spend)?;
        let se = delta_se(&slopes, &self.covariance);
        estimate("the expected spend", Range::Positive, value.ln(), se)
    }
}
