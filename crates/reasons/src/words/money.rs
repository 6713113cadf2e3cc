//! Amounts in the workspace's currency.

use holdfast_domain::money::MINOR_PER_MAJOR;

use super::number::{plain, thousands};

/// Sign before the number, and currencies whose smallest unit in use is the major one (ISO 4217: no minor unit).
const SIGNS: [(&str, &str); 6] = [
    ("CNY", "¥"),
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("HKD", "HK$"),
    ("JPY", "JP¥"),
];
const WHOLE: [&str; 5] = ["JPY", "KRW", "VND", "CLP", "ISK"];

/// Minor units in a currency: `¥1,234.50`, `CHF 12.00`, `JP¥1,235`; rounded to the minor unit.
pub(crate) fn money(minor: f64, currency: &str) -> String {
    let sign = SIGNS.iter().find(|(code, _)| *code == currency);
    let before = sign.map_or_else(|| format!("{currency} "), |(_, sign)| (*sign).to_owned());
    let per = MINOR_PER_MAJOR as f64;
    let whole = WHOLE.contains(&currency);
    let rounded = if whole { (minor / per).round() } else { minor.round() };
    // Beyond 2^53 an f64 no longer holds every integer.
    if rounded.abs() > 9_007_199_254_740_992.0 {
        return format!("{before}{}", plain(minor / per));
    }
    let (minus, size) = (if rounded < 0.0 { "-" } else { "" }, rounded.abs() as u64);
    if whole {
        return format!("{minus}{before}{}", thousands(&size.to_string()));
    }
    let per = MINOR_PER_MAJOR.unsigned_abs();
    format!(
        "{minus}{before}{}.{:02}",
        thousands(&(size / per).to_string()),
        size % per
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_by_hand() {
        assert_eq!(money(123_450.0, "CNY"), "¥1,234.50");
        assert_eq!(money(-1_999.6, "USD"), "-$20.00");
        assert_eq!(money(5.0, "CHF"), "CHF 0.05");
        assert_eq!(money(123_450.0, "JPY"), "JP¥1,235");
        assert_eq!(money(-0.2, "EUR"), "€0.00");
        assert_eq!(money(1e20, "EUR"), "€1.00e18");
    }
}
