//! What customers are expected to bring.

use super::money::check_margin;
use crate::check;
use crate::error::StatsError;
use crate::interval::{FoldSummary, Z_975, bootstrap};
use crate::lifetime::delta::{Range, delta, estimate};
use crate::lifetime::estimate::Estimate;

/// A figure by customer, with its standard error where it is not known for sure.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// 0 or more.
    pub value: &'a [f64],
    /// Standard errors, 0 or more; `None`: no error.
    pub se: Option<&'a [f64]>,
}

/// Potential value by customer, in the unit of the spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Potential {
    /// Expected residual value.
    pub value: Vec<f64>,
    /// Its standard error.
    pub se: Vec<f64>,
    /// Lower end of its 95 % interval.
    pub ci_low: Vec<f64>,
    /// Upper end.
    pub ci_high: Vec<f64>,
}

/// Potential value: expected residual purchases (or discounted residual lifetime in periods) × expected spend (or revenue a
/// period) × `margin` (0–1).
///
/// Error by the delta method from two independent fits: the relative variances add up, and the interval is symmetric on the
/// logarithm. It says how well the expectations are known, not how much one customer will differ from theirs. A value of 0
/// has no error. Independence of spend and purchases is an assumption of Gamma–Gamma.
///
/// Errors: lengths, a value or error below 0 or not finite (with its name and row), margin, overflow.
pub fn potential(purchases: Part<'_>, spend: Part<'_>, margin: f64) -> Result<Potential, StatsError> {
    check_margin(margin)?;
    let rows = purchases.value.len();
    check::same_length(rows, spend.value.len())?;
    check_part("expected purchases", "error of the expected purchases", purchases)?;
    check_part("expected spend", "error of the expected spend", spend)?;
    let column = || Vec::with_capacity(rows);
    let mut found = Potential {
        value: column(),
        se: column(),
        ci_low: column(),
        ci_high: column(),
    };
    for (row, (&count, &amount)) in purchases.value.iter().zip(spend.value).enumerate() {
        let error = |part: Part<'_>| part.se.and_then(|se| se.get(row)).copied().unwrap_or(0.0);
        let value = check::no_overflow("the potential value", count * amount * margin)?;
        let relative = if value > 0.0 {
            (error(purchases) / count).hypot(error(spend) / amount)
        } else {
            0.0
        };
        found.value.push(value);
        found.se.push(check::no_overflow(
            "the error of the potential value",
            value * relative,
        )?);
        found.ci_low.push(value * (-Z_975 * relative).exp());
        found.ci_high.push((value * (Z_975 * relative).exp()).min(f64::MAX));
    }
    Ok(found)
}

/// A total over customers, with the error that it has because parameters are estimated: customers share them, so that their
/// errors do not cancel, and the errors of [`potential`] must not be added as if they did.
///
/// `total` gives the total (above zero) at logarithms of the parameters of two fits that are independent of each other
/// (buying or staying, and spend); the second may be empty. Covariances row by row, of the logarithms, as the fits give them.
/// Errors: those of `total`, a covariance of another size, a total that is not above zero.
pub fn total_potential(
    first: (&[f64], &[f64]),
    second: (&[f64], &[f64]),
    total: impl Fn(&[f64], &[f64]) -> Result<f64, StatsError>,
) -> Result<Estimate, StatsError> {
    let (a, b) = (first.0.len(), second.0.len());
    for ((logs, covariance), size) in [(first, a), (second, b)] {
        if covariance.len() != size * size {
            return Err(StatsError::LengthMismatch {
                left: logs.len() * logs.len(),
                right: covariance.len(),
            });
        }
        check::finite(logs)?;
        check::finite(covariance)?;
    }
    let mut covariance = vec![0.0; (a + b) * (a + b)];
    for (row, cells) in covariance.chunks_exact_mut((a + b).max(1)).enumerate() {
        let (block, from, size) = if row < a {
            (&first.1[row * a..][..a], 0, a)
        } else {
            (&second.1[(row - a) * b..][..b], a, b)
        };
        cells[from..from + size].copy_from_slice(block);
    }
    let logs = [first.0, second.0].concat();
    delta("the total value", Range::Positive, &logs, &covariance, |logs| {
        let (first, second) = logs.split_at(a);
        let total = total(first, second)?;
        if total > 0.0 {
            Ok(total.ln())
        } else {
            Err(StatsError::OutOfRange {
                name: "the total value",
                value: total,
                expected: "above 0",
            })
        }
    })
}

/// A total over customers (minor units) with a bootstrap interval over customers: how much it would differ with other
/// customers of the same kind. Where the parameters are to be fitted again on each sample, use [`bootstrap`] itself.
///
/// Deterministic by `seed`. Errors: those of [`bootstrap`].
pub fn total_interval(values_minor: &[i64], replicates: usize, seed: u64) -> Result<FoldSummary, StatsError> {
    bootstrap(values_minor.len(), replicates, seed, |rows| {
        let values = rows.iter().filter_map(|&row| values_minor.get(row as usize));
        Some(values.map(|&value| i128::from(value)).sum::<i128>() as f64)
    })
}

/// A total over customers (minor units) with both its errors, taken to be independent: that of the parameters, given relative
/// to the total (of [`total_potential`]: se/value), and that between customers, of [`total_interval`]'s bootstrap. Variances
/// of the logarithm add up, and the interval is symmetric on it. Not in it: chance in what customers will do.
///
/// A total of 0 or less has no logarithm: its interval has no width. Errors: those of [`bootstrap`], a relative error that is
/// negative or not finite.
pub fn total_estimate(
    values_minor: &[i64],
    parameter_error: f64,
    replicates: usize,
    seed: u64,
) -> Result<Estimate, StatsError> {
    if !(0.0..=f64::MAX).contains(&parameter_error) {
        return Err(StatsError::OutOfRange {
            name: "error of the parameters",
            value: parameter_error,
            expected: "0 or more",
        });
    }
    let drawn = total_interval(values_minor, replicates, seed)?;
    if drawn.mean <= 0.0 {
        return Ok(Estimate::certain(drawn.mean));
    }
    let relative = parameter_error.hypot(drawn.sd / drawn.mean);
    estimate("the total value", Range::Positive, drawn.mean.ln(), relative)
}

fn check_part(name: &'static str, error_name: &'static str, part: Part<'_>) -> Result<(), StatsError> {
    let columns = [(name, Some(part.value)), (error_name, part.se)];
    for (name, column) in columns.into_iter().filter_map(|(name, column)| Some((name, column?))) {
        check::same_length(part.value.len(), column.len())?;
        if let Some((index, &value)) = column.iter().enumerate().find(|(_, v)| !(0.0..=f64::MAX).contains(*v)) {
            return Err(StatsError::BadValue {
                name,
                index,
                value,
                expected: "0 or more and finite",
            });
        }
    }
    Ok(())
}
