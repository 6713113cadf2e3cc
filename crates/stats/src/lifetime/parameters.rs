//! Positive parameters that were fitted as logarithms.

use crate::check;
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::interval::Z_975;
use crate::maximise::{Maximum, Search};

/// The parameters themselves, with errors by the delta method (se = parameter × se of the logarithm). Their intervals
/// are formed on the logarithm: parameter × e^(∓1.96·se), so that they stay above zero.
///
/// Errors: [`StatsError::Overflow`].
pub(crate) fn natural(names: &[String], maximum: &Maximum) -> Result<Vec<Coefficient>, StatsError> {
    let size = maximum.parameters.len();
    let variances = maximum.covariance.iter().step_by(size + 1);
    let mut table = Vec::with_capacity(size);
    for ((name, log), variance) in names.iter().zip(&maximum.parameters).zip(variances) {
        let (value, se_log) = (log.exp(), variance.max(0.0).sqrt());
        let mut line = Coefficient::new(name, value, value * se_log);
        line.ci_low = (log - Z_975 * se_log).exp();
        // Where next to nothing is known, the end is the largest number there is rather than an infinity.
        line.ci_high = (log + Z_975 * se_log).exp().min(f64::MAX);
        check::no_overflow("the error of a parameter", line.se)?;
        table.push(line);
    }
    Ok(table)
}

/// Variance of a logarithm, from weights of a mean near one, beyond which the curvature is the rounding of the gradient.
const FLAT: f64 = 1e8;

/// A maximum of a log-likelihood whose weights were divided by `scale`, as if they had not been.
///
/// Errors: [`StatsError::NoMaximum`] where the likelihood is flat along a parameter: the data do not determine it.
pub(crate) fn unscaled(mut maximum: Maximum, scale: f64, search: &Search<'_>) -> Result<Maximum, StatsError> {
    if let Some(at) = flat(&maximum) {
        return Err(StatsError::NoMaximum {
            model: search.model,
            parameter: search.names[at].clone(),
            value: maximum.parameters[at].exp(),
        });
    }
    maximum.log_likelihood *= scale;
    maximum.covariance.iter_mut().for_each(|v| *v /= scale);
    Ok(maximum)
}

/// A parameter along which the likelihood, with weights of a mean near one, is flat.
pub(crate) fn flat(maximum: &Maximum) -> Option<usize> {
    let mut variances = maximum.covariance.iter().step_by(maximum.parameters.len() + 1);
    variances.position(|variance| *variance > FLAT)
}

/// An error of the search, with the parameter itself in place of its logarithm.
pub(crate) fn named(error: StatsError) -> StatsError {
    match error {
        StatsError::NoMaximum {
            model,
            parameter,
            value,
        } => StatsError::NoMaximum {
            model,
            parameter,
            value: value.exp(),
        },
        other => other,
    }
}

/// A parameter that must be above zero; the bounds keep sums and quotients of parameters finite.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, StatsError> {
    if (1e-100..=1e100).contains(&value) {
        Ok(value)
    } else {
        Err(StatsError::OutOfRange {
            name,
            value,
            expected: "above 0 (1e-100 to 1e100)",
        })
    }
}
