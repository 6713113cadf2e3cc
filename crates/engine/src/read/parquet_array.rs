//! Arrow arrays as plain values.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Float64Array, LargeStringArray};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit};
use arrow::error::ArrowError;

use super::parquet::plain_type;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// A second that has a civil date, or the raw value that has none.
pub(crate) type Second = Result<i64, i64>;

/// 0001-01-01 and 10000-01-01 in seconds since 1970.
pub(crate) const CIVIL_SECONDS: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

/// The array without its dictionary.
pub(crate) fn plain_array(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::Dictionary(..) => cast(array, plain_type(array.data_type())),
        _ => Ok(Arc::clone(array)),
    }
}

/// Numbers of every kind; durations in seconds.
pub(crate) fn floats(array: &ArrayRef) -> Result<Float64Array, ArrowError> {
    let scale = match array.data_type() {
        DataType::Duration(unit) => units_in_a_second(*unit) as f64,
        _ => return Ok(cast(array, &DataType::Float64)?.as_primitive::<Float64Type>().clone()),
    };
    let whole = cast(array, &DataType::Int64)?;
    Ok(whole.as_primitive::<Int64Type>().unary(|value| value as f64 / scale))
}

/// Dates and timestamps in seconds since 1970, rounded down; `utc`: without going to the time of the column's zone.
pub(crate) fn civil_seconds(
    array: &ArrayRef,
    utc: bool,
    mut each: impl FnMut(Option<Second>),
) -> Result<(), ArrowError> {
    let second: fn(i64, i64) -> Option<i64> = match array.data_type() {
        DataType::Date32 => |days, _| days.checked_mul(86_400),
        _ => |value, units| Some(value.div_euclid(units)),
    };
    let units = match array.data_type() {
        DataType::Date64 => units_in_a_second(TimeUnit::Millisecond),
        DataType::Timestamp(unit, _) => units_in_a_second(*unit),
        _ => 1,
    };
    // A 32-bit date widens by way of its own integer; the others are 64-bit integers already.
    let whole = match array.data_type() {
        DataType::Date32 => cast(&cast(array, &DataType::Int32)?, &DataType::Int64)?,
        _ => cast(array, &DataType::Int64)?,
    };
    let zone = match array.data_type() {
        DataType::Timestamp(_, Some(name)) if !utc => zone(name),
        _ => None,
    };
    for value in whole.as_primitive::<Int64Type>() {
        each(value.map(|raw| {
            second(raw, units)
                .map(|second| second + zone.as_ref().map_or(0, |zone| offset(zone, second)))
                .filter(|second| CIVIL_SECONDS.contains(second))
                .ok_or(raw)
        }));
    }
    Ok(())
}

/// `true` and `false`.
pub(crate) fn booleans(array: &ArrayRef, mut each: impl FnMut(Option<&'static str>)) {
    for value in array.as_boolean() {
        each(value.map(|value| if value { "true" } else { "false" }));
    }
}

/// Values as texts; `None` when they are bytes that are no UTF-8.
pub(crate) fn utf8(array: &ArrayRef) -> Result<Option<LargeStringArray>, ArrowError> {
    let strict = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    match cast_with_options(array, &DataType::LargeUtf8, &strict) {
        Ok(texts) => Ok(Some(texts.as_string::<i64>().clone())),
        Err(_) if is_binary(array.data_type()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Each text.
pub(crate) fn strings(texts: &LargeStringArray, mut each: impl FnMut(Option<&str>)) {
    for text in texts {
        each(text);
    }
}

fn is_binary(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView
    )
}

fn units_in_a_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 1,
        TimeUnit::Millisecond => 1_000,
        TimeUnit::Microsecond => 1_000_000,
        TimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// The zone of a column of instants: a name of the system's time zone database, or an offset such as `+08:00`; `None`
/// leaves UTC.
fn zone(name: &str) -> Option<TimeZone> {
    let fixed = || {
        let (sign, rest) = match name.as_bytes().first()? {
            b'+' => (1, &name[1..]),
            b'-' => (-1, &name[1..]),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
        let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
        Some(TimeZone::fixed(Offset::from_seconds(sign * seconds).ok()?))
    };
    TimeZone::get(name).ok().or_else(fixed)
}

/// Seconds that local time is ahead of UTC at this instant.
fn offset(zone: &TimeZone, second: i64) -> i64 {
    Timestamp::from_second(second).map_or(0, |instant| i64::from(zone.to_offset(instant).seconds()))
}
