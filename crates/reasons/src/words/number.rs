//! Numbers with as many digits as say something.

/// At so many decimals, without zeros at the end; −0 is 0.
fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if decimals > 0 {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A rate such as events a month: whole from 100 on, one decimal from 0.1 on, two significant digits below.
pub(crate) fn rate(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => plain(value),
        size if !(1e-9..0.1).contains(&size) => trimmed(value, 1),
        _ => plain(value),
    }
}

/// Any number: at most two decimals, two significant digits below 1, powers of ten where it is huge or tiny.
pub(crate) fn plain(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        "0".to_owned()
    } else if !(1e-6..1e15).contains(&size) {
        format!("{value:.2e}")
    } else if size >= 1000.0 {
        trimmed(value, 0)
    } else if size >= 100.0 {
        trimmed(value, 1)
    } else if size >= 1.0 {
        trimmed(value, 2)
    } else {
        // 0.083: the first digit that is not 0 and the one after it.
        trimmed(value, 1 + (-size.log10()).ceil().max(0.0) as usize)
    }
}

/// A count of customers: `1,204`.
pub(crate) fn count(value: u64) -> String {
    thousands(&value.to_string())
}

/// Commas between the thousands of a row of digits.
pub(super) fn thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share in percent: whole from 10 % to 90 %, one decimal outside; what is not 0 or 1 never reads so.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p > 0.0 && p < 0.05 => "<0.1%".to_owned(),
        p if p < 100.0 && p > 99.95 => ">99.9%".to_owned(),
        p if (10.0..=90.0).contains(&p) => format!("{}%", trimmed(p, 0)),
        p => format!("{}%", trimmed(p, 1)),
    }
}

/// Two different shares with as many decimals as tell them apart, up to three.
pub(crate) fn percents_apart(a: f64, b: f64) -> (String, String) {
    let plain = (percent(a), percent(b));
    if plain.0 != plain.1 || a == b {
        return plain;
    }
    let at = |share: f64, decimals: usize| format!("{:.decimals$}%", share * 100.0);
    (1..=3)
        .map(|decimals| (at(a, decimals), at(b, decimals)))
        .find(|(a, b)| a != b)
        .unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_by_hand() {
        let rates = [
            (2.0, "2"),
            (2.14, "2.1"),
            (1.0 / 3.0, "0.3"),
            (0.083_33, "0.083"),
            (0.0, "0"),
            (1e-14, "0"),
            (-1e-14, "0"),
            (123.4, "123.4"),
            (1234.5, "1234"),
        ];
        for (value, text) in rates {
            assert_eq!(rate(value), text, "{value}");
        }
        let numbers = [
            (52.0, "52"),
            (38.456, "38.46"),
            (0.153, "0.15"),
            (0.000_31, "0.00031"),
            (0.1, "0.1"),
            (-0.5, "-0.5"),
            (1e-9, "1.00e-9"),
            (3e20, "3.00e20"),
            (2019.0, "2019"),
            (0.999, "1"),
        ];
        for (value, text) in numbers {
            assert_eq!(plain(value), text, "{value}");
        }
        let shares = [
            (0.31, "31%"),
            (0.0, "0%"),
            (1.0, "100%"),
            (0.9999, ">99.9%"),
            (0.042, "4.2%"),
            (0.0001, "<0.1%"),
            (0.95, "95%"),
        ];
        for (value, text) in shares {
            assert_eq!(percent(value), text, "{value}");
        }
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(999), "999");
        assert_eq!(percents_apart(0.3996, 0.4), ("39.96%".to_owned(), "40.00%".to_owned()));
        assert_eq!(percents_apart(0.34, 0.4), ("34%".to_owned(), "40%".to_owned()));
    }
}
