//! A column whose type the source declares (Parquet, a database) while it is being read.

use std::borrow::Cow;

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;

use crate::table::infer::{DateRemarks, Inference, Rules, infer};
use crate::table::intern::Interner;
use crate::table::missing::{is_missing, trim};
use crate::table::odd::Odd;
use crate::table::{InstantColumn, NumberColumn, Values};

use super::parquet::plain_type;
use super::parquet_array::{CIVIL_SECONDS, booleans, civil_seconds, floats, plain_array, strings, utf8};

/// From here on an f64 does not hold every whole number (2^53).
const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// A value out of a database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    /// No value.
    Missing,
    /// A whole number.
    Whole(i128),
    /// A number.
    Number(f64),
    /// A text; in a column of numbers, a decimal as the server writes it.
    Text(&'a [u8]),
    /// Seconds since 1970.
    Second(i64),
    /// A value that does not fit the column's type, as it is shown.
    Odd(&'a str),
}

/// A column in the making. `zoned`: instants with a zone; `utc`: they are kept in UTC.
pub(crate) enum TypedColumn {
    /// Numbers. `exact`: whole ones, that become text when an f64 cannot hold one.
    Number { values: Vec<f64>, odd: Odd, exact: bool },
    /// Dates and times.
    Instant {
        seconds: Vec<i64>,
        odd: Odd,
        zoned: bool,
        offsets: u64,
        utc: bool,
    },
    /// Texts. `settled`: they stay texts.
    Text { interner: Interner, settled: bool },
    /// Bytes that are no text.
    LeftOut,
}

/// Whether columns of this type are read.
pub(crate) fn is_readable(data_type: &DataType) -> bool {
    let plain = plain_type(data_type);
    !plain.is_nested() && !matches!(plain, DataType::Interval(_) | DataType::FixedSizeBinary(_))
}

impl TypedColumn {
    /// An empty column for Arrow values of this type. `keep_text`: whatever they are, they become text. `utc`: instants
    /// with a zone are kept in UTC.
    pub(crate) fn new(data_type: &DataType, keep_text: bool, utc: bool) -> Self {
        match plain_type(data_type) {
            _ if keep_text => Self::text(true),
            DataType::Decimal32(_, scale)
            | DataType::Decimal64(_, scale)
            | DataType::Decimal128(_, scale)
            | DataType::Decimal256(_, scale) => Self::number(*scale <= 0),
            DataType::Duration(_) => Self::number(false),
            plain if plain.is_integer() => Self::number(true),
            plain if plain.is_floating() => Self::number(false),
            DataType::Date32 | DataType::Date64 => Self::instant(false, utc),
            DataType::Timestamp(_, zone) => Self::instant(zone.is_some(), utc),
            DataType::Boolean | DataType::Time32(_) | DataType::Time64(_) => Self::text(true),
            _ => Self::text(false),
        }
    }

    /// An empty column of texts. `settled`: they stay texts whatever they look like.
    pub(crate) fn text(settled: bool) -> Self {
        Self::Text {
            interner: Interner::default(),
            settled,
        }
    }

    /// An empty column of numbers. `exact`: whole ones.
    pub(crate) fn number(exact: bool) -> Self {
        Self::Number {
            values: Vec::new(),
            odd: Odd::default(),
            exact,
        }
    }

    /// An empty column of instants. `zoned`: they have a zone; `utc`: those are kept in UTC.
    pub(crate) fn instant(zoned: bool, utc: bool) -> Self {
        Self::Instant {
            seconds: Vec::new(),
            odd: Odd::default(),
            zoned,
            offsets: 0,
            utc: zoned && utc,
        }
    }

    /// Appends an array of the column's type.
    pub(crate) fn append(&mut self, array: &ArrayRef) -> Result<(), ArrowError> {
        let array = &plain_array(array)?;
        match self {
            Self::Number { values, odd, exact } => {
                let numbers = floats(array)?;
                let too_large = |value: Option<f64>| value.is_some_and(|value| value.abs() >= FIRST_INEXACT);
                if *exact && numbers.iter().any(too_large) {
                    *self = Self::as_text(values);
                    return self.append(array);
                }
                for value in numbers.iter() {
                    let value = value.unwrap_or(f64::NAN);
                    if value.is_infinite() {
                        odd.add(values.len(), value.to_string().as_bytes());
                        values.push(f64::NAN);
                    } else {
                        values.push(value);
                    }
                }
            }
            Self::Instant {
                seconds,
                odd,
                zoned,
                offsets,
                utc,
            } => {
                civil_seconds(array, *utc, |value| match value {
                    None => seconds.push(InstantColumn::MISSING),
                    Some(Ok(second)) => {
                        *offsets += u64::from(*zoned);
                        seconds.push(second);
                    }
                    Some(Err(raw)) => {
                        odd.add(seconds.len(), raw.to_string().as_bytes());
                        seconds.push(InstantColumn::MISSING);
                    }
                })?;
            }
            Self::Text { interner, .. } => {
                if let DataType::Boolean = array.data_type() {
                    booleans(array, |value| match value {
                        Some(value) => interner.push(value.as_bytes()),
                        None => interner.push_missing(),
                    });
                } else if let Some(texts) = utf8(array)? {
                    strings(&texts, |value| push(interner, value));
                } else {
                    *self = Self::LeftOut;
                }
            }
            Self::LeftOut => {}
        }
        Ok(())
    }

    /// Appends a value. One of another kind than the column's is kept as odd.
    pub(crate) fn push(&mut self, cell: Cell<'_>) {
        match self {
            Self::Number { values, odd, exact } => {
                let value = match cell {
                    Cell::Missing => f64::NAN,
                    Cell::Number(value) => value,
                    Cell::Whole(whole) if *exact && whole.unsigned_abs() >= FIRST_INEXACT as u128 => {
                        *self = Self::as_text(values);
                        return self.push(cell);
                    }
                    Cell::Whole(whole) => whole as f64,
                    Cell::Text(text) if *exact && text != b"NaN" => match whole(text) {
                        Some(whole) => return self.push(Cell::Whole(whole)),
                        None => {
                            *self = Self::as_text(values);
                            return self.push(cell);
                        }
                    },
                    Cell::Text(text) => fast_float2::parse(text).unwrap_or(f64::INFINITY),
                    Cell::Second(_) | Cell::Odd(_) => f64::INFINITY,
                };
                if value.is_infinite() {
                    odd.add(values.len(), shown(cell).as_bytes());
                    values.push(f64::NAN);
                } else {
                    values.push(value);
                }
            }
            Self::Instant {
                seconds,
                odd,
                zoned,
                offsets,
                ..
            } => match cell {
                Cell::Missing => seconds.push(InstantColumn::MISSING),
                Cell::Second(second) if CIVIL_SECONDS.contains(&second) => {
                    *offsets += u64::from(*zoned);
                    seconds.push(second);
                }
                other => {
                    odd.add(seconds.len(), shown(other).as_bytes());
                    seconds.push(InstantColumn::MISSING);
                }
            },
            Self::Text { interner, .. } => match cell {
                Cell::Missing => interner.push_missing(),
                Cell::Text(text) => push_trimmed(interner, text),
                other => push_trimmed(interner, shown(other).as_bytes()),
            },
            Self::LeftOut => {}
        }
    }

    /// The whole numbers so far as texts.
    fn as_text(values: &[f64]) -> Self {
        let mut interner = Interner::default();
        for value in values {
            if value.is_nan() {
                interner.push_missing();
            } else {
                interner.push((*value as i64).to_string().as_bytes());
            }
        }
        Self::Text {
            interner,
            settled: true,
        }
    }

    /// The column; `None` when it holds no text.
    pub(crate) fn finish(self, rules: Rules) -> Option<Inference> {
        let plain = |values, odd, offsets| Inference {
            values,
            odd,
            dates: DateRemarks {
                offsets,
                ..DateRemarks::default()
            },
        };
        Some(match self {
            Self::Number { mut values, odd, .. } => {
                values.shrink_to_fit();
                plain(Values::Number(NumberColumn::new(values, false)), odd, 0)
            }
            Self::Instant {
                mut seconds,
                odd,
                offsets,
                utc,
                ..
            } => {
                seconds.shrink_to_fit();
                let column = InstantColumn::new(seconds, "YYYY-MM-DD").in_utc(utc);
                plain(Values::Instant(column), odd, offsets)
            }
            Self::Text {
                interner,
                settled: true,
            } => plain(Values::Text(interner.finish()), Odd::default(), 0),
            Self::Text { interner, .. } => infer(interner.finish(), rules),
            Self::LeftOut => return None,
        })
    }
}

fn push(interner: &mut Interner, value: Option<&str>) {
    push_trimmed(interner, value.unwrap_or_default().as_bytes());
}

fn push_trimmed(interner: &mut Interner, value: &[u8]) {
    let trimmed = trim(value);
    if is_missing(trimmed) {
        interner.push_missing();
    } else {
        interner.push(trimmed);
    }
}

/// A whole number of at most 38 digits.
fn whole(text: &[u8]) -> Option<i128> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The value as it is shown and kept among texts.
fn shown(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Missing => Cow::Borrowed(""),
        Cell::Whole(value) => Cow::Owned(value.to_string()),
        Cell::Number(value) => Cow::Owned(value.to_string()),
        Cell::Text(text) => String::from_utf8_lossy(text),
        Cell::Second(second) => Cow::Owned(second.to_string()),
        Cell::Odd(value) => Cow::Borrowed(value),
    }
}
