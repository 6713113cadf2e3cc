//! A cell of a workbook as text.

use std::io::Write;

use calamine::{DataRef, ExcelDateTime};

/// Below it a whole number is written without an exponent.
const LARGEST_WRITTEN_OUT: f64 = 1e17;

/// Whether a cell holds anything.
pub(crate) fn is_filled(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => false,
        DataRef::String(text) => !text.trim().is_empty(),
        DataRef::SharedString(text) => !text.trim().is_empty(),
        _ => true,
    }
}

/// Whether a cell holds text, as a header's cells do.
pub(crate) fn is_text(value: &DataRef<'_>) -> bool {
    matches!(value, DataRef::String(_) | DataRef::SharedString(_))
}

/// Appends a cell's text; errors such as #N/A have none. Writing to memory cannot fail.
pub(crate) fn write_cell(value: &DataRef<'_>, out: &mut Vec<u8>) {
    let written = match value {
        DataRef::Empty | DataRef::Error(_) => Ok(()),
        DataRef::Int(number) => write!(out, "{number}"),
        DataRef::Float(number) if number.abs() < LARGEST_WRITTEN_OUT => write!(out, "{number}"),
        DataRef::Float(number) => write!(out, "{number:e}"),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            out.write_all(text.as_bytes())
        }
        DataRef::SharedString(text) => out.write_all(text.as_bytes()),
        DataRef::Bool(true) => out.write_all(b"TRUE"),
        DataRef::Bool(false) => out.write_all(b"FALSE"),
        DataRef::DateTime(at) => write_time(at, out),
    };
    debug_assert!(written.is_ok());
}

/// A date with its time; a time alone for less than a day, or for a duration.
fn write_time(at: &ExcelDateTime, out: &mut Vec<u8>) -> std::io::Result<()> {
    let serial = at.as_f64();
    // Excel's own dates reach to 9999-12-31; beyond, the cell is only formatted like one.
    if !(0.0..2_958_466.0).contains(&serial) {
        return write!(out, "{serial}");
    }
    if at.is_duration() || serial < 1.0 {
        let seconds = (serial * 86_400.0).round() as u64;
        return write!(out, "{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    write!(out, "{year:04}-{month:02}-{day:02}")?;
    if (hour, minute, second) != (0, 0, 0) {
        write!(out, " {hour:02}:{minute:02}:{second:02}")?;
    }
    Ok(())
}
