//! Numbers as people read them. Whatever is not finite is an en dash, never "NaN".

use holdfast_domain::lang::Lang;

/// What stands in for a number that is not known.
pub(crate) const UNKNOWN: &str = "–";

/// Puts a comma between groups of three digits.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A whole number: `12345` is `12,345`.
pub(crate) fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// A number at so many decimals with grouped thousands and a true minus sign; `-0` is `0`.
pub(crate) fn decimal(x: f64, digits: usize) -> String {
    if !x.is_finite() {
        return UNKNOWN.to_owned();
    }
    let text = format!("{:.*}", digits, x.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if x < 0.0 && !is_zero { "−" } else { "" };
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{fraction}", grouped(whole))
}

/// Like [`decimal`], with a plus sign before what is above 0.
pub(crate) fn signed(x: f64, digits: usize) -> String {
    let text = decimal(x, digits);
    let shows_zero = text.chars().all(|c| c == '0' || c == '.');
    if x.is_finite() && x > 0.0 && !shows_zero {
        format!("+{text}")
    } else {
        text
    }
}

/// A share as a percentage at one decimal: `0.2654` is `26.5%`.
pub(crate) fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{}%", decimal(share * 100.0, 1))
    } else {
        UNKNOWN.to_owned()
    }
}

/// A p- or q-value at three decimals; below that `<0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p.is_finite() && p < 0.001 {
        "<0.001".to_owned()
    } else {
        decimal(p, 3)
    }
}

/// A named p- or q-value: `p = 0.042`, `q < 0.001`.
pub(crate) fn named_p(name: &str, p: f64) -> String {
    if p.is_finite() && p < 0.001 {
        format!("{name} < 0.001")
    } else {
        format!("{name} = {}", decimal(p, 3))
    }
}

/// The two ends of an interval.
pub(crate) fn interval(low: String, high: String) -> String {
    format!("{low} – {high}")
}

/// Numerator over denominator.
pub(crate) fn fraction(numerator: u64, denominator: u64) -> String {
    format!("{} / {}", count(numerator), count(denominator))
}

/// The count behind a share of a known total. Shares in reports are ratios of counts, so rounding restores the count.
pub(crate) fn numerator(share: f64, total: u64) -> u64 {
    let n = share * total as f64;
    if n.is_finite() && n > 0.0 { n.round() as u64 } else { 0 }
}

/// Minor units at two decimals: `-123456` is `−1,234.56`.
pub(crate) fn money(minor: i64) -> String {
    let sign = if minor < 0 { "−" } else { "" };
    let abs = minor.unsigned_abs();
    format!("{sign}{}.{:02}", grouped(&(abs / 100).to_string()), abs % 100)
}

/// A large amount in the language's own units: 万 and 亿, or K, M and B. Below ten thousand it is exact.
pub(crate) fn money_short(minor: i64, lang: Lang) -> String {
    let major = minor as f64 / 100.0;
    let abs = major.abs();
    let units: [(f64, &str); 2] = match lang {
        Lang::Zh => [(1e8, "亿"), (1e4, "万")],
        Lang::En => [(1e9, "B"), (1e6, "M")],
    };
    for (size, unit) in units {
        if abs >= size {
            let digits = if abs >= size * 100.0 { 1 } else { 2 };
            return format!("{}{unit}", decimal(major / size, digits));
        }
    }
    if lang == Lang::En && abs >= 1e4 {
        return format!("{}K", decimal(major / 1e3, 1));
    }
    money(minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(percent(0.26537), "26.5%");
        assert_eq!(percent(f64::NAN), "–");
        assert_eq!(decimal(-0.0004, 2), "0.00");
        assert_eq!(decimal(-1234.5, 1), "−1,234.5");
        assert_eq!(signed(0.25, 2), "+0.25");
        assert_eq!(signed(0.001, 2), "0.00");
        assert_eq!(p_value(1e-30), "<0.001");
        assert_eq!(p_value(0.0421), "0.042");
        assert_eq!(named_p("q", 0.0), "q < 0.001");
        assert_eq!(numerator(1869.0 / 7043.0, 7043), 1869);
    }

    #[test]
    fn money_has_two_decimals_and_short_forms() {
        assert_eq!(money(-123_456), "−1,234.56");
        assert_eq!(money(i64::MIN), "−92,233,720,368,547,758.08");
        assert_eq!(money_short(123_400_000, Lang::Zh), "123.4万");
        assert_eq!(money_short(12_345_678_900, Lang::Zh), "1.23亿");
        assert_eq!(money_short(123_456_700, Lang::En), "1.23M");
        assert_eq!(money_short(4_560_000, Lang::En), "45.6K");
        assert_eq!(money_short(99_900, Lang::Zh), "999.00");
    }
}
