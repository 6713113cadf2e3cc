//! Whether coefficients stay the same over time.

use super::data::CoxData;
use super::fitted::{CoxTest, FittedCox};
use crate::error::StatsError;
use crate::matrix::{dot, quadratic_form};
use crate::survival::spells::Spells;
use crate::tail::chi_squared_upper;

/// The scale of time on which a coefficient may drift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// Time as it is.
    Identity,
    /// Rank of the time among events, tied events their mean rank.
    Rank,
    /// 1 − Kaplan–Meier of all rows just before the time, weighted: robust to late stragglers.
    Km,
    /// Logarithm; times must be above 0.
    Log,
}

/// Tests of proportional hazards.
#[derive(Clone, Debug, PartialEq)]
pub struct ProportionalHazards {
    /// One a column.
    pub columns: Vec<ColumnTest>,
    /// Of all columns together.
    pub global: CoxTest,
}

/// Whether one coefficient drifts.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnTest {
    /// The column.
    pub name: String,
    /// Correlation of its scaled residual with the transformed time, −1 to 1; above 0: the coefficient rises.
    pub rho: f64,
    /// The test.
    pub test: CoxTest,
}

impl FittedCox {
    /// Is each hazard ratio the same early and late?
    ///
    /// Grambsch & Therneau (1994) with the information taken as constant over time: with g the transformed times of the d
    /// events less their mean, r the Schoenfeld residuals and V the inverse information, (Σ g·(d·V·r)ⱼ)²/(d·Vⱼⱼ·Σ g²) on one
    /// degree of freedom for a column, d·(Σ g·r)ᵀV(Σ g·r)/Σ g² for all. That is lifelines' test and R's before survival 3.0;
    /// R's present one uses the information at each time. Columns that a penalty left out are not tested. `data`: as
    /// fitted.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::NonPositiveDuration`] under a logarithm; [`StatsError::NoSpread`] where all events
    /// happened at one time; [`StatsError::TooFew`] columns.
    pub fn proportional_hazards_test(
        &self,
        data: &CoxData<'_>,
        transform: Transform,
    ) -> Result<ProportionalHazards, StatsError> {
        let (mut residuals, _) = self.unit_schoenfeld(data)?;
        let k = residuals.columns.len();
        let active: Vec<usize> = (0..k).filter(|&j| self.unit_covariance[j * k + j] > 0.0).collect();
        if active.is_empty() {
            return Err(StatsError::TooFew {
                name: "columns",
                needed: 1,
                found: 0,
            });
        }
        let g = centred(transformed(&data.spells, &residuals.row, &residuals.time, transform)?)?;
        let spread = dot(&g, &g);
        let d = g.len() as f64;
        let drift: Vec<f64> = residuals.columns.iter().map(|r| dot(&g, r)).collect();
        let global = d * quadratic_form(&drift, &self.unit_covariance, &drift) / spread;
        self.scale(&mut residuals);
        let column = |&j: &usize| {
            let scaled = &residuals.columns[j];
            let trend = dot(&g, scaled);
            let mean = scaled.iter().sum::<f64>() / d;
            let own = scaled.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>();
            ColumnTest {
                name: self.coefficients[j].name.clone(),
                rho: if own > 0.0 {
                    (trend / (own * spread).sqrt()).clamp(-1.0, 1.0)
                } else {
                    0.0
                },
                test: test(trend * trend / (d * self.unit_covariance[j * k + j] * spread), 1),
            }
        };
        Ok(ProportionalHazards {
            columns: active.iter().map(column).collect(),
            global: test(global, active.len()),
        })
    }
}

fn test(chi_squared: f64, degrees_of_freedom: usize) -> CoxTest {
    CoxTest {
        chi_squared: chi_squared.max(0.0),
        degrees_of_freedom: degrees_of_freedom as u64,
        p_value: chi_squared_upper(chi_squared, degrees_of_freedom as f64),
    }
}

fn transformed(
    spells: &Spells<'_>,
    rows: &[usize],
    times: &[f64],
    transform: Transform,
) -> Result<Vec<f64>, StatsError> {
    match transform {
        Transform::Identity => Ok(times.to_vec()),
        Transform::Rank => Ok(ranks(times)),
        Transform::Km => Ok(left_before(spells, times)),
        Transform::Log => match times.iter().position(|&time| time <= 0.0) {
            None => Ok(times.iter().map(|time| time.ln()).collect()),
            Some(at) => Err(StatsError::NonPositiveDuration {
                index: rows[at],
                value: times[at],
            }),
        },
    }
}

/// Less the mean, in units of the largest, so that squares neither overflow nor vanish.
fn centred(values: Vec<f64>) -> Result<Vec<f64>, StatsError> {
    let n = values.len() as f64;
    let unit = values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
    let none = StatsError::NoSpread {
        name: "the times of events",
    };
    if unit == 0.0 || values.iter().all(|v| *v == values[0]) {
        return Err(none);
    }
    let mean = values.iter().map(|v| v / unit).sum::<f64>() / n;
    let centred: Vec<f64> = values.iter().map(|v| v / unit - mean).collect();
    if dot(&centred, &centred) <= f64::EPSILON * f64::EPSILON * n {
        return Err(none);
    }
    Ok(centred)
}

fn ranks(times: &[f64]) -> Vec<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let rank = |time: &f64| {
        let before = sorted.partition_point(|other| other < time);
        let through = sorted.partition_point(|other| other <= time);
        (before + 1 + through) as f64 / 2.0
    };
    times.iter().map(rank).collect()
}

/// 1 − Kaplan–Meier of all rows, strata put together, just before each of the times.
fn left_before(spells: &Spells<'_>, times: &[f64]) -> Vec<f64> {
    let by = |at: fn(&Spells<'_>, usize) -> f64, keep: &dyn Fn(usize) -> bool| {
        let mut rows: Vec<(f64, f64)> = (0..spells.len())
            .filter(|&row| keep(row))
            .map(|row| (at(spells, row), spells.weight_of(row)))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows
    };
    let exit = |spells: &Spells<'_>, row: usize| spells.exit[row] + 0.0;
    let exits = by(exit, &|_| true);
    let entries = by(|spells, row| spells.entry_of(row) + 0.0, &|_| true);
    let churned = by(exit, &|row| spells.event[row]);
    let (mut entered, mut gone, mut at_risk, mut survival) = (0, 0, 0.0, 1.0);
    let mut steps: Vec<(f64, f64)> = Vec::new();
    for tie in churned.chunk_by(|a, b| a.0 == b.0) {
        let time = tie[0].0;
        while let Some(row) = entries.get(entered).filter(|row| row.0 < time) {
            at_risk += row.1;
            entered += 1;
        }
        while let Some(row) = exits.get(gone).filter(|row| row.0 < time) {
            at_risk -= row.1;
            gone += 1;
        }
        steps.push((time, 1.0 - survival));
        let weight: f64 = tie.iter().map(|row| row.1).sum();
        survival *= (1.0 - weight / at_risk.max(weight)).max(0.0);
    }
    let before = |time: &f64| steps[steps.partition_point(|step| step.0 < *time).min(steps.len() - 1)].1;
    times.iter().map(before).collect()
}
