//! How numbers of a lifetime value study are written in sentences.

use holdfast_domain::money::format_plain;
use holdfast_report::model::lifetime::{Parameter, Parameters};
use holdfast_stats::coefficient::Coefficient;

/// The same for parameters that are positive: intervals are made on the logarithm and stay above 0.
pub fn positive_parameters(coefficients: &[Coefficient], positive: usize) -> Parameters {
    let mut table = parameters(coefficients);
    for p in table.0.iter_mut().take(positive).filter(|p| p.value > 0.0) {
        let factor = (1.959_963_984_540_054 * p.se / p.value).exp();
        (p.ci_low, p.ci_high) = (p.value / factor, p.value * factor);
    }
    table
}

/// Parameters whose standard error is as large as themselves.
pub fn undetermined(parameters: &Parameters) -> Vec<&str> {
    let poor = parameters.0.iter().filter(|p| p.se > p.value.abs());
    poor.map(|p| p.name.as_str()).collect()
}

/// A table of parameters out of estimates.
pub fn parameters(coefficients: &[Coefficient]) -> Parameters {
    let of = |c: &Coefficient| Parameter {
        name: c.name.clone(),
        value: c.coef,
        se: c.se,
        ci_low: c.ci_low,
        ci_high: c.ci_high,
    };
    Parameters(coefficients.iter().map(of).collect())
}

/// Money with thousands separators and no minor units when it is large: `1,234,567` or `12.34`.
pub fn money(minor: i64) -> String {
    let plain = format_plain(minor);
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, "00"));
    let grouped = grouped(whole);
    if minor.unsigned_abs() >= 1_000_000 {
        grouped
    } else {
        format!("{grouped}.{rest}")
    }
}

/// A count with thousands separators, rounded to a whole number.
pub fn count(value: f64) -> String {
    grouped(&format!("{value:.0}"))
}

/// A percentage with one decimal.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

/// A time without needless decimals: `39` or `38.9`.
pub fn time(value: f64) -> String {
    if value.fract() == 0.0 {
        grouped(&format!("{value:.0}"))
    } else {
        format!("{value:.1}")
    }
}

fn grouped(whole: &str) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(money(1234), "12.34");
        assert_eq!(money(-123_456_789), "-1,234,567");
        assert_eq!(count(999.6), "1,000");
        assert_eq!((time(39.0).as_str(), time(38.857).as_str()), ("39", "38.9"));
    }
}
