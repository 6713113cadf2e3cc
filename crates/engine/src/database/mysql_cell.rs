//! Decodes values of MySQL's binary protocol.

use mysql_async::{Row, Value};

use crate::read::typed_column::{Cell, TypedColumn};
use crate::table::day_seconds;

use super::shape::Kind;

/// Appends a row's value to a column.
pub(crate) fn push(row: &Row, index: usize, kind: Kind, column: &mut TypedColumn) {
    match row.as_ref(index) {
        None | Some(Value::NULL) => column.push(Cell::Missing),
        Some(Value::Int(value)) => column.push(Cell::Whole(i128::from(*value))),
        Some(Value::UInt(value)) => column.push(Cell::Whole(i128::from(*value))),
        Some(Value::Float(value)) => column.push(Cell::Number(f64::from(*value))),
        Some(Value::Double(value)) => column.push(Cell::Number(*value)),
        // Whole numbers travel as integers, except bit strings.
        Some(Value::Bytes(bytes)) if kind == Kind::Whole => column.push(Cell::Whole(bits(bytes))),
        Some(Value::Bytes(bytes)) => column.push(Cell::Text(bytes)),
        Some(&Value::Date(year, month, day, hour, minute, second, _)) => {
            // MySQL's word for "no date".
            if (year, month, day) == (0, 0, 0) {
                return column.push(Cell::Missing);
            }
            let clock = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
            let start = i16::try_from(year)
                .ok()
                .and_then(|year| day_seconds(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?));
            match start {
                Some(start) => column.push(Cell::Second(start + clock)),
                None => column.push(Cell::Odd(&format!("{year:04}-{month:02}-{day:02}"))),
            }
        }
        Some(&Value::Time(negative, days, hours, minutes, seconds, micros)) => {
            let sign = if negative { "-" } else { "" };
            let hours = days * 24 + u32::from(hours);
            let fraction = if micros == 0 {
                String::new()
            } else {
                format!(".{micros:06}")
            };
            let text = format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}");
            column.push(Cell::Text(text.as_bytes()));
        }
    }
}

/// The number that a bit string of at most 64 bits stands for.
fn bits(bytes: &[u8]) -> i128 {
    bytes
        .iter()
        .take(8)
        .fold(0, |number, &byte| number << 8 | i128::from(byte))
}
