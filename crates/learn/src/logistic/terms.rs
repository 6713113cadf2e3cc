//! Columns as the terms of a plain linear model: numbers as they are, categories against a base level.

use std::collections::BTreeMap;

use crate::contract::draw::{Cases, Part};
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

/// What one coefficient belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    /// Name of the column.
    pub column: String,
    /// Level and base level of a category; `None` for a number.
    pub levels: Option<(String, String)>,
    source: Source,
    /// Mean over the rows.
    pub mean: f64,
    /// Standard deviation over the rows (with n), above 0 unless the term is constant.
    pub sd: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Source {
    Number(usize),
    Level(usize, u32),
}

impl Term {
    /// Name for people.
    pub fn name(&self) -> String {
        match &self.levels {
            None => self.column.clone(),
            Some((level, _)) => format!("{} = {level}", self.column),
        }
    }

    fn value(&self, frame: &Frame, row: u32) -> f64 {
        match self.source {
            Source::Number(column) => match &frame.columns[column].data {
                FeatureData::Number(values) => values[row as usize],
                FeatureData::Category { .. } => f64::NAN,
            },
            Source::Level(column, code) => match &frame.columns[column].data {
                FeatureData::Number(_) => f64::NAN,
                FeatureData::Category { codes, .. } => f64::from(u8::from(codes[row as usize] == code)),
            },
        }
    }
}

/// How a missing category is called.
const MISSING_LEVEL: &str = "(missing)";

/// The standardised terms of rows, and the rows: those with a missing number are left out.
pub(super) struct Matrix {
    pub terms: Vec<Term>,
    /// (value − mean) ÷ sd, `rows × terms`.
    pub values: Vec<f64>,
    /// The rows with their weights.
    pub part: Part,
}

/// Builds terms of the named columns, all columns where no name is given.
pub(super) fn build(cases: &Cases, names: &[String], bases: &BTreeMap<String, String>) -> Result<Matrix, LearnError> {
    let columns = chosen(cases.frame, names)?;
    let complete = |row: u32| {
        columns.iter().all(|&column| match &cases.frame.columns[column].data {
            FeatureData::Number(values) => !values[row as usize].is_nan(),
            FeatureData::Category { .. } => true,
        })
    };
    let mut part = Part::default();
    for (&row, &weight) in cases.rows.iter().zip(cases.weights).filter(|&(&row, _)| complete(row)) {
        part.rows.push(row);
        part.weights.push(weight);
    }
    let mut terms = Vec::new();
    for &column in &columns {
        let feature = &cases.frame.columns[column];
        match &feature.data {
            FeatureData::Number(_) => terms.push(Term {
                column: feature.name.clone(),
                levels: None,
                source: Source::Number(column),
                mean: 0.0,
                sd: 0.0,
            }),
            FeatureData::Category { codes, levels } => {
                terms.extend(level_terms(
                    feature,
                    column,
                    codes,
                    levels,
                    &part,
                    bases.get(&feature.name),
                )?);
            }
        }
    }
    let total: f64 = part.weights.iter().sum();
    let mut values = vec![0.0; part.rows.len() * terms.len()];
    let width = terms.len();
    for (place, term) in terms.iter_mut().enumerate() {
        let raw: Vec<f64> = part.rows.iter().map(|&row| term.value(cases.frame, row)).collect();
        let over = |of: &dyn Fn(f64) -> f64| {
            raw.iter()
                .zip(&part.weights)
                .map(|(&x, w)| w / total * of(x))
                .sum::<f64>()
        };
        term.mean = over(&|x| x);
        let largest = raw.iter().map(|x| (x - term.mean).abs()).fold(0.0, f64::max);
        // In units of the largest distance, so that squares do not overflow; what rounding leaves of a constant is no spread.
        if largest > 1e-12 * term.mean.abs() {
            term.sd = largest * over(&|x| ((x - term.mean) / largest).powi(2)).sqrt();
        }
        for (row, x) in raw.iter().enumerate() {
            values[row * width + place] = if term.sd > 0.0 { (x - term.mean) / term.sd } else { 0.0 };
        }
    }
    Ok(Matrix { terms, values, part })
}

fn chosen(frame: &Frame, names: &[String]) -> Result<Vec<usize>, LearnError> {
    if names.is_empty() {
        return Ok((0..frame.columns.len()).collect());
    }
    let place = |name: &String| frame.columns.iter().position(|feature| feature.name == *name);
    names
        .iter()
        .map(|name| place(name).ok_or_else(|| LearnError::NoSuchColumn { column: name.clone() }))
        .collect()
}

/// A term for each level with rows but the base: the one asked for, otherwise the heaviest, ties by code.
fn level_terms(
    feature: &Feature,
    column: usize,
    codes: &[u32],
    levels: &[String],
    part: &Part,
    base: Option<&String>,
) -> Result<Vec<Term>, LearnError> {
    let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
    for (&row, &weight) in part.rows.iter().zip(&part.weights) {
        *sums.entry(codes[row as usize]).or_default() += weight;
    }
    let name = |code: u32| match levels.get(code as usize) {
        Some(level) => level.clone(),
        None if code == MISSING => MISSING_LEVEL.to_owned(),
        None => format!("({code})"),
    };
    let base = match base {
        Some(level) => {
            sums.keys()
                .copied()
                .find(|&code| name(code) == *level)
                .ok_or_else(|| LearnError::NoSuchLevel {
                    column: feature.name.clone(),
                    level: level.clone(),
                })?
        }
        None => {
            let heaviest = sums.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
            heaviest.map_or(MISSING, |(&code, _)| code)
        }
    };
    let others = sums.keys().copied().filter(|&code| code != base);
    let term = |code: u32| Term {
        column: feature.name.clone(),
        levels: Some((name(code), name(base))),
        source: Source::Level(column, code),
        mean: 0.0,
        sd: 0.0,
    };
    Ok(others.map(term).collect())
}
