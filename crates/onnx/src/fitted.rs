//! Every kind of fitted model that can be exported.

use holdfast_learn::additive::bins::ColumnBins;
use holdfast_learn::additive::model::{AdditiveModel, TermColumns};
use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::model::Model;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::scorecard::bins::Cut as CardCut;
use holdfast_learn::scorecard::fit::ScorecardModel;

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
            Model::Additive(model) => lookup_of(model, &fitted.schema).map(Some),
            Model::Scorecard(model) => Ok(Some(lookup_of_card(model, &fitted.schema))),
            _ => Ok(None),
        })
        .collect::<Result<_, OnnxError>>()?;
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
///
/// # Errors
/// [`OnnxError::Shape`] for a term of a column without bins.
pub fn lookup_of(model: &AdditiveModel, schema: &Schema) -> Result<Lookup, OnnxError> {
    let axis = |column: usize| {
        let bins = model.bins.get(column).and_then(Option::as_ref);
        let levels = schema
            .columns
            .get(column)
            .and_then(|c| c.levels.as_ref())
            .map_or(0, Vec::len);
        match bins {
            Some(ColumnBins::Number { cuts }) => Ok(Axis {
                column,
                cut: Cut::Number { cuts: cuts.clone() },
            }),
            Some(ColumnBins::Category { codes }) => Ok(Axis::of_levels(column, codes, levels)),
            None => Err(OnnxError::Shape {
                part: "an additive model",
                what: format!("column {column} has a term but no bins"),
            }),
        }
    };
    let terms = model.terms.iter().map(|term| {
        let axes = match &term.columns {
            TermColumns::Main { column } => vec![axis(*column)?],
            TermColumns::Pair { columns, coarse, bins } => vec![
                axis(columns[0])?.joined(&coarse[0], bins[0]),
                axis(columns[1])?.joined(&coarse[1], bins[1]),
            ],
        };
        Ok(LookupTerm {
            axes,
            table: term.values.clone(),
        })
    });
    Ok(Lookup {
        base: model.intercept,
        terms: terms.collect::<Result<_, OnnxError>>()?,
    })
}

/// A scorecard as tables: what each bin of the columns in the card adds. A level that training did not know adds nothing.
pub fn lookup_of_card(model: &ScorecardModel, schema: &Schema) -> Lookup {
    let used = model
        .columns
        .iter()
        .enumerate()
        .filter(|(_, scored)| scored.coefficient != 0.0);
    let terms = used.map(|(column, scored)| {
        let mut table: Vec<f64> = scored
            .binned
            .bins
            .iter()
            .map(|bin| scored.coefficient * bin.woe)
            .collect();
        let cut = match &scored.binned.cut {
            CardCut::Number { bins } => Cut::Number {
                cuts: bins.cuts.clone(),
            },
            CardCut::Category { places } => {
                let known = schema.columns.get(column).and_then(|column| column.levels.as_ref());
                table.push(0.0);
                Cut::Levels {
                    bin_of: (0..known.map_or(0, Vec::len) as u32)
                        .map(|level| places.place(level))
                        .collect(),
                    unseen: places.count(),
                    bins: places.count() + 1,
                }
            }
        };
        LookupTerm {
            axes: vec![Axis { column, cut }],
            table,
        }
    });
    Lookup {
        base: model.intercept,
        terms: terms.collect(),
    }
}
