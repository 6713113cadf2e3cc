//! Shape functions of the additive model: data for their charts, and what is seen in a sentence.

use holdfast_domain::lang::Bilingual;
use holdfast_learn::additive::shape::{Axis, Bin, Point, Shape};
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::ensemble::candidate::Component;
use holdfast_learn::frame::{FeatureData, Frame};
use holdfast_report::model::shapes::{ShapeBin, ShapeFunction, ShapePoint, ShapeSection};

use super::shape_words::sentence;
use super::surface;
use crate::analyze::model::Modelled;
use crate::analyze::study::Study;
use crate::analyze::words::{ColumnWords, number};

/// Columns whose shape functions are shown.
const COLUMNS: usize = 8;
/// A number with at most this many different values is shown value by value.
const FEW_VALUES: usize = 8;

/// The shape functions of the columns that matter most in the additive model, and its strongest pair.
pub fn section(study: &Study, modelled: &Modelled) -> ShapeSection {
    let model = &modelled.model.additive;
    let shapes = model.shapes(&Schema::of(&study.frame));
    // The most important first: where that pair says nothing worth a table, no other does.
    let of_columns = shapes.iter().filter(|shape| shape.axes.len() == 1).take(COLUMNS);
    let pair = shapes.iter().find(|shape| shape.axes.len() == 2);
    ShapeSection {
        weight: modelled.model.blend.tried[Component::Additive as usize],
        intercept: model.intercept,
        columns: of_columns.map(|shape| function(study, shape)).collect(),
        pair: pair.and_then(|shape| surface::pair(study, shape)),
    }
}

fn function(study: &Study, shape: &Shape) -> ShapeFunction {
    let axis = &shape.axes[0];
    let words = &study.words[axis.column];
    let range = range(&study.frame, axis.column, &study.labelled);
    let values = few_values(&study.frame, axis, &study.labelled);
    let points: Vec<ShapePoint> = axis
        .bins
        .iter()
        .zip(&shape.points)
        .enumerate()
        .filter(|(_, (_, point))| point.weight > 0.0)
        .map(|(place, (bin, point))| drawn(bin_of(bin, values.as_ref().and_then(|v| v[place]), words), point))
        .collect();
    ShapeFunction {
        name: words.name.clone(),
        label: words.label.clone(),
        unit: words.unit.clone(),
        percent: words.percent,
        importance: shape.importance,
        sentence: sentence(words, &points),
        lowest: range.map(|r| r.0),
        highest: range.map(|r| r.1),
        ordered: range.is_some(),
        points,
    }
}

/// A point of the model as the report has it; weights are numbers of rows here.
fn drawn(bin: ShapeBin, point: &Point) -> ShapePoint {
    ShapePoint {
        bin,
        effect: point.value,
        ci_low: point.low,
        ci_high: point.high,
        rows: point.weight.round() as u64,
    }
}

/// What a bin holds; `value`: the one value of a number in it.
fn bin_of(bin: &Bin, value: Option<f64>, words: &ColumnWords) -> ShapeBin {
    match bin {
        Bin::Missing => ShapeBin::Missing,
        Bin::Rare => ShapeBin::Rare,
        Bin::Level(level) => ShapeBin::Value {
            name: Bilingual::same(level.as_str()),
        },
        Bin::Between { above, up_to } => match value {
            Some(value) => ShapeBin::Value {
                name: words.with_unit(&number(value, words.percent)),
            },
            None => ShapeBin::Between {
                above: *above,
                up_to: *up_to,
            },
        },
    }
}

/// Smallest and largest value of a number in the rows `rows`; `None` for a category and where all are missing.
fn range(frame: &Frame, column: usize, rows: &[u32]) -> Option<(f64, f64)> {
    let FeatureData::Number(values) = &frame.columns[column].data else {
        return None;
    };
    let present = rows.iter().map(|&row| values[row as usize]).filter(|v| !v.is_nan());
    present.fold(None, |range, v| match range {
        None => Some((v, v)),
        Some((low, high)) => Some((v.min(low), v.max(high))),
    })
}

/// Of a number with few values the value in each bin, where no bin holds two.
fn few_values(frame: &Frame, axis: &Axis, rows: &[u32]) -> Option<Vec<Option<f64>>> {
    let FeatureData::Number(values) = &frame.columns[axis.column].data else {
        return None;
    };
    let mut distinct: Vec<f64> = Vec::new();
    for value in rows.iter().map(|&row| values[row as usize]).filter(|v| !v.is_nan()) {
        if let Err(place) = distinct.binary_search_by(|seen| seen.total_cmp(&(value + 0.0))) {
            if distinct.len() == FEW_VALUES {
                return None;
            }
            distinct.insert(place, value + 0.0);
        }
    }
    axis.bins
        .iter()
        .map(|bin| match bin {
            Bin::Between { above, up_to } => {
                let inside = |v: f64| above.is_none_or(|a| v > a) && up_to.is_none_or(|b| v <= b);
                let mut own = distinct.iter().copied().filter(|&v| inside(v));
                let first = own.next();
                // Two values in a bin: the whole number is shown by intervals.
                if own.next().is_some() { None } else { Some(first) }
            }
            _ => Some(None),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_learn::frame::Feature;

    #[test]
    fn a_number_with_few_values_is_shown_value_by_value() {
        let frame = |values: Vec<f64>| Frame {
            rows: values.len(),
            columns: vec![Feature {
                name: "x".into(),
                data: FeatureData::Number(values),
            }],
        };
        let axis = |cuts: &[f64]| Axis {
            column: 0,
            name: "x".into(),
            bins: std::iter::once(Bin::Missing)
                .chain((0..=cuts.len()).map(|k| Bin::Between {
                    above: k.checked_sub(1).map(|k| cuts[k]),
                    up_to: cuts.get(k).copied(),
                }))
                .collect(),
        };
        let three = frame(vec![1.0, 2.0, f64::NAN, 4.0, 2.0]);
        let rows: Vec<u32> = (0..5).collect();
        let values = few_values(&three, &axis(&[1.5, 3.0]), &rows).unwrap();
        assert_eq!(values, [None, Some(1.0), Some(2.0), Some(4.0)]);
        assert_eq!(few_values(&three, &axis(&[3.0]), &rows), None, "a bin holds 1 and 2");
        let many = frame((0..20).map(f64::from).collect());
        let rows: Vec<u32> = (0..20).collect();
        assert_eq!(few_values(&many, &axis(&[3.0]), &rows), None);
        assert_eq!(range(&three, 0, &[0, 2, 3]), Some((1.0, 4.0)));
    }
}
