//! Each row's part in the score, column by column.

use rayon::prelude::*;

use super::data::CoxData;
use super::fitted::FittedCox;
use super::lived::Lived;
use super::risk::lived;
use crate::error::StatsError;
use crate::matrix::dot;

impl Lived {
    /// Score residuals of one column (by position, in its own unit), without the row's weight.
    pub(super) fn score(&self, x: &[f64]) -> Vec<f64> {
        let passed = self.passed(x);
        let terms = &self.hazards.terms;
        let mut score = vec![0.0; x.len()];
        for (index, section) in self.order.sections.iter().enumerate() {
            for at in section.rows() {
                let missed = self.order.missed(at);
                let mut hazard = lived(terms, index, missed);
                let mut mean = match missed.map(|section| &passed[section]) {
                    None => passed[index].hazard,
                    Some(missed) => (passed[index].hazard - missed.hazard) + (passed[index].lost - missed.lost),
                };
                if at >= section.first_death() {
                    hazard -= terms[index].spared;
                    mean -= passed[index].spared;
                    score[at] = x[at] - passed[index].mean;
                }
                score[at] += self.risk[at] / self.weight_at(at) * (mean - x[at] * hazard);
            }
        }
        score
    }
}

impl FittedCox {
    /// How much does each customer pull at each coefficient?
    ///
    /// Score residuals ∫(x − x̄(t))dM(t) (Therneau, Grambsch & Fleming 1990), one column of n for each covariate, in its
    /// unit, without the case weight; with the tie rule of the fit (for Efron as R does; lifelines leaves ties out).
    /// Weighted they add up to 0 at the maximum. `data`: as fitted.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::Overflow`].
    pub fn score_residuals(&self, data: &CoxData<'_>) -> Result<Vec<Vec<f64>>, StatsError> {
        let (lived, scales) = Lived::new(self, data)?;
        let columns = data.covariates.columns.par_iter().zip(&scales);
        let scores: Vec<Vec<f64>> = columns
            .map(|(column, scale)| {
                let mut score = lived.by_row(&lived.score(&lived.column(column, scale)));
                score.iter_mut().for_each(|s| *s *= scale.sd);
                score
            })
            .collect();
        all_finite(&scores, "a score residual")?;
        Ok(scores)
    }

    /// How much would each coefficient change if a row were left out?
    ///
    /// Approximately: score residual × inverse information (Cain & Lange 1984), one column of n for each covariate, in
    /// the unit of the coefficient, without the case weight. `data`: as fitted.
    ///
    /// # Errors
    /// Those of the data; [`StatsError::Overflow`].
    pub fn dfbeta_residuals(&self, data: &CoxData<'_>) -> Result<Vec<Vec<f64>>, StatsError> {
        let (lived, scales) = Lived::new(self, data)?;
        let k = scales.len();
        let columns = data.covariates.columns.par_iter().zip(&scales);
        let mut scores: Vec<Vec<f64>> = columns
            .zip(&self.sds)
            .map(|((column, scale), sd)| {
                let mut score = lived.by_row(&lived.score(&lived.column(column, scale)));
                score.iter_mut().for_each(|s| *s *= scale.sd / sd);
                score
            })
            .collect();
        let mut line = vec![0.0; k];
        for row in 0..data.spells.len() {
            for (line, score) in line.iter_mut().zip(&scores) {
                *line = score[row];
            }
            for ((score, variances), sd) in scores
                .iter_mut()
                .zip(self.unit_covariance.chunks(k.max(1)))
                .zip(&self.sds)
            {
                score[row] = dot(&line, variances) / sd;
            }
        }
        all_finite(&scores, "a dfbeta residual")?;
        Ok(scores)
    }
}

pub(super) fn all_finite(columns: &[Vec<f64>], name: &'static str) -> Result<(), StatsError> {
    if columns.iter().flatten().all(|x| x.is_finite()) {
        Ok(())
    } else {
        Err(StatsError::Overflow { name })
    }
}
