//! Contracts whose customers differ in ways that are known.

use super::counts::{Contracts, Counts};
use super::fit::{Contract, FittedContract, fit, renewals, starts};
use super::observed::{Observed, Seen};
use crate::check;
use crate::coefficient::Coefficient;
use crate::covariates::{Covariates, Scale};
use crate::error::StatsError;
use crate::lifetime::buying::covariates::{independent, standard};
use crate::lifetime::parameters::{flat, natural};
use crate::lifetime::penalty::Penalised;
use crate::lifetime::settings::FitSettings;
use crate::matrix::{dot, quadratic_form};
use crate::maximise::{Maximum, Search};

/// A contract model with covariates.
#[derive(Clone, Debug, PartialEq)]
pub struct RegressedContract {
    /// Which model.
    pub contract: Contract,
    /// `alpha`, `beta` (`gamma`, `delta`, `c`) of a customer whose covariates are all at their means, as in
    /// [`FittedContract::parameters`]; then γ of each covariate, `dropout:NAME`, per unit of the column, tested against
    /// 0.
    pub parameters: Vec<Coefficient>,
    /// Means of the columns over rows.
    pub means: Vec<f64>,
    /// Covariance of the logarithms of the parameters and of the γ, row by row.
    pub covariance: Vec<f64>,
    /// Log-likelihood, without the penalty.
    pub log_likelihood: f64,
    /// Customers.
    pub n: f64,
    /// Customers lost.
    pub lost: f64,
    /// Rows that differ.
    pub distinct: usize,
    /// In standard deviations of the columns, from their means.
    inner: Maximum,
    scales: Vec<Scale>,
}

/// Which customers leave sooner, when the chance to leave differs between customers for unknown reasons as well?
///
/// β_i = β·exp(−γ'z_i) (δ of the beta-discrete-Weibull) with α held: the odds of the mean chance to leave at the first renewal,
/// θ̄/(1 − θ̄) = α/β_i, are exp(γ) times as high for one more unit of a column, and with age the difference fades as the
/// restless leave. This is the beta survival regression of Hubbard, Rostykus, Raimond & Jebara (2019, "Beta Survival
/// Models", arXiv 1905.03818), log-linear in the parameters of the beta distribution, with the effects on α left out, so that
/// each column has one coefficient. Likelihood of a customer from entry e to t: S(t)/S(e) while still there,
/// (S(t − 1) − S(t))/S(e) when lost in t. Rows that agree in everything are computed once. Analytic gradients, columns
/// standardised inside, from the maximum without covariates. With a penalty: see [`FitSettings`].
///
/// Covariates are constant in time, one finite number a row of `rows`. Censored customers count until they were last seen.
/// Errors: those of [`Counts::from_contracts`] and [`fit()`]; a column that is constant, not finite or a linear function of
/// others; [`StatsError::NoMaximum`] with the column that separates those who left from those who stayed.
pub fn regress(
    rows: &Contracts<'_>,
    covariates: &Covariates<'_>,
    contract: Contract,
    settings: &FitSettings,
) -> Result<RegressedContract, StatsError> {
    settings.check()?;
    let counts = Counts::from_contracts(rows)?;
    let scales = covariates.check(rows.periods.len())?;
    independent(covariates, &scales)?;
    let (model, own) = contract.names();
    let prefixed = covariates.names.iter().map(|name| format!("dropout:{name}"));
    let names: Vec<String> = own.iter().map(|name| (*name).to_owned()).chain(prefixed).collect();
    let search = Search {
        model,
        names: &names,
        limit: 20.0,
    };
    let begin = match fit(&counts, contract, settings) {
        Ok(found) => vec![found.parameters.iter().map(|p| p.coef.ln()).collect()],
        // Alike without covariates, or too little to fit: others than these errors are about the rows.
        Err(StatsError::NoMaximum { .. } | StatsError::NoConvergence { .. }) => {
            let (at_risk, lost): (f64, f64) = (counts.at_risk.iter().sum(), counts.lost.iter().sum());
            starts(lost / at_risk, contract, counts.at_risk.len())
        }
        Err(error) => return Err(error),
    };
    let with_zeros = |mut start: Vec<f64>| {
        start.resize(names.len(), 0.0);
        start
    };
    let begin: Vec<Vec<f64>> = begin.into_iter().map(with_zeros).collect();
    let seen = Seen::of(rows, covariates.columns);
    let scale = counts.customers / seen.len() as f64;
    let penalised = Penalised {
        objective: &Observed {
            seen: &seen,
            columns: covariates.columns,
            scales: &scales,
            logarithms: own.len(),
            scale,
        },
        strength: settings.penalty * seen.len() as f64,
        logarithms: own.len(),
        ln_unit: 0.0,
    };
    let plain = |error| natural_value(error, own);
    let mut inner = penalised.maximise(&search, &begin).map_err(plain)?;
    if let Some(at) = flat(&inner) {
        return Err(plain(StatsError::NoMaximum {
            model,
            parameter: names[at].clone(),
            value: inner.parameters[at],
        }));
    }
    inner.log_likelihood *= scale;
    inner.covariance.iter_mut().for_each(|v| *v /= scale);
    let (parameters, covariance) = in_units(&inner, &names, own.len(), &scales)?;
    Ok(RegressedContract {
        contract,
        parameters,
        means: scales.iter().map(|scale| scale.mean).collect(),
        covariance,
        log_likelihood: inner.log_likelihood,
        n: counts.customers,
        lost: seen.lost(),
        distinct: seen.len(),
        inner,
        scales,
    })
}

impl RegressedContract {
    /// The model of a customer with these covariates, in the order and units in which it was fitted, with the errors that
    /// its figures have from all parameters; n, lost and the log-likelihood are those of the whole fit.
    ///
    /// Errors: [`StatsError::LengthMismatch`], a value that is not finite, covariates so far from those seen that β is none.
    pub fn for_customer(&self, covariates: &[f64]) -> Result<FittedContract, StatsError> {
        check::same_length(self.scales.len(), covariates.len())?;
        check::finite(covariates)?;
        let k = self.inner.parameters.len();
        let own = k - self.scales.len();
        let (_, names) = self.contract.names();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        // ln β is linear in all parameters; the others are themselves.
        let mut jacobian = vec![vec![0.0; k]; own];
        for (at, row) in jacobian.iter_mut().enumerate() {
            row[at] = 1.0;
        }
        for (j, (scale, &value)) in self.scales.iter().zip(covariates).enumerate() {
            jacobian[1][own + j] = -standard(scale, value);
        }
        let logs: Vec<f64> = jacobian.iter().map(|row| dot(row, &self.inner.parameters)).collect();
        let pairs = jacobian.iter().flat_map(|a| jacobian.iter().map(move |b| (a, b)));
        let found = Maximum {
            parameters: logs,
            log_likelihood: self.log_likelihood,
            covariance: pairs
                .map(|(a, b)| quadratic_form(a, &self.inner.covariance, b))
                .collect(),
            evaluations: 0,
        };
        Ok(FittedContract {
            contract: self.contract,
            model: renewals(&found.parameters)?,
            parameters: natural(&names, &found)?,
            covariance: found.covariance,
            log_likelihood: self.log_likelihood,
            n: self.n,
            lost: self.lost,
        })
    }
}

/// Parameters with γ per unit of the columns, and the covariance.
fn in_units(
    inner: &Maximum,
    names: &[String],
    own: usize,
    scales: &[Scale],
) -> Result<(Vec<Coefficient>, Vec<f64>), StatsError> {
    let k = names.len();
    let unit = |at: usize| {
        at.checked_sub(own)
            .and_then(|j| scales.get(j))
            .map_or(1.0, |scale| scale.sd)
    };
    let mut parameters = natural(names, inner)?;
    let coefficients = parameters.iter_mut().zip(&inner.parameters).enumerate().skip(own);
    for (at, (line, value)) in coefficients {
        let se = inner.covariance[at * k + at].max(0.0).sqrt() / unit(at);
        let coef = check::no_overflow("a coefficient", value / unit(at))?;
        *line = Coefficient::new(&names[at], coef, check::no_overflow("a standard error", se)?);
    }
    let covariance = inner.covariance.iter().enumerate();
    let covariance = covariance
        .map(|(cell, v)| v / unit(cell / k) / unit(cell % k))
        .collect();
    Ok((parameters, covariance))
}

/// A parameter that was a logarithm by its own value.
fn natural_value(error: StatsError, own: &[&str]) -> StatsError {
    match error {
        StatsError::NoMaximum {
            model,
            parameter,
            value,
        } => StatsError::NoMaximum {
            model,
            value: if own.contains(&parameter.as_str()) {
                value.exp()
            } else {
                value
            },
            parameter,
        },
        other => other,
    }
}
