//! A view's columns, put together.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;

use super::scope::{Place, Scope};
use crate::error::{Doing, EngineError};

/// Columns of equal length under names.
pub(super) struct Frame<'a> {
    view: &'static str,
    places: &'a [Place],
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl<'a> Frame<'a> {
    /// A frame with a row a place: `cell`, the period's first day under `period_name`, and the dimensions.
    pub fn new(view: &'static str, period_name: &str, scope: &Scope<'_>, places: &'a [Place]) -> Self {
        let mut frame = Self::empty(view, places);
        let groups = scope.table.labels.len().max(1) as i64;
        let number = |place: &Place| {
            let window = &scope.windows[place.window];
            (i64::from(window.first) + place.period as i64) * groups + place.group as i64
        };
        frame.whole("cell", number);
        frame.date(period_name, |place| place.first_day);
        for (index, dim) in scope.dims.iter().enumerate() {
            let values: StringArray = places
                .iter()
                .map(|place| scope.table.labels[place.group][index].as_deref())
                .collect();
            frame.push(dim, DataType::Utf8, Arc::new(values));
        }
        frame
    }

    /// A frame with a row a place and the period alone.
    pub fn bare(view: &'static str, places: &'a [Place]) -> Self {
        let mut frame = Self::empty(view, places);
        frame.date("period", |place| place.first_day);
        frame
    }

    fn empty(view: &'static str, places: &'a [Place]) -> Self {
        Self {
            view,
            places,
            fields: Vec::new(),
            columns: Vec::new(),
        }
    }

    fn push(&mut self, name: &str, kind: DataType, column: ArrayRef) {
        self.fields.push(Field::new(name, kind, true));
        self.columns.push(column);
    }

    /// A column of days since 1970.
    pub fn date(&mut self, name: &str, value: impl Fn(&Place) -> i32) {
        let values: Date32Array = self.places.iter().map(|place| Some(value(place))).collect();
        self.push(name, DataType::Date32, Arc::new(values));
    }

    /// A column of whole numbers.
    pub fn whole(&mut self, name: &str, value: impl Fn(&Place) -> i64) {
        let values: Int64Array = self.places.iter().map(|place| Some(value(place))).collect();
        self.push(name, DataType::Int64, Arc::new(values));
    }

    /// A column of whole numbers that may be null.
    pub fn whole_or_null(&mut self, name: &str, value: impl Fn(usize) -> Option<i64>) {
        let values: Int64Array = (0..self.places.len()).map(value).collect();
        self.push(name, DataType::Int64, Arc::new(values));
    }

    /// A column of counts, out of the counts of each window.
    pub fn counts<T>(&mut self, name: &str, parts: &[T], column: impl Fn(&T) -> &Vec<u64>) {
        self.whole(name, |place| {
            i64::try_from(column(&parts[place.window])[place.cell]).unwrap_or(i64::MAX)
        });
    }

    /// A column of money, likewise.
    pub fn money<T>(&mut self, name: &str, parts: &[T], column: impl Fn(&T) -> &Vec<i64>) {
        self.whole(name, |place| column(&parts[place.window])[place.cell]);
    }

    /// A column of other numbers.
    pub fn number(&mut self, name: &str, value: impl Fn(&Place) -> f64) {
        let values: Float64Array = self.places.iter().map(|place| Some(value(place))).collect();
        self.push(name, DataType::Float64, Arc::new(values));
    }

    /// A column of texts.
    pub fn text(&mut self, name: &str, value: impl Fn(usize) -> &'static str) {
        let values: StringArray = (0..self.places.len()).map(|row| Some(value(row))).collect();
        self.push(name, DataType::Utf8, Arc::new(values));
    }

    /// A column of yes and no.
    pub fn flag(&mut self, name: &str, value: impl Fn(&Place) -> bool) {
        let values: BooleanArray = self.places.iter().map(|place| Some(value(place))).collect();
        self.push(name, DataType::Boolean, Arc::new(values));
    }

    /// The view.
    pub fn finish(self) -> Result<RecordBatch, EngineError> {
        let view = self.view;
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.columns).doing(|| format!("building view {view}"))
    }
}
