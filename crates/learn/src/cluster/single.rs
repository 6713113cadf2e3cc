//! One group as the alternative: what several groups have to beat.

use super::coordinates::{Coordinates, Points};
use super::mixture::Mixture;

/// Correlations are taken this much smaller: columns that repeat each other do not get an infinite likelihood. The same share as a group's
/// least variance.
const SHRINKAGE: f64 = 0.05;

/// BIC of one group with or without correlations between the numbers, the smaller. A long cloud that is cut across looks like several groups to
/// a mixture without correlations; one group with them describes it better.
pub(super) fn bic(points: &Points, space: &Coordinates) -> f64 {
    let numbers = space.numbers.len();
    let alone = Mixture::fit(points, &[vec![0; points.len()]], 1, numbers, &space.blocks()).bic;
    let n = points.len() as f64;
    let shrunk = correlations(points, numbers);
    let Some((log_determinant, trace)) = determinant_and_trace(&shrunk, numbers) else {
        return alone;
    };
    // Twice the gain of a normal with these correlations: n·(d − ln|R'| − tr(R'⁻¹R)), where R = (R' − s·I)/(1 − s).
    let d = numbers as f64;
    let fit = (d - SHRINKAGE * trace) / (1.0 - SHRINKAGE);
    let gain = n * (d - log_determinant - fit);
    alone.min(alone - gain + 0.5 * d * (d - 1.0) * n.ln())
}

/// Correlation matrix of the numbers, row by row, off the diagonal times 1 − shrinkage; 0 for a number without spread.
fn correlations(points: &Points, numbers: usize) -> Vec<f64> {
    let n = points.len() as f64;
    let mut means = vec![0.0; numbers];
    for row in 0..points.len() {
        means
            .iter_mut()
            .zip(points.row(row))
            .for_each(|(mean, x)| *mean += x / n);
    }
    let mut products = vec![0.0; numbers * numbers];
    for row in 0..points.len() {
        let point = points.row(row);
        for i in 0..numbers {
            let x = point[i] - means[i];
            for j in 0..=i {
                products[i * numbers + j] += x * (point[j] - means[j]);
            }
        }
    }
    let spread: Vec<f64> = (0..numbers).map(|i| products[i * numbers + i].sqrt()).collect();
    let mut out = vec![0.0; numbers * numbers];
    for i in 0..numbers {
        out[i * numbers + i] = 1.0;
        for j in 0..i {
            let size = spread[i] * spread[j];
            let r = if size > 0.0 {
                products[i * numbers + j] / size
            } else {
                0.0
            };
            out[i * numbers + j] = (1.0 - SHRINKAGE) * r;
            out[j * numbers + i] = out[i * numbers + j];
        }
    }
    out
}

/// Logarithm of the determinant, and trace of the inverse, by Cholesky's decomposition. `None` where rounding left the matrix indefinite.
fn determinant_and_trace(matrix: &[f64], size: usize) -> Option<(f64, f64)> {
    let mut factor = vec![0.0; size * size];
    let mut log = 0.0;
    for i in 0..size {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i * size + k] * factor[j * size + k]).sum();
            let left = matrix[i * size + j] - known;
            if i == j {
                if left.is_nan() || left <= 0.0 {
                    return None;
                }
                factor[i * size + i] = left.sqrt();
                log += left.ln();
            } else {
                factor[i * size + j] = left / factor[j * size + j];
            }
        }
    }
    // The inverse's trace is the sum of squares of the factor's inverse, column by column.
    let mut trace = 0.0;
    for column in 0..size {
        let mut solved = vec![0.0; size];
        for i in column..size {
            let known: f64 = (column..i).map(|k| factor[i * size + k] * solved[k]).sum();
            solved[i] = (f64::from(u8::from(i == column)) - known) / factor[i * size + i];
            trace += solved[i] * solved[i];
        }
    }
    Some((log, trace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn determinant_and_trace_by_hand() {
        // |1 ½; ½ 1| = ¾; its inverse has 4/3 twice on the diagonal.
        let (log, trace) = determinant_and_trace(&[1.0, 0.5, 0.5, 1.0], 2).unwrap();
        assert!((log - 0.75_f64.ln()).abs() < 1e-14);
        assert!((trace - 8.0 / 3.0).abs() < 1e-14);
        assert_eq!(determinant_and_trace(&[1.0, 2.0, 2.0, 1.0], 2), None);
        assert_eq!(determinant_and_trace(&[], 0), Some((0.0, 0.0)));
    }
}
