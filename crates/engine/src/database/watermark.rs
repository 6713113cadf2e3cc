//! From where on rows are read.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::table::{Column, InstantColumn, Values};

use super::dialect::Dialect;
use super::shape::{Kind, SourceColumn};

/// Only rows whose column is at or after a value are read, in its order. Rows without a value in it are then left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Watermark {
    /// The column's name in the source.
    pub column: String,
    /// The smallest value that is read. Rows that equal it are read again: others like them may have come since.
    pub at_least: WatermarkValue,
}

/// A value that a column can be compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum WatermarkValue {
    /// For columns of numbers.
    Number(f64),
    /// For columns of texts, which are compared byte by byte whatever the column's collation, and for whole numbers
    /// beyond 2^53, as digits.
    Text(String),
    /// Seconds since 1970, as a read gave them: UTC for columns with a zone, the wall clock's for others.
    Instant(i64),
}

impl WatermarkValue {
    /// The highest value of a column that was read; `None` when it has none. Texts that are whole numbers too large for
    /// an f64 are compared as texts too: where their lengths differ, more rows are read again than need be, none is lost.
    pub fn highest(column: &Column) -> Option<Self> {
        match &column.values {
            Values::Number(numbers) => {
                let present = numbers.values.iter().copied().filter(|value| !value.is_nan());
                present.max_by(f64::total_cmp).map(Self::Number)
            }
            Values::Instant(instants) => {
                let present = instants
                    .seconds
                    .iter()
                    .copied()
                    .filter(|&second| second != InstantColumn::MISSING);
                present.max().map(Self::Instant)
            }
            Values::Text(texts) => texts.levels.iter().max().map(|text| Self::Text(text.to_owned())),
        }
    }
}

/// What the server is to compare a column with. The value is always sent as a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bound {
    /// A whole number.
    Whole(i64),
    /// A number in decimal digits.
    Decimal(String),
    /// A floating-point number.
    Float(f64),
    /// `2024-01-05 10:30:00`. `zoned`: in UTC.
    Time { text: String, zoned: bool },
    /// A text, compared byte by byte.
    Text(String),
}

/// What to compare a column with.
///
/// # Errors
/// `watermark-type` when the column cannot be compared with such a value.
pub(crate) fn bound(column: &SourceColumn, value: &WatermarkValue, dialect: Dialect) -> Result<Bound, Refusal> {
    match (column.kind, value) {
        (Kind::Whole, WatermarkValue::Number(number)) if number.is_finite() => {
            let least = number.ceil();
            Ok(if least.abs() < 9e18 {
                Bound::Whole(least as i64)
            } else {
                Bound::Decimal(format!("{least}"))
            })
        }
        (Kind::Float, WatermarkValue::Number(number)) if number.is_finite() => Ok(Bound::Float(*number)),
        (Kind::Decimal { .. } | Kind::FreeDecimal, WatermarkValue::Number(number)) if number.is_finite() => {
            // What was read was rounded to an f64, perhaps upwards: from the next lower one on nothing is missed.
            let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
            let least = if exact { *number } else { number.next_down() };
            Ok(Bound::Decimal(format!("{least}")))
        }
        (Kind::Whole | Kind::Decimal { .. } | Kind::FreeDecimal, WatermarkValue::Text(text)) if is_decimal(text) => {
            Ok(text.parse().map_or_else(|_| Bound::Decimal(text.clone()), Bound::Whole))
        }
        (Kind::Day | Kind::WallTime, WatermarkValue::Instant(seconds)) => time(column, *seconds, false),
        (Kind::ZonedTime, WatermarkValue::Instant(seconds)) => time(column, *seconds, true),
        (Kind::Words, WatermarkValue::Text(text)) => Ok(Bound::Text(text.clone())),
        _ => Err(wrong_type(column, dialect)),
    }
}

fn time(column: &SourceColumn, seconds: i64, zoned: bool) -> Result<Bound, Refusal> {
    let at = crate::table::civil(seconds).filter(|at| (1..=9999).contains(&at.year()));
    let at = at.ok_or_else(|| wrong_type(column, Dialect::Postgres).with_value(&seconds.to_string()))?;
    Ok(Bound::Time {
        text: at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        zoned,
    })
}

/// `-12`, `3.25`: nothing else can be part of the number that the server is sent.
fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.len() <= 60 && all_digits(whole) && all_digits(fraction)
}

fn wrong_type(column: &SourceColumn, dialect: Dialect) -> Refusal {
    let (type_name, server) = (&column.type_name, dialect.name());
    Refusal::new(
        "watermark-type",
        bilingual!(
            "这一列在 {server} 里的类型是 {type_name}，不能这样作水位",
            "the column's type on {server} is {type_name}: it cannot be a watermark of this kind"
        ),
        Bilingual::new(
            "选一个数字或时间列作 watermark；若文本列里存的是数字或日期，用 query 写 CAST 转换",
            "take a column of numbers or times for watermark; if texts hold numbers or dates, convert them with CAST in \
             a query",
        ),
    )
    .in_column(&column.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{NumberColumn, TextColumn};

    fn column(kind: Kind) -> SourceColumn {
        SourceColumn::new("c", "t", kind)
    }

    fn of(kind: Kind, value: WatermarkValue) -> Option<Bound> {
        bound(&column(kind), &value, Dialect::Postgres).ok()
    }

    #[test]
    fn a_bound_never_lies_above_the_value() {
        use WatermarkValue::{Instant, Number, Text};
        assert_eq!(of(Kind::Whole, Number(5.5)), Some(Bound::Whole(6)));
        assert_eq!(of(Kind::Whole, Number(-5.5)), Some(Bound::Whole(-5)));
        let decimal = |text: &str| Some(Bound::Decimal(text.to_owned()));
        assert_eq!(of(Kind::Decimal { whole: false }, Number(12.0)), decimal("12"));
        assert_eq!(
            of(Kind::Decimal { whole: false }, Number(0.1)),
            decimal("0.09999999999999999")
        );
        assert_eq!(
            of(Kind::Whole, Text("9007199254740993".into())),
            Some(Bound::Whole(9_007_199_254_740_993))
        );
        assert_eq!(
            of(Kind::Whole, Text("18446744073709551615".into())),
            decimal("18446744073709551615")
        );
        assert_eq!(of(Kind::Whole, Text("1 OR 1=1".into())), None);
        assert_eq!(of(Kind::Words, Number(1.0)), None);
        assert_eq!(of(Kind::Flag, Text("true".into())), None);
        let text = "2024-01-05 10:30:00".to_owned();
        assert_eq!(
            of(Kind::ZonedTime, Instant(1_704_450_600)),
            Some(Bound::Time { text, zoned: true })
        );
    }

    #[test]
    fn the_highest_value_of_a_column() {
        let numbers = Values::Number(NumberColumn::new(vec![f64::NAN, 3.0, -1.0], false));
        assert_eq!(
            WatermarkValue::highest(&Column::new("n", numbers)),
            Some(WatermarkValue::Number(3.0))
        );
        let texts = Values::Text(TextColumn::from_texts([Some("b"), None, Some("长"), Some("a")]));
        assert_eq!(
            WatermarkValue::highest(&Column::new("t", texts)),
            Some(WatermarkValue::Text("长".into()))
        );
        let none = Values::Instant(InstantColumn::new(vec![InstantColumn::MISSING], ""));
        assert_eq!(WatermarkValue::highest(&Column::new("i", none)), None);
    }
}
