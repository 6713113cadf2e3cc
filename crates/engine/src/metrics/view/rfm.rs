//! `rfm`: the eight classes of customers.

use arrow::record_batch::RecordBatch;
use holdfast_panel::placement::Placement;
use holdfast_panel::rfm::{RfmClass, RfmCounts, count};

use super::frame::Frame;
use super::scope::{Place, Scope};
use crate::error::EngineError;

/// Names of the classes in SQL, by number.
const IDS: [&str; RfmClass::COUNT] = [
    "一般挽留客户",
    "重要挽留客户",
    "一般保持客户",
    "重要保持客户",
    "一般发展客户",
    "重要发展客户",
    "一般价值客户",
    "重要价值客户",
];

/// Columns `class` (TEXT), `customers`, `amount_minor`: a row a class.
pub(super) fn build(scope: &Scope<'_>) -> Result<RecordBatch, EngineError> {
    let (history, spells) = (scope.history()?, scope.spells()?);
    let placement = Placement::new(&scope.table.groups, &spells);
    let parts: Vec<RfmCounts> = scope
        .windows
        .iter()
        .map(|window| count(&history, &placement, window))
        .collect();
    let mut places: Vec<Place> = Vec::new();
    let mut classes: Vec<usize> = Vec::new();
    for place in scope.places() {
        for class in RfmClass::all() {
            places.push(place);
            classes.push(class.number());
        }
    }
    let at = |row: usize| places[row].cell * RfmClass::COUNT + classes[row];
    let mut frame = Frame::new("rfm", "period", scope, &places);
    frame.text("class", |row| IDS[classes[row]]);
    frame.whole_or_null("customers", |row| {
        i64::try_from(parts[places[row].window].customers[at(row)]).ok()
    });
    frame.whole_or_null("amount_minor", |row| {
        Some(parts[places[row].window].amount_minor[at(row)])
    });
    frame.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_in_sql_are_called_as_they_are_shown() {
        for class in RfmClass::all() {
            assert_eq!(IDS[class.number()], class.name().zh);
        }
    }
}
