//! The log-likelihood of censored durations with location and a third predictor linear in covariates.

use super::contribution::{Term, Third, contribution};
use super::family::Family;
use super::outcome::Outcomes;
use crate::chunks;
use crate::covariates::{Covariates, Scale};
use crate::maximise::Objective;
use std::ops::Range;

/// A linear predictor: intercept and standardised columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Predictor<'a> {
    pub(super) covariates: &'a Covariates<'a>,
    pub(super) scales: &'a [Scale],
}

impl Predictor<'_> {
    /// Intercept and slopes.
    pub(super) fn len(&self) -> usize {
        1 + self.scales.len()
    }

    /// Intercept + Σ slope·(x − mean)/sd for a range of rows.
    fn fill(&self, parameters: &[f64], rows: Range<usize>, out: &mut Vec<f64>) {
        out.clear();
        out.resize(rows.len(), parameters[0]);
        for ((column, scale), slope) in self.covariates.columns.iter().zip(self.scales).zip(&parameters[1..]) {
            let slope = slope / scale.sd;
            for (sum, x) in out.iter_mut().zip(&column[rows.clone()]) {
                *sum += slope * (x - scale.mean);
            }
        }
    }

    /// The transpose: Σ of `by_row`, then of `by_row`·(x − mean)/sd for each column.
    fn gather(&self, by_row: &[f64], rows: Range<usize>, out: &mut [f64]) {
        out[0] += by_row.iter().sum::<f64>();
        for ((column, scale), out) in self.covariates.columns.iter().zip(self.scales).zip(&mut out[1..]) {
            let sum: f64 = by_row
                .iter()
                .zip(&column[rows.clone()])
                .map(|(d, x)| d * (x - scale.mean))
                .sum();
            *out += sum / scale.sd;
        }
    }

    /// The row of the design: 1, then the standardised values.
    fn design(&self, row: usize, out: &mut [f64]) {
        out[0] = 1.0;
        for ((column, scale), out) in self.covariates.columns.iter().zip(self.scales).zip(&mut out[1..]) {
            *out = (column[row] - scale.mean) / scale.sd;
        }
    }
}

/// Q of the generalised gamma as the search has it.
///
/// Far censored data know only one tail, of index 1/(σQ): ln σ and Q then lie in a bent valley. Along
/// ln σ + ln cosh(asinh Q), which is ln σ at 0 and ln(σ|Q|) far from it, and asinh Q the valley is straight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ShapeParameter {
    pub(super) q: f64,
    /// dQ/dparameter.
    pub(super) q_slope: f64,
    /// What is taken off the parameter of the scale to give ln σ.
    pub(super) shift: f64,
    pub(super) shift_slope: f64,
}

impl ShapeParameter {
    /// Units of the parameter for one of asinh Q: at the limit of the search, 30, Q is 10; beyond nobody has met it.
    const UNIT: f64 = 10.0;

    pub(super) fn at(parameter: f64) -> Self {
        let x = parameter / Self::UNIT;
        Self {
            q: x.sinh(),
            q_slope: x.cosh() / Self::UNIT,
            shift: x.cosh().ln(),
            shift_slope: x.tanh() / Self::UNIT,
        }
    }

    /// The parameters for a scale and Q.
    pub(super) fn of(log_scale: f64, q: f64) -> [f64; 2] {
        let x = q.asinh();
        [log_scale + x.cosh().ln(), x * Self::UNIT]
    }
}

/// Parameters: location (intercept, slopes), ln σ where it is estimated, then the third predictor (intercept, slopes).
#[derive(Clone, Copy, Debug)]
pub(super) struct Likelihood<'a> {
    pub(super) family: Family,
    pub(super) outcomes: &'a Outcomes,
    pub(super) location: Predictor<'a>,
    pub(super) kind_of_third: Third,
    /// Without covariates for the generalised gamma; not read where there is no third.
    pub(super) third: Predictor<'a>,
    /// ½·ridge·Σ slope² is taken off, of the likelihood with weights of mean 1.
    pub(super) ridge: f64,
}

impl Likelihood<'_> {
    /// Where location, ln σ and the third predictor lie among the parameters.
    pub(super) fn blocks(&self) -> [Range<usize>; 3] {
        let location = self.location.len();
        let scale = location + usize::from(self.family.has_scale());
        let third = match self.kind_of_third {
            Third::Absent => 0,
            _ => self.third.len(),
        };
        [0..location, location..scale, scale..scale + third]
    }

    /// Calls `each` with the weight and the contribution of every row of the range.
    fn terms(&self, parameters: &[f64], rows: Range<usize>, mut each: impl FnMut(usize, f64, Term)) {
        let [location, scale, third] = self.blocks();
        let shape = self.shape(parameters);
        let log_scale = parameters[scale].first().copied().unwrap_or(0.0);
        let sigma = (log_scale - shape.shift).exp();
        let mut at = Vec::new();
        self.location.fill(&parameters[location], rows.clone(), &mut at);
        let mut thirds = Vec::new();
        if self.kind_of_third == Third::Shape {
            thirds.resize(rows.len(), shape.q);
        } else if !third.is_empty() {
            self.third.fill(&parameters[third], rows.clone(), &mut thirds);
        }
        for (index, row) in rows.enumerate() {
            let point = [at[index], sigma, thirds.get(index).copied().unwrap_or(0.0)];
            let term = contribution(self.family, self.kind_of_third, self.outcomes, row, point);
            each(row, self.outcomes.weight_of(row), term);
        }
    }

    /// Q and what it takes off ln σ; nothing where there is no Q.
    pub(super) fn shape(&self, parameters: &[f64]) -> ShapeParameter {
        match (self.kind_of_third, parameters.last()) {
            (Third::Shape, Some(&parameter)) => ShapeParameter::at(parameter),
            _ => ShapeParameter::default(),
        }
    }

    /// Indices of slopes.
    fn slopes(&self) -> impl Iterator<Item = usize> {
        let [location, _, third] = self.blocks();
        (location.start + 1..location.end).chain(third.start + 1..third.end.max(third.start + 1))
    }

    /// What the penalty takes off.
    pub(super) fn penalty(&self, parameters: &[f64]) -> f64 {
        0.5 * self.ridge * self.slopes().map(|at| parameters[at] * parameters[at]).sum::<f64>()
    }
}

impl Objective for Likelihood<'_> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let [location, scale, third] = self.blocks();
        let width = parameters.len() + 1;
        let sums = chunks::sum(self.outcomes.len(), width, |rows, sums| {
            let (total, slots) = sums.split_at_mut(1);
            let mut by_location = Vec::with_capacity(rows.len());
            let mut by_third = Vec::with_capacity(if third.is_empty() { 0 } else { rows.len() });
            let mut by_scale = 0.0;
            self.terms(parameters, rows.clone(), |_, weight, term| {
                total[0] += weight * term.value;
                by_location.push(weight * term.first[0]);
                by_scale += weight * term.first[1];
                if !third.is_empty() {
                    by_third.push(weight * term.first[2]);
                }
            });
            self.location
                .gather(&by_location, rows.clone(), &mut slots[location.clone()]);
            slots[scale.clone()].iter_mut().for_each(|slot| *slot += by_scale);
            if !third.is_empty() {
                self.third.gather(&by_third, rows, &mut slots[third.clone()]);
            }
        });
        gradient.copy_from_slice(&sums[1..]);
        if self.kind_of_third == Third::Shape {
            let shape = self.shape(parameters);
            let by_scale: f64 = gradient[scale].iter().sum();
            for slot in &mut gradient[third] {
                *slot = *slot * shape.q_slope - by_scale * shape.shift_slope;
            }
        }
        for at in self.slopes() {
            gradient[at] -= self.ridge * parameters[at];
        }
        sums[0] - self.penalty(parameters)
    }

    fn information(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        let [location, scale, third] = self.blocks();
        let k = parameters.len();
        let sums = chunks::sum(self.outcomes.len(), k * k, |rows, sums| {
            let mut x = vec![0.0; k];
            self.terms(parameters, rows, |row, weight, term| {
                self.location.design(row, &mut x[location.clone()]);
                x[scale.clone()].fill(1.0);
                if !third.is_empty() {
                    self.third.design(row, &mut x[third.clone()]);
                }
                let [aa, ab, bb, ac, bc, cc] = term.second.map(|second| -weight * second);
                // Each block of rows of the lower triangle, with one factor for each block of columns.
                let blocks = [
                    (location.clone(), [aa, 0.0, 0.0]),
                    (scale.clone(), [ab, bb, 0.0]),
                    (third.clone(), [ac, bc, cc]),
                ];
                for (block, factors) in blocks {
                    for i in block {
                        let line = &mut sums[i * k..i * k + i + 1];
                        for (columns, factor) in [&location, &scale, &third].into_iter().zip(factors) {
                            let columns = columns.start.min(i + 1)..columns.end.min(i + 1);
                            let factor = factor * x[i];
                            for (sum, x) in line[columns.clone()].iter_mut().zip(&x[columns]) {
                                *sum += factor * x;
                            }
                        }
                    }
                }
            });
        });
        let mut information = sums;
        for i in 0..k {
            for j in i + 1..k {
                information[i * k + j] = information[j * k + i];
            }
        }
        for at in self.slopes() {
            information[at * k + at] += self.ridge;
        }
        if self.kind_of_third == Third::Shape {
            self.add_shape(parameters, &mut information);
        }
        Some(information)
    }
}

impl Likelihood<'_> {
    /// The last row and column of the information by central differences of the gradient: second derivatives in Q are not
    /// known in closed form. The others are exact at a fixed Q.
    fn add_shape(&self, parameters: &[f64], information: &mut [f64]) {
        let k = parameters.len();
        let mut moved = parameters.to_vec();
        let (mut up, mut down) = (vec![0.0; k], vec![0.0; k]);
        // Cube root of the machine precision, in units of asinh Q.
        let step = 6e-6 * ShapeParameter::UNIT;
        moved[k - 1] = parameters[k - 1] + step;
        self.evaluate(&moved, &mut up);
        moved[k - 1] = parameters[k - 1] - step;
        self.evaluate(&moved, &mut down);
        for i in 0..k {
            let bend = (down[i] - up[i]) / (2.0 * step);
            information[i * k + k - 1] = bend;
            information[(k - 1) * k + i] = bend;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survival::parametric::censored::Censored;

    const X: [f64; 8] = [0.3, -1.0, 2.0, 0.5, 1.5, -0.7, 0.1, 0.9];
    const Z: [f64; 8] = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0];

    /// All kinds of censoring, late entry and weights.
    fn outcomes() -> Outcomes {
        let data = Censored {
            lower: &[1.0, 2.0, 0.0, 3.0, 5.0, 0.4, 2.0, 30.0],
            upper: &[1.0, f64::INFINITY, 2.0, 4.0, 5.0, 9.0, 2.000_000_1, f64::INFINITY],
            entry: Some(&[0.5, 0.0, 0.0, 1.0, 4.0, -1.0, 0.0, 2.0]),
            weight: Some(&[1.0, 2.0, 1.0, 0.5, 1.0, 3.0, 1.0, 1.0]),
        };
        Outcomes::new(&data, true, "test").unwrap()
    }

    fn check(family: Family, kind_of_third: Third, parameters: &[f64]) {
        let names = ["x".to_owned()];
        let (x, z) = ([&X[..]], [&Z[..]]);
        let of = |columns| Covariates { names: &names, columns };
        let (x, z) = (of(&x), of(&z));
        let (scales, third_scales) = (x.check(8).unwrap(), z.check(8).unwrap());
        let shape = kind_of_third == Third::Shape;
        let outcomes = outcomes();
        let likelihood = Likelihood {
            family,
            outcomes: &outcomes,
            location: Predictor {
                covariates: &x,
                scales: &scales,
            },
            kind_of_third,
            third: Predictor {
                covariates: if shape { &Covariates::NONE } else { &z },
                scales: if shape { &[] } else { &third_scales },
            },
            ridge: 0.3,
        };
        let k = parameters.len();
        let at = |moved: usize, by: f64| {
            let mut point = parameters.to_vec();
            point[moved] += by;
            let mut gradient = vec![0.0; k];
            (likelihood.evaluate(&point, &mut gradient), gradient)
        };
        let (_, gradient) = at(0, 0.0);
        let information = likelihood.information(parameters);
        let h = 1e-5;
        for j in 0..k {
            let ((high, by_high), (low, by_low)) = (at(j, h), at(j, -h));
            let slope = (high - low) / (2.0 * h);
            assert!(
                (gradient[j] - slope).abs() < 1e-6 * (1.0 + slope.abs()),
                "{family:?} {kind_of_third:?} {j}: {} instead of {slope}",
                gradient[j]
            );
            for (i, found) in information
                .iter()
                .flat_map(|all| all.chunks(k))
                .map(|row| row[j])
                .enumerate()
            {
                let expected = (by_low[i] - by_high[i]) / (2.0 * h);
                assert!(
                    (found - expected).abs() < 1e-6 * (1.0 + expected.abs()),
                    "{family:?} {kind_of_third:?} {i} {j}: {found} instead of {expected}"
                );
            }
        }
    }

    #[test]
    fn gradient_and_information_are_those_of_the_value() {
        for family in [Family::Weibull, Family::LogNormal, Family::LogLogistic] {
            check(family, Third::Absent, &[0.2, -0.4, -0.3]);
            check(family, Third::Leaving, &[0.2, -0.4, -0.3, 0.7, 0.5]);
        }
        check(Family::Exponential, Third::Absent, &[0.2, -0.4]);
        check(Family::Exponential, Third::Leaving, &[0.2, -0.4, 0.7, 0.5]);
        for q in [-0.8, -0.1, 0.0, 0.2, 1.4] {
            let [scale, shape] = ShapeParameter::of(-0.3, q);
            check(Family::GeneralisedGamma, Third::Shape, &[0.2, -0.4, scale, shape]);
        }
    }
}
