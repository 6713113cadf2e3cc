//! What a model makes of each value of a column, as far as it can be drawn.

use std::collections::BTreeMap;

use holdfast_domain::lang::Bilingual;
use holdfast_learn::additive::model::AdditiveModel;
use holdfast_learn::additive::shape::{Axis, Bin, Shape};
use holdfast_learn::contract::model::Model;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::scorecard::points::{CardLine, CardValues};
use serde::Serialize;

use crate::error::AppError;
use crate::models::registry::record::FeatureRecord;
use crate::models::registry::store::Registry;

/// Terms that are given at most, the most important first.
const MOST_TERMS: usize = 60;

/// A model as far as it can be drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelShapes {
    /// The model.
    pub model_id: String,
    /// Its parts that have shapes, with their weights in the log-odds (1 for a model that is no blend).
    pub parts: Vec<ShapedPart>,
    /// What the model reads, strongest first: mean size of what a column adds to the log-odds.
    pub importance: Vec<FeatureRecord>,
}

/// A part with shapes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShapedPart {
    /// `additive` or `scorecard`.
    pub kind: &'static str,
    /// Its weight.
    pub weight: f64,
    /// Log-odds before anything is added; absent for a scorecard.
    pub intercept: Option<f64>,
    /// Shape functions of an additive model, the most important first.
    pub terms: Vec<ShapeTerm>,
    /// Lines of a scorecard.
    pub card: Vec<ShapeCardLine>,
}

/// A term of an additive model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShapeTerm {
    /// One column, or the two of a pair.
    pub columns: Vec<ShapeColumn>,
    /// Weighted mean of the absolute value over the rows that were learned from, log-odds.
    pub importance: f64,
    /// One point a bin, or a cell with the second column running fastest.
    pub points: Vec<ShapeValue>,
}

/// A column of a term.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShapeColumn {
    /// Its name.
    pub name: String,
    /// In words.
    pub label: Bilingual,
    /// What each bin holds.
    pub bins: Vec<ShapeBin>,
}

/// What a bin holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShapeBin {
    /// No value.
    Missing,
    /// Numbers above `above` up to `up_to`; open where null.
    Between {
        /// Lower edge, not included.
        above: Option<f64>,
        /// Upper edge, included.
        up_to: Option<f64>,
    },
    /// One level.
    Level {
        /// Its name.
        level: String,
    },
    /// Rare and unseen levels.
    Rare,
}

/// What is added in a bin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ShapeValue {
    /// Log-odds.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Weight of the rows that were learned from in the bin; 0: nothing is known here.
    pub weight: f64,
}

/// A line of a scorecard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShapeCardLine {
    /// The column's name.
    pub column: String,
    /// In words.
    pub label: Bilingual,
    /// Which values.
    pub values: ShapeBin,
    /// Churn rate of those learned from; null without rows.
    pub churn_rate: Option<f64>,
    /// Weight of evidence; above 0 means more churn than on the whole.
    pub woe: f64,
    /// Information value of the column.
    pub information_value: f64,
    /// Points, more for less churn.
    pub points: f64,
}

/// The shapes of a model.
///
/// # Errors
/// `no-such-model`, `damaged-registry`.
pub fn model_shapes(registry: &Registry, id: &str) -> Result<ModelShapes, AppError> {
    let (file, record) = (registry.model(id)?, registry.record(id)?);
    let labels: BTreeMap<String, Bilingual> = record
        .features
        .iter()
        .map(|feature| (feature.name.clone(), feature.label.clone()))
        .collect();
    let drawn = Drawn {
        schema: &file.fitted.schema,
        labels: &labels,
    };
    let mut parts = Vec::new();
    drawn.gather(&file.fitted.model, 1.0, &mut parts);
    Ok(ModelShapes {
        model_id: id.to_owned(),
        parts,
        importance: record.features,
    })
}

struct Drawn<'a> {
    schema: &'a Schema,
    labels: &'a BTreeMap<String, Bilingual>,
}

impl Drawn<'_> {
    /// The parts of a model that have shapes; a blend's are weighted.
    fn gather(&self, model: &Model, weight: f64, parts: &mut Vec<ShapedPart>) {
        match model {
            Model::Additive(model) => parts.push(self.additive(model, weight)),
            Model::Scorecard(model) => parts.push(ShapedPart {
                kind: "scorecard",
                weight,
                intercept: None,
                terms: Vec::new(),
                card: model
                    .card(self.schema)
                    .into_iter()
                    .map(|line| self.line(line))
                    .collect(),
            }),
            Model::Blend(blend) => {
                for (part, inner) in blend.parts.iter().zip(&blend.weights) {
                    self.gather(part, weight * inner, parts);
                }
            }
            _ => {}
        }
    }

    fn additive(&self, model: &AdditiveModel, weight: f64) -> ShapedPart {
        let shapes = model.shapes(self.schema);
        ShapedPart {
            kind: "additive",
            weight,
            intercept: Some(model.intercept),
            terms: shapes.iter().take(MOST_TERMS).map(|shape| self.term(shape)).collect(),
            card: Vec::new(),
        }
    }

    fn term(&self, shape: &Shape) -> ShapeTerm {
        let points = shape.points.iter().map(|point| ShapeValue {
            value: point.value,
            low: point.low,
            high: point.high,
            weight: point.weight,
        });
        ShapeTerm {
            columns: shape.axes.iter().map(|axis| self.column(axis)).collect(),
            importance: shape.importance,
            points: points.collect(),
        }
    }

    fn column(&self, axis: &Axis) -> ShapeColumn {
        ShapeColumn {
            label: self.label(&axis.name),
            name: axis.name.clone(),
            bins: axis.bins.iter().map(bin).collect(),
        }
    }

    fn line(&self, line: CardLine) -> ShapeCardLine {
        ShapeCardLine {
            label: self.label(&line.column),
            column: line.column,
            values: match line.values {
                CardValues::Missing => ShapeBin::Missing,
                CardValues::Interval { above, upto } => ShapeBin::Between { above, up_to: upto },
                CardValues::Level { level } => ShapeBin::Level { level },
                CardValues::Rare { .. } => ShapeBin::Rare,
            },
            churn_rate: line.churn_rate,
            woe: line.woe,
            information_value: line.information_value,
            points: line.points,
        }
    }

    fn label(&self, name: &str) -> Bilingual {
        self.labels.get(name).cloned().unwrap_or_else(|| Bilingual::same(name))
    }
}

fn bin(bin: &Bin) -> ShapeBin {
    match bin {
        Bin::Missing => ShapeBin::Missing,
        Bin::Between { above, up_to } => ShapeBin::Between {
            above: *above,
            up_to: *up_to,
        },
        Bin::Level(level) => ShapeBin::Level { level: level.clone() },
        Bin::Rare => ShapeBin::Rare,
    }
}
