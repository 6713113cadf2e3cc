//! A column of a Parquet file while it is being read.

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;

use crate::table::infer::{DateRemarks, Inference, Rules, infer};
use crate::table::intern::Interner;
use crate::table::missing::{is_missing, trim};
use crate::table::odd::Odd;
use crate::table::{InstantColumn, NumberColumn, Values};

use super::parquet::plain_type;
use super::parquet_array::{booleans, civil_seconds, floats, plain_array, strings, utf8};

/// From here on an f64 does not hold every whole number (2^53).
const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// A column in the making.
pub(crate) enum ParquetColumn {
    /// Numbers. `exact`: whole ones, that become text when an f64 cannot hold one.
    Number { values: Vec<f64>, odd: Odd, exact: bool },
    /// Dates and times.
    Instant {
        seconds: Vec<i64>,
        odd: Odd,
        zoned: bool,
        offsets: u64,
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

impl ParquetColumn {
    /// An empty column for values of this type. `keep_text`: whatever they are, they become text.
    pub(crate) fn new(data_type: &DataType, keep_text: bool) -> Self {
        let text = |settled| Self::Text {
            interner: Interner::default(),
            settled,
        };
        match plain_type(data_type) {
            _ if keep_text => text(true),
            DataType::Decimal32(_, scale)
            | DataType::Decimal64(_, scale)
            | DataType::Decimal128(_, scale)
            | DataType::Decimal256(_, scale) => Self::number(*scale <= 0),
            DataType::Duration(_) => Self::number(false),
            plain if plain.is_integer() => Self::number(true),
            plain if plain.is_floating() => Self::number(false),
            DataType::Date32 | DataType::Date64 => Self::instant(false),
            DataType::Timestamp(_, zone) => Self::instant(zone.is_some()),
            DataType::Boolean | DataType::Time32(_) | DataType::Time64(_) => text(true),
            _ => text(false),
        }
    }

    fn number(exact: bool) -> Self {
        Self::Number {
            values: Vec::new(),
            odd: Odd::default(),
            exact,
        }
    }

    fn instant(zoned: bool) -> Self {
        Self::Instant {
            seconds: Vec::new(),
            odd: Odd::default(),
            zoned,
            offsets: 0,
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
            } => {
                civil_seconds(array, |value| match value {
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
            dates: DateRemarks { order: None, offsets },
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
                ..
            } => {
                seconds.shrink_to_fit();
                plain(Values::Instant(InstantColumn::new(seconds, "YYYY-MM-DD")), odd, offsets)
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
    let trimmed = trim(value.unwrap_or_default().as_bytes());
    if is_missing(trimmed) {
        interner.push_missing();
    } else {
        interner.push(trimmed);
    }
}
