//! How the churned differ from those who were at risk with them, time by time.

use rayon::prelude::*;

use super::data::CoxData;
use super::fitted::FittedCox;
use super::lived::Lived;
use super::score::all_finite;
use crate::covariates::Scale;
use crate::error::StatsError;
use crate::matrix::dot;

/// One line for each event.
#[derive(Clone, Debug, PartialEq)]
pub struct Schoenfeld {
    /// The row that churned.
    pub row: Vec<usize>,
    /// When, rising within a stratum; strata rising.
    pub time: Vec<f64>,
    /// One column of residuals for each covariate.
    pub columns: Vec<Vec<f64>>,
}

impl FittedCox {
    /// At each event: is the column of the churned higher than expected then?
    ///
    /// Schoenfeld (1982): x − mean of x over those at risk, weighted by their risk (Efron: the mean over the churned in
    /// turn), in the unit of the column. A trend over time speaks against proportional hazards. `data`: as fitted.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::Overflow`].
    pub fn schoenfeld_residuals(&self, data: &CoxData<'_>) -> Result<Schoenfeld, StatsError> {
        let (mut residuals, scales) = self.unit_schoenfeld(data)?;
        for (column, scale) in residuals.columns.iter_mut().zip(&scales) {
            column.iter_mut().for_each(|r| *r *= scale.sd);
        }
        all_finite(&residuals.columns, "a Schoenfeld residual")?;
        Ok(residuals)
    }

    /// The coefficient as it looks at each event.
    ///
    /// Grambsch & Therneau (1994): coefficient + events × residual × inverse information, in the unit of the coefficient.
    /// `data`: as fitted.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::Overflow`].
    pub fn scaled_schoenfeld_residuals(&self, data: &CoxData<'_>) -> Result<Schoenfeld, StatsError> {
        let (mut residuals, _) = self.unit_schoenfeld(data)?;
        self.scale(&mut residuals);
        for ((column, c), sd) in residuals.columns.iter_mut().zip(&self.coefficients).zip(&self.sds) {
            column.iter_mut().for_each(|r| *r = c.coef + *r / sd);
        }
        all_finite(&residuals.columns, "a scaled Schoenfeld residual")?;
        Ok(residuals)
    }

    /// Residuals of the columns divided by their standard deviations.
    pub(super) fn unit_schoenfeld(&self, data: &CoxData<'_>) -> Result<(Schoenfeld, Vec<Scale>), StatsError> {
        let (lived, scales) = Lived::new(self, data)?;
        let order = &lived.order;
        let mut places = Vec::new();
        for stratum in &order.strata {
            for index in stratum.sections.clone().rev() {
                let section = &order.sections[index];
                places.extend((section.first_death()..section.end as usize).map(|at| (index, at)));
            }
        }
        let columns = data.covariates.columns.par_iter().zip(&scales);
        let columns = columns.map(|(column, scale)| {
            let x = lived.column(column, scale);
            let passed = lived.passed(&x);
            places.iter().map(|&(index, at)| x[at] - passed[index].mean).collect()
        });
        let row: Vec<usize> = places.iter().map(|&(_, at)| order.rows[at] as usize).collect();
        let residuals = Schoenfeld {
            time: row.iter().map(|&row| data.spells.exit[row] + 0.0).collect(),
            columns: columns.collect(),
            row,
        };
        Ok((residuals, scales))
    }

    /// Times events times the inverse information.
    pub(super) fn scale(&self, residuals: &mut Schoenfeld) {
        let k = residuals.columns.len();
        let events = residuals.row.len() as f64;
        let mut line = vec![0.0; k];
        for at in 0..residuals.row.len() {
            for (line, column) in line.iter_mut().zip(&residuals.columns) {
                *line = column[at];
            }
            for (column, variances) in residuals.columns.iter_mut().zip(self.unit_covariance.chunks(k.max(1))) {
                column[at] = events * dot(&line, variances);
            }
        }
    }
}
