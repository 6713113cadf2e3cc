//! Logistic regression: a piecewise-linear function of each number, a table for each category.

use holdfast_learn::logistic::fit::FittedLogistic;
use holdfast_learn::logistic::shape::ColumnShape;

use crate::assembly::Assembly;
use crate::axis::Axis;
use crate::error::OnnxError;
use crate::graph::int;

/// Log-odds of a logistic regression, `[N, 1]`.
pub(crate) fn add(fitted: &FittedLogistic, assembly: &mut Assembly) -> Result<String, OnnxError> {
    let mut terms = vec![assembly.constant_column(fitted.intercept())];
    for column in 0..fitted.columns() {
        match fitted.shape(column) {
            ColumnShape::Nothing => {}
            ColumnShape::Number {
                low,
                high,
                knots,
                slopes,
                constant,
                missing,
            } => {
                let input = assembly.number(column)?;
                let graph = &mut assembly.graph;
                let (low, high) = (graph.doubles(&[], &[low]), graph.doubles(&[], &[high]));
                let knots_at = graph.doubles(&[1, knots.len()], &knots);
                let slopes = graph.doubles(&[slopes.len(), 1], &slopes);
                let (constant, missing) = (graph.doubles(&[1, 1], &[constant]), graph.doubles(&[1, 1], &[missing]));
                let clipped = graph.node("Clip", &[input, &low, &high], vec![]);
                let beyond = graph.node("Sub", &[&clipped, &knots_at], vec![]);
                let basis = graph.node("Relu", &[&beyond], vec![]);
                let slope = graph.node("MatMul", &[&basis, &slopes], vec![]);
                let value = graph.node("Add", &[&slope, &constant], vec![]);
                let unknown = graph.node("IsNaN", &[input], vec![]);
                terms.push(graph.node("Where", &[&unknown, &missing, &value], vec![]));
            }
            ColumnShape::Levels { bins, values } => {
                let bin = assembly.bin(&Axis::of(column, bins))?;
                let table = assembly.graph.doubles(&[values.len()], values);
                terms.push(assembly.graph.node("Gather", &[&table, &bin], vec![int("axis", 0)]));
            }
        }
    }
    Ok(assembly.graph.sum(&terms))
}
