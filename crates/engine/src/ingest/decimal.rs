//! Numbers in digits, compared without an f64's limits.

use std::cmp::Ordering;

/// `-12`, `3.25`, `007`.
pub(crate) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// Which of two decimals (see [`is_decimal`]) is larger.
pub(crate) fn compare_decimals(a: &str, b: &str) -> Ordering {
    let (a, b) = (parts(a), parts(b));
    match (a.negative, b.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (negative, _) => {
            let order = a
                .whole
                .len()
                .cmp(&b.whole.len())
                .then_with(|| a.whole.cmp(b.whole))
                .then_with(|| a.fraction.cmp(b.fraction));
            if negative { order.reverse() } else { order }
        }
    }
}

struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

fn parts(text: &str) -> Parts<'_> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    Parts {
        // −0 is 0.
        negative: digits.len() < text.len() && !(whole.is_empty() && fraction.is_empty()),
        whole,
        fraction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_compared_as_numbers() {
        let growing = [
            "-10",
            "-9.5",
            "-9.25",
            "0",
            "0.5",
            "2.10",
            "9",
            "10",
            "10.01",
            "9007199254740993",
            "9007199254740994",
        ];
        for (index, a) in growing.iter().enumerate() {
            for (other, b) in growing.iter().enumerate() {
                assert_eq!(compare_decimals(a, b), index.cmp(&other), "{a} {b}");
            }
        }
        assert_eq!(compare_decimals("007", "7.0"), Ordering::Equal);
        assert_eq!(compare_decimals("-0.0", "0"), Ordering::Equal);
        assert!(is_decimal("007") && !is_decimal("1e5") && !is_decimal("") && !is_decimal("-") && !is_decimal("1."));
    }
}
