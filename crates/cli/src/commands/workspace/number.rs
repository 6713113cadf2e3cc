//! Values of metrics as people read them.

use holdfast_domain::lang::Lang;

/// A value in the unit of its metric (the unit's word in JSON): rates as percentages, money in major units.
pub fn shown(value: Option<f64>, unit: &str) -> String {
    let Some(value) = value else { return "—".to_owned() };
    match unit {
        "rate" => format!("{:.2}%", value * 100.0),
        "money" => grouped(value / 100.0, 2),
        "customers" | "count" => grouped(value, 0),
        _ => format!("{value:.3}"),
    }
}

/// A difference in the unit of its metric: of rates in percentage points.
pub fn difference(value: f64, unit: &str, lang: Lang) -> String {
    let sign = if value > 0.0 { "+" } else { "" };
    match unit {
        "rate" => {
            let points = match lang {
                Lang::Zh => "个百分点",
                Lang::En => " pp",
            };
            format!("{sign}{:.2}{points}", value * 100.0)
        }
        _ => format!("{sign}{}", shown(Some(value), unit)),
    }
}

/// With thousands separators.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    if value < 0.0 && out.chars().any(|c| c.is_ascii_digit() && c != '0') {
        out.insert(0, '-');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_naturally() {
        assert_eq!(shown(Some(0.0512), "rate"), "5.12%");
        assert_eq!(shown(Some(-123_456_789.0), "money"), "-1,234,567.89");
        assert_eq!(shown(Some(1000.0), "customers"), "1,000");
        assert_eq!(shown(None, "rate"), "—");
        assert_eq!(difference(0.01, "rate", Lang::En), "+1.00 pp");
        assert_eq!(grouped(-0.001, 2), "0.00");
    }
}
