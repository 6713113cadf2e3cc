//! Numbers on the command line.

/// A number from 0 to 1.
pub fn probability(text: &str) -> Result<f64, String> {
    number(text, |v| (0.0..=1.0).contains(&v), "a number from 0 to 1")
}

/// A finite number above 0.
pub fn positive(text: &str) -> Result<f64, String> {
    number(text, |v| v.is_finite() && v > 0.0, "a number above 0")
}

/// A finite number of at least 0.
pub fn not_negative(text: &str) -> Result<f64, String> {
    number(text, |v| v.is_finite() && v >= 0.0, "a number of at least 0")
}

/// A number that `fits`; `what` it must be.
pub(super) fn number(text: &str, fits: impl Fn(f64) -> bool, what: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|&v| fits(v))
        .ok_or_else(|| format!("not {what}"))
}
