//! Small dense symmetric matrices: the information of a likelihood with at most some hundred parameters.

/// Part of a column's own length that must be left after the columns before it are taken out; below it the column is
/// determined by them as far as the numbers can tell.
const DETERMINED: f64 = 1e-11;

/// A symmetric positive definite matrix as L·D·Lᵀ after scaling to a unit diagonal.
#[derive(Clone, Debug)]
pub struct Factor {
    size: usize,
    /// L below the diagonal of ones, D on the diagonal, row by row.
    lower: Vec<f64>,
    /// Square roots of the diagonal: units of the columns.
    scale: Vec<f64>,
}

/// Which row and column makes a matrix singular or indefinite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Singular {
    /// Its index.
    pub at: usize,
}

impl Factor {
    /// Factors a symmetric matrix of `size`² numbers, row by row (only the lower triangle is read).
    ///
    /// # Errors
    /// [`Singular`]: the first column that is not positive or that the columns before it determine.
    pub fn new(matrix: &[f64], size: usize) -> Result<Self, Singular> {
        let mut scale = vec![0.0; size];
        for (at, s) in scale.iter_mut().enumerate() {
            let diagonal = matrix[at * size + at];
            if diagonal.is_nan() || diagonal <= 0.0 || diagonal.is_infinite() {
                return Err(Singular { at });
            }
            *s = diagonal.sqrt();
        }
        let mut lower = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..=i {
                let entry = matrix[i * size + j] / scale[i] / scale[j];
                let known: f64 = (0..j)
                    .map(|m| lower[i * size + m] * lower[j * size + m] * lower[m * size + m])
                    .sum();
                lower[i * size + j] = if i == j {
                    entry - known
                } else {
                    (entry - known) / lower[j * size + j]
                };
            }
            let left = lower[i * size + i];
            if left.is_nan() || left < DETERMINED {
                return Err(Singular { at: i });
            }
        }
        Ok(Self { size, lower, scale })
    }

    /// M⁻¹·b.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.size;
        let mut x: Vec<f64> = b.iter().zip(&self.scale).map(|(b, s)| b / s).collect();
        for i in 0..n {
            for j in 0..i {
                x[i] -= self.lower[i * n + j] * x[j];
            }
        }
        for (i, x) in x.iter_mut().enumerate() {
            *x /= self.lower[i * n + i];
        }
        for i in (0..n).rev() {
            for j in i + 1..n {
                x[i] -= self.lower[j * n + i] * x[j];
            }
        }
        for (x, s) in x.iter_mut().zip(&self.scale) {
            *x /= s;
        }
        x
    }

    /// M⁻¹, row by row, exactly symmetric.
    pub fn inverse(&self) -> Vec<f64> {
        let n = self.size;
        let mut inverse = vec![0.0; n * n];
        let mut unit = vec![0.0; n];
        for j in 0..n {
            unit[j] = 1.0;
            let column = self.solve(&unit);
            unit[j] = 0.0;
            for i in j..n {
                inverse[i * n + j] = column[i];
                inverse[j * n + i] = column[i];
            }
        }
        inverse
    }
}

/// xᵀ·M·y of a matrix row by row.
pub(crate) fn quadratic_form(x: &[f64], matrix: &[f64], y: &[f64]) -> f64 {
    let rows = matrix.chunks_exact(y.len().max(1));
    x.iter().zip(rows).map(|(x, row)| x * dot(row, y)).sum()
}

/// Σ xᵢ·yᵢ.
pub(crate) fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_inverts_by_hand() {
        // [[4, 2], [2, 3]]: determinant 8, inverse [[3, −2], [−2, 4]]/8.
        let factor = Factor::new(&[4.0, 2.0, 2.0, 3.0], 2).unwrap();
        let expected = [0.375, -0.25, -0.25, 0.5];
        for (found, expected) in factor.inverse().iter().zip(expected) {
            assert!((found - expected).abs() < 1e-15);
        }
        let x = factor.solve(&[8.0, 8.0]);
        assert!((x[0] - 1.0).abs() < 1e-14 && (x[1] - 2.0).abs() < 1e-14);
        assert_eq!(quadratic_form(&[1.0, 2.0], &[4.0, 2.0, 2.0, 3.0], &[1.0, 1.0]), 16.0);
    }

    #[test]
    fn units_do_not_decide_what_is_singular() {
        // Variances of 1e18 and 1e-18 are as good as any; twice the same column is not.
        assert!(Factor::new(&[1e18, 0.5, 0.5, 1e-18], 2).is_ok());
        assert_eq!(
            Factor::new(&[1e18, 2e18, 2e18, 4e18], 2).unwrap_err(),
            Singular { at: 1 }
        );
        assert_eq!(Factor::new(&[1.0, 0.0, 0.0, 0.0], 2).unwrap_err(), Singular { at: 1 });
        assert_eq!(Factor::new(&[f64::NAN], 1).unwrap_err(), Singular { at: 0 });
    }
}
