//! Decodes values of PostgreSQL's binary format.

use std::error::Error;

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use crate::read::typed_column::{Cell, TypedColumn};

use super::shape::Wire;

/// 2000-01-01 in seconds and days since 1970: PostgreSQL counts from there.
const EPOCH_SECONDS: i64 = 946_684_800;
const EPOCH_DAYS: i64 = 10_957;

/// The bytes of a value.
struct Raw<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Appends a row's value to a column.
pub(crate) fn push(row: &Row, index: usize, wire: Wire, column: &mut TypedColumn) {
    match row.try_get::<_, Option<Raw<'_>>>(index) {
        Ok(Some(Raw(bytes))) => column.push(cell(bytes, wire)),
        Ok(None) => column.push(Cell::Missing),
        Err(_) => column.push(Cell::Odd("?")),
    }
}

fn cell(bytes: &[u8], wire: Wire) -> Cell<'_> {
    match wire {
        Wire::Text | Wire::Value => Cell::Text(bytes),
        Wire::Bool => Cell::Text(if bytes == [0] { b"false" } else { b"true" }),
        Wire::Int => integer(bytes).map_or(Cell::Odd("?"), |value| Cell::Whole(i128::from(value))),
        Wire::Float => float(bytes).map_or(Cell::Odd("?"), Cell::Number),
        Wire::Day => match integer(bytes) {
            Some(days) if days == i64::from(i32::MAX) => Cell::Odd("infinity"),
            Some(days) if days == i64::from(i32::MIN) => Cell::Odd("-infinity"),
            Some(days) => Cell::Second((days + EPOCH_DAYS) * 86_400),
            None => Cell::Odd("?"),
        },
        Wire::Micros => match integer(bytes) {
            Some(i64::MAX) => Cell::Odd("infinity"),
            Some(i64::MIN) => Cell::Odd("-infinity"),
            Some(micros) => Cell::Second(micros.div_euclid(1_000_000) + EPOCH_SECONDS),
            None => Cell::Odd("?"),
        },
    }
}

/// A big-endian integer of 2, 4 or 8 bytes.
fn integer(bytes: &[u8]) -> Option<i64> {
    match bytes.len() {
        2 => Some(i64::from(i16::from_be_bytes(bytes.try_into().ok()?))),
        4 => Some(i64::from(i32::from_be_bytes(bytes.try_into().ok()?))),
        8 => Some(i64::from_be_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}

fn float(bytes: &[u8]) -> Option<f64> {
    match bytes.len() {
        4 => Some(f64::from(f32::from_be_bytes(bytes.try_into().ok()?))),
        8 => Some(f64::from_be_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}
