//! Values as a person would write them.

use super::instant::civil;

/// Whole numbers are written out below this; 2^53 is where an f64 stops holding every one of them.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// A number: `12`, `0.5`, `7%`.
pub(crate) fn number(value: f64, percent: bool) -> String {
    if percent {
        // Ten decimals hide what the division by 100 left behind (0.07 × 100 is 7.000000000000001).
        let text = format!("{:.10}", value * 100.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        return format!("{text}%");
    }
    if value.fract() == 0.0 && value.abs() <= LARGEST_EXACT {
        return (value as i64).to_string();
    }
    let size = value.abs();
    if (1e-7..1e17).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// A date, `2024-01-05`, or a date and time, `2024-01-05 10:30:00`.
pub(crate) fn instant(seconds: i64, date_only: bool) -> Option<String> {
    let at = civil(seconds)?;
    let date = format!("{:04}-{:02}-{:02}", at.year(), at.month(), at.day());
    Some(if date_only {
        date
    } else {
        format!("{date} {:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_instants_read_naturally() {
        assert_eq!(number(13085.0, false), "13085");
        assert_eq!(number(-0.5, false), "-0.5");
        assert_eq!(number(0.07, true), "7%");
        assert_eq!(number(0.125, true), "12.5%");
        assert_eq!(number(0.0, true), "0%");
        assert_eq!(number(1e300, false), "1e300");
        assert_eq!(instant(0, true).unwrap(), "1970-01-01");
        assert_eq!(instant(37_800, false).unwrap(), "1970-01-01 10:30:00");
    }
}
