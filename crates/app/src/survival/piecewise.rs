//! Piecewise exponential regression: a constant hazard within each piece of time.

use holdfast_report::model::survival_study::{PieceRow, SurvivalStudy};
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::parametric::{Breakpoints, PiecewiseSettings, fit_piecewise};

use super::ahead::ahead;
use super::observe::Observed;
use super::outcome::{HAZARD, Predictions, by_row, linear, row, rows};
use crate::error::AppError;

/// Pieces of about equally many events.
const PIECES: usize = 6;

/// Fits and predicts.
pub(super) fn fit(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    let columns = observed.design.slices();
    let covariates = observed.covariates(&columns);
    let spells = observed.spells();
    let settings = PiecewiseSettings {
        ridge: observed.options.penalty,
    };
    let fitted = fit_piecewise(&spells, &covariates, Breakpoints::Quantiles(PIECES), &settings)
        .map_err(|e| observed.refuse(e))?;
    study.coefficients = rows(&fitted.coefficients, columns.len(), HAZARD);
    for piece in &fitted.intervals {
        study
            .coefficients
            .push(row(&piece.log_hazard, super::outcome::PARAMETER));
        study.pieces.push(PieceRow {
            from: piece.from,
            to: Some(piece.to).filter(|to| to.is_finite()),
            events: piece.events as f64,
            exposure: piece.exposure,
            hazard: Some(piece.log_hazard.coef.exp()),
        });
    }
    study.log_likelihood = Some(fitted.log_likelihood);
    study.aic = Some(fitted.aic);
    study.iterations = Some(fitted.evaluations);
    let risk = linear(&fitted.coefficients, &observed.design.columns, observed.exit.len());
    let survival = times
        .iter()
        .map(|&t| {
            let first: Vec<f64> = columns.iter().map(|column| column[0]).collect();
            let alike = fitted.survival_at(&first, t)?.value;
            let shares = by_row(fitted.survival_of(&covariates, t)?, observed.exit.len(), || alike);
            Ok(shares.into_iter().map(Some).collect())
        })
        .collect::<Result<Vec<_>, StatsError>>();
    let medians = (0..observed.exit.len()).map(|i| {
        let values: Vec<f64> = columns.iter().map(|column| column[i]).collect();
        Ok(Some(fitted.median(&values)?.value).filter(|m| m.is_finite()))
    });
    let span = times.last().copied().unwrap_or_default();
    let next = ahead(observed, span, |row, t| {
        let values: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        Ok(Some(fitted.survival_at(&values, t)?.value))
    });
    Ok(Predictions {
        risk,
        next: next.map_err(|e| observed.refuse(e))?,
        survival: survival.map_err(|e| observed.refuse(e))?,
        median: medians
            .collect::<Result<_, StatsError>>()
            .map_err(|e| observed.refuse(e))?,
    })
}
