//! Maximum likelihood of a discrete-time hazard by Newton's method.

use super::cells::{Cell, Kind, cells};
use super::data::{DiscreteData, DiscreteSettings, Link};
use super::fitted::{BaselinePiece, Centre, FittedDiscrete};
use super::likelihood::{Rows, Sums};
use crate::check;
use crate::coefficient::Coefficient;
use crate::covariates::Scale;
use crate::error::StatsError;
use crate::matrix::{Factor, dot, quadratic_form};
use crate::special::clamp_probability;

const STEPS: u32 = 100;
const HALVINGS: u32 = 40;
/// Gain in log-likelihood, relative to it, at which the step that promises it is the last.
const SETTLED: f64 = 1e-16;
/// Rounding of the log-likelihood, relative to it.
const ROUNDING: f64 = 1e-13;
/// Standard error of the largest effect of a column on the linear predictor beyond which the data say nothing about it.
const UNKNOWN: f64 = 100.0;
/// Effect of a column on the linear predictor that no hazard needs: e²⁰⁰.
const RUN_AWAY: f64 = 200.0;

/// Discrete-time hazard model: who churns in which period, given that they are still there (Cox 1972, section 6; Allison
/// 1982; Singer & Willett 1993; complementary log-log: Prentice & Gloeckler 1978).
///
/// Link(h(t|x)) = α_t + xβ. The likelihood is that of a binary regression with a row for each customer and period at
/// risk; those rows are never made: a row's linear predictor is one number over all of its periods, so that memory is
/// one standardised copy of the columns and a period costs a division and a sum over columns. The intercepts'
/// information is diagonal and is taken out before the columns' is solved, O(n·(periods·p + p²) + p³) a step.
/// Coefficients and errors (of the expected information) equal those of R's `glm` on person-periods.
///
/// Departures: where nobody (everybody) churned in a stretch of periods, its hazard is 0 (1) exactly, it takes no part
/// in the fit, and it does not count as a parameter; `glm` runs off to large intercepts with the same likelihood.
/// The ridge penalty counts in the errors and not in the log-likelihood.
///
/// # Errors
/// Lengths, a period of 0, an entry not before its period, a weight or number that is not usable (with the row);
/// [`StatsError::ConstantColumn`], [`StatsError::CollinearColumn`], [`StatsError::SeparatingColumn`] (without ridge),
/// [`StatsError::NoEvents`], [`StatsError::WrongSetting`] where there are columns and every stretch has a hazard of 0 or
/// 1, [`StatsError::OutOfRange`] for more than 2,000 intercepts or a ridge below 0, [`StatsError::NoConvergence`].
pub fn fit(data: &DiscreteData<'_>, settings: &DiscreteSettings) -> Result<FittedDiscrete, StatsError> {
    let scales = data.check()?;
    if !(settings.ridge.is_finite() && settings.ridge >= 0.0) {
        return Err(StatsError::OutOfRange {
            name: "ridge",
            value: settings.ridge,
            expected: "finite and 0 or more",
        });
    }
    let n = data.periods.len() as u64;
    let events = data.event.iter().filter(|&&event| event).count() as u64;
    if events == 0 {
        return Err(StatsError::NoEvents {
            name: "the discrete-time hazard",
            n,
        });
    }
    let cells = cells(data, &settings.baseline)?;
    let mean_weight = data
        .weight
        .map_or(1.0, |weight| weight.iter().map(|w| w / n as f64).sum());
    check::no_overflow("the weights", mean_weight)?;
    let rows = Rows::new(data, settings.link, &cells, &scales, mean_weight);
    if rows.cells() == 0 && !scales.is_empty() {
        return Err(StatsError::WrongSetting {
            model: "the discrete-time hazard",
            reason: "in every period either nobody or everybody churned".to_owned(),
            instead: "longer pieces, or no covariates",
        });
    }
    let ridge = settings.ridge / mean_weight;
    let problem = Problem {
        rows: &rows,
        reach: rows.reach(),
        names: data.covariates.names,
        ridge,
    };
    let start = (cells.iter().filter(|cell| cell.kind == Kind::Free))
        .map(|cell| link(settings.link, clamp_probability(cell.events / cell.at_risk)))
        .collect();
    let found = problem.maximise(start)?;
    if ridge == 0.0 {
        problem.refuse_separation(&found)?;
    }
    report(found, data, settings.link, &cells, &scales, mean_weight)
}

/// The linear predictor of a hazard.
fn link(link: Link, hazard: f64) -> f64 {
    match link {
        Link::Logit => hazard.ln() - (-hazard).ln_1p(),
        Link::CompLogLog => (-(-hazard).ln_1p()).ln(),
    }
}

struct Problem<'a> {
    rows: &'a Rows<'a>,
    /// Largest distance of each standardised column from its mean.
    reach: Vec<f64>,
    names: &'a [String],
    ridge: f64,
}

struct Point {
    alpha: Vec<f64>,
    beta: Vec<f64>,
    sums: Sums,
}

struct Found {
    point: Point,
    /// Inverse of the columns' information, row by row.
    covariance: Vec<f64>,
    iterations: u32,
}

impl Problem<'_> {
    fn at(&self, alpha: Vec<f64>, beta: Vec<f64>) -> Point {
        let sums = self.rows.sums(&alpha, &beta);
        Point { alpha, beta, sums }
    }

    fn value(&self, point: &Point) -> f64 {
        point.sums.log_likelihood - 0.5 * self.ridge * dot(&point.beta, &point.beta)
    }

    fn maximise(&self, start: Vec<f64>) -> Result<Found, StatsError> {
        let mut point = self.at(start, vec![0.0; self.names.len()]);
        for iterations in 1..=STEPS {
            let factor = self.factor(&point, iterations == 1)?;
            let (step, cell_step) = self.step(&point, &factor);
            let promise = dot(&step, &self.slope(&point)) + dot(&cell_step, &point.sums.cell_slope);
            let value = self.value(&point);
            let moved = |size: f64| {
                let add = |from: &[f64], step: &[f64]| from.iter().zip(step).map(|(a, s)| a + size * s).collect();
                self.at(add(&point.alpha, &cell_step), add(&point.beta, &step))
            };
            let least = value - ROUNDING * (1.0 + value.abs());
            let mut next = moved(1.0);
            let mut size = 1.0;
            while self.value(&next).is_nan() || self.value(&next) < least {
                size *= 0.5;
                if size < 0.5_f64.powi(HALVINGS as i32) {
                    return Err(self.no_convergence(iterations));
                }
                next = moved(size);
            }
            point = next;
            if promise <= SETTLED * (1.0 + value.abs()) {
                let covariance = self.factor(&point, false)?.inverse();
                return Ok(Found {
                    point,
                    covariance,
                    iterations,
                });
            }
            let far = |&j: &usize| (point.beta[j] * self.reach[j]).abs() > RUN_AWAY;
            if let Some(at) = (0..point.beta.len()).find(far) {
                return Err(self.separating(at));
            }
        }
        Err(self.no_convergence(STEPS))
    }

    fn no_convergence(&self, iterations: u32) -> StatsError {
        StatsError::NoConvergence {
            name: "the discrete-time hazard",
            iterations,
        }
    }

    fn slope(&self, point: &Point) -> Vec<f64> {
        point
            .sums
            .slope
            .iter()
            .zip(&point.beta)
            .map(|(s, b)| s - self.ridge * b)
            .collect()
    }

    /// The columns' information once the intercepts are taken out: H − Σ cₖcₖᵀ/dₖ.
    fn factor(&self, point: &Point, first: bool) -> Result<Factor, StatsError> {
        let (p, sums) = (point.beta.len(), &point.sums);
        let mut matrix = sums.information.clone();
        for (c, &d) in sums.cross.chunks_exact(p.max(1)).zip(&sums.cell_information) {
            for i in 0..p {
                for j in 0..=i {
                    matrix[i * p + j] -= c[i] * c[j] / d;
                }
            }
        }
        for i in 0..p {
            // What is left of a column that varies only between stretches of periods is rounding.
            if matrix[i * p + i] <= 1e-12 * sums.information[i * p + i] {
                matrix[i * p + i] = 0.0;
            }
            matrix[i * p + i] += self.ridge;
        }
        Factor::new(&matrix, p).map_err(|singular| {
            if !first {
                return self.separating(singular.at);
            }
            let name = self.name(singular.at);
            if matrix[singular.at * p + singular.at] <= 0.0 {
                StatsError::ConstantColumn { name }
            } else {
                StatsError::CollinearColumn { name }
            }
        })
    }

    fn step(&self, point: &Point, factor: &Factor) -> (Vec<f64>, Vec<f64>) {
        let (p, sums) = (point.beta.len(), &point.sums);
        let cells = || {
            sums.cross
                .chunks_exact(p.max(1))
                .zip(sums.cell_slope.iter().zip(&sums.cell_information))
        };
        let mut right = self.slope(point);
        for (c, (g, d)) in cells() {
            for (right, c) in right.iter_mut().zip(c) {
                *right -= c * g / d;
            }
        }
        let step = factor.solve(&right);
        let cell_step = (sums.cell_slope.iter().zip(&sums.cell_information).enumerate())
            .map(|(k, (g, d))| (g - dot(&sums.cross[k * p..(k + 1) * p], &step)) / d)
            .collect();
        (step, cell_step)
    }

    fn name(&self, at: usize) -> String {
        self.names.get(at).cloned().unwrap_or_default()
    }

    fn separating(&self, at: usize) -> StatsError {
        StatsError::SeparatingColumn { name: self.name(at) }
    }

    /// A likelihood that only grows along a column ends where it is flat: there the error has no bound.
    fn refuse_separation(&self, found: &Found) -> Result<(), StatsError> {
        let p = found.point.beta.len();
        let doubt = |j: usize| found.covariance[j * p + j].sqrt() * self.reach[j];
        match (0..p).max_by(|&a, &b| doubt(a).total_cmp(&doubt(b))) {
            Some(at) if doubt(at).is_nan() || doubt(at) >= UNKNOWN => Err(self.separating(at)),
            _ => Ok(()),
        }
    }
}

fn report(
    found: Found,
    data: &DiscreteData<'_>,
    link: Link,
    cells: &[Cell],
    scales: &[Scale],
    mean_weight: f64,
) -> Result<FittedDiscrete, StatsError> {
    let p = scales.len();
    let Point { alpha, beta, sums } = found.point;
    let standard: Vec<f64> = found.covariance.iter().map(|v| v / mean_weight).collect();
    let mut covariance = vec![0.0; p * p];
    for i in 0..p {
        for j in 0..p {
            covariance[i * p + j] = standard[i * p + j] / scales[i].sd / scales[j].sd;
        }
    }
    let coefficients = (0..p)
        .map(|j| {
            let (coef, se) = (beta[j] / scales[j].sd, standard[j * p + j].sqrt() / scales[j].sd);
            check::no_overflow("a coefficient", coef.abs() + se)?;
            Ok(Coefficient::new(&data.covariates.names[j], coef, se))
        })
        .collect::<Result<Vec<Coefficient>, StatsError>>()?;
    check::no_overflow(
        "the covariance of the coefficients",
        covariance.iter().map(|v| v.abs()).sum(),
    )?;
    // The means in standard deviations: from the intercept at the means to the one at 0.
    let means: Vec<f64> = scales.iter().map(|scale| scale.mean / scale.sd).collect();
    let mut free = 0;
    let baseline = (cells.iter())
        .map(|cell| {
            let mut piece = BaselinePiece::new(cell);
            if cell.kind == Kind::Free {
                let information = sums.cell_information[free];
                let contrast: Vec<f64> = (0..p)
                    .map(|j| sums.cross[free * p + j] / information + means[j])
                    .collect();
                let variance = 1.0 / information / mean_weight + quadratic_form(&contrast, &standard, &contrast);
                piece.at_means = Some(alpha[free]);
                piece.intercept = Some(check::no_overflow("an intercept", alpha[free] - dot(&beta, &means))?);
                piece.se = Some(check::no_overflow(
                    "the error of an intercept",
                    variance.max(0.0).sqrt(),
                )?);
                piece.hazard = Some(link.hazard(alpha[free]));
                free += 1;
            }
            Ok(piece)
        })
        .collect::<Result<Vec<BaselinePiece>, StatsError>>()?;
    let log_likelihood = check::no_overflow("the log-likelihood", sums.log_likelihood * mean_weight)?;
    Ok(FittedDiscrete {
        coefficients,
        covariance,
        baseline,
        log_likelihood,
        aic: 2.0 * (p + free) as f64 - 2.0 * log_likelihood,
        n: data.periods.len() as u64,
        events: data.event.iter().filter(|&&event| event).count() as u64,
        person_periods: cells.iter().map(|cell| cell.at_risk).sum(),
        iterations: found.iterations,
        link,
        centres: (scales.iter().zip(&beta))
            .map(|(scale, &beta)| Centre {
                mean: scale.mean,
                sd: scale.sd,
                beta,
            })
            .collect(),
    })
}
