//! Every kind of fitted model that can be exported.

use holdfast_learn::additive::bins::ColumnBins;
use holdfast_learn::additive::model::{AdditiveModel, TermColumns};
use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::model::Model;
use holdfast_learn::contract::schema::Schema;

use crate::about::About;
use crate::axis::{Axis, Cut};
use crate::error::OnnxError;
use crate::export::{Part, WeightedPart, export};
use crate::lookup::{Lookup, LookupTerm};

/// The bytes of an ONNX file that answers what [`Fitted::margins`] and [`Fitted::probabilities`] answer, to 1e-9.
///
/// # Errors
/// See [`export`]; [`OnnxError::Unsupported`] for a kind that has no exporter.
pub fn export_fitted(fitted: &Fitted, about: &About) -> Result<Vec<u8>, OnnxError> {
    export_scaled(fitted, 0.0, 1.0, about)
}

/// The same with log-odds `intercept + slope × margin`: a model with its calibration.
///
/// # Errors
/// See [`export_fitted`].
pub fn export_scaled(fitted: &Fitted, intercept: f64, slope: f64, about: &About) -> Result<Vec<u8>, OnnxError> {
    let mut flat = Vec::new();
    let base = intercept + flatten(&fitted.model, slope, &mut flat);
    let lookups: Vec<Option<Lookup>> = flat
        .iter()
        .map(|(_, model)| match model {
            Model::Additive(model) => Some(lookup(model, &fitted.schema)),
            _ => None,
        })
        .collect();
    let parts = flat
        .iter()
        .zip(&lookups)
        .map(|(&(weight, model), lookup)| {
            let part = match (model, lookup) {
                (_, Some(lookup)) => Part::Lookup(lookup),
                (Model::Logistic(model), _) => Part::Logistic(&model.fitted),
                (Model::Boosting(model), _) => Part::Trees {
                    binner: &model.binner,
                    booster: &model.booster,
                },
                (other, _) => return Err(OnnxError::Unsupported { kind: kind(other) }),
            };
            Ok(WeightedPart { weight, part })
        })
        .collect::<Result<Vec<_>, OnnxError>>()?;
    export(&fitted.schema, base, &parts, about)
}

/// Parts that are no blends with their weights, and the intercepts of the blends together.
fn flatten<'a>(model: &'a Model, weight: f64, out: &mut Vec<(f64, &'a Model)>) -> f64 {
    let Model::Blend(blend) = model else {
        out.push((weight, model));
        return 0.0;
    };
    let inner: f64 = blend
        .parts
        .iter()
        .zip(&blend.weights)
        .map(|(part, own)| flatten(part, weight * own, out))
        .sum();
    weight * blend.intercept + inner
}

fn kind(model: &Model) -> &'static str {
    match model {
        Model::Logistic(_) => "logistic",
        Model::Additive(_) => "additive",
        Model::Boosting(_) => "boosting",
        Model::Blend(_) => "blend",
        Model::Scorecard(_) => "scorecard",
        Model::Neighbours(_) => "neighbours",
        Model::Vectors(_) => "vectors",
        Model::NaiveBayes(_) => "naive_bayes",
    }
}

/// An additive model as tables.
fn lookup(model: &AdditiveModel, schema: &Schema) -> Lookup {
    let axis = |column: usize| Axis {
        column,
        cut: match model.bins.get(column).and_then(Option::as_ref) {
            Some(ColumnBins::Number { cuts }) => Cut::Number { cuts: cuts.clone() },
            Some(ColumnBins::Category { codes }) => levels(codes, schema, column),
            None => Cut::Number { cuts: Vec::new() },
        },
    };
    let terms = model
        .terms
        .iter()
        .map(|term| LookupTerm {
            axes: match &term.columns {
                TermColumns::Main { column } => vec![axis(*column)],
                TermColumns::Pair { columns, coarse, bins } => (0..2)
                    .map(|side| axis(columns[side]).joined(&coarse[side], bins[side]))
                    .collect(),
            },
            table: term.values.clone(),
        })
        .collect();
    Lookup {
        base: model.intercept,
        terms,
    }
}

/// Bin `1 + k` of level `codes[k]`, the last of every other.
fn levels(codes: &[u32], schema: &Schema, column: usize) -> Cut {
    let rare = codes.len() + 1;
    let known = schema.columns.get(column).and_then(|column| column.levels.as_ref());
    let bin_of = (0..known.map_or(0, Vec::len) as u32)
        .map(|level| codes.binary_search(&level).map_or(rare, |place| place + 1))
        .collect();
    Cut::Levels {
        bin_of,
        unseen: rare,
        bins: rare + 1,
    }
}
