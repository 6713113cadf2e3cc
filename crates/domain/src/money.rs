//! Money is a whole number of minor units (分, cents): sums are exact and do not depend on their order.

/// Minor units in one major unit. Amounts in files are read at two decimals.
pub const MINOR_PER_MAJOR: i64 = 100;

/// Converts an amount in major units to minor ones, half away from zero. `None` when not finite or too large.
pub fn to_minor(major: f64) -> Option<i64> {
    let minor = (major * MINOR_PER_MAJOR as f64).round();
    // 2^53: beyond it an f64 no longer holds every integer.
    (minor.abs() <= 9_007_199_254_740_992.0).then_some(minor as i64)
}

/// The amount in major units, for charts and models; never for sums that are shown.
pub fn to_major(minor: i64) -> f64 {
    minor as f64 / MINOR_PER_MAJOR as f64
}

/// Writes minor units with two decimals: `-1234` is `-12.34`.
pub fn format_plain(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let abs = minor.unsigned_abs();
    let per = MINOR_PER_MAJOR.unsigned_abs();
    format!("{sign}{}.{:02}", abs / per, abs % per)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_rounds_and_prints_exactly() {
        assert_eq!(to_minor(29.85), Some(2985));
        assert_eq!(to_minor(-0.005), Some(-1));
        assert_eq!(to_minor(f64::NAN), None);
        assert_eq!(to_minor(1e300), None);
        assert_eq!(format_plain(-1234), "-12.34");
        assert_eq!(format_plain(5), "0.05");
        assert_eq!(to_major(250), 2.5);
    }
}
