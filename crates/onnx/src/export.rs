//! A weighted sum of parts as the bytes of an ONNX file.

use holdfast_learn::boost::tree::FittedBooster;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::encode::binner::Binner;
use holdfast_learn::logistic::fit::FittedLogistic;
use prost::Message;

use crate::about::About;
use crate::assembly::Assembly;
use crate::error::OnnxError;
use crate::graph::ML;
use crate::inputs::{Inputs, MARGIN, PROBABILITY, value};
use crate::lookup::Lookup;
use crate::message::{GraphProto, ModelProto, OperatorSetIdProto, data_type};
use crate::{logistic, trees};

/// Version of the file format, and of the operators that came with it (ONNX 1.16; onnxruntime 1.21 and later).
const IR_VERSION: i64 = 10;
const OPERATORS: i64 = 21;
const ML_OPERATORS: i64 = 5;

/// A model, or a component of a blend.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A logistic regression.
    Logistic(&'a FittedLogistic),
    /// Boosted trees with the bins that they were fitted on.
    Trees {
        /// The bins.
        binner: &'a Binner,
        /// The trees.
        booster: &'a FittedBooster,
    },
    /// An additive model or a scorecard in log-odds.
    Lookup(&'a Lookup),
}

/// A part and its weight in the sum.
#[derive(Clone, Copy, Debug)]
pub struct WeightedPart<'a> {
    /// Weight of the part's log-odds; 1 for a model that stands alone.
    pub weight: f64,
    /// The part.
    pub part: Part<'a>,
}

/// The bytes of a file whose `margin` is `intercept + Σ weight × part` (log-odds) and whose `probability` is its logistic
/// function, both `[N]`, in double precision.
///
/// One input a column of the schema, `[N, 1]`: doubles with NaN for missing, or strings with the empty text for missing; a level that
/// the schema does not know is treated as the model treats unseen levels. Infinities are for the caller to refuse, as
/// [`Schema::align`] does. A column called `margin`, `probability`, `holdfast/…` or nothing has `column:` before its name; the metadata
/// `inputs` says so.
///
/// # Errors
/// [`OnnxError::NoColumns`], [`OnnxError::EmptyLevel`]; [`OnnxError::Shape`] for a part that does not fit the schema or itself.
pub fn export(schema: &Schema, intercept: f64, parts: &[WeightedPart], about: &About) -> Result<Vec<u8>, OnnxError> {
    let inputs = Inputs::of(schema)?;
    let mut assembly = Assembly::new(&inputs);
    let mut terms = Vec::with_capacity(parts.len() + 1);
    if intercept != 0.0 || parts.is_empty() {
        terms.push(assembly.constant_column(intercept));
    }
    for weighted in parts {
        let part = match weighted.part {
            Part::Logistic(fitted) => logistic::add(fitted, &mut assembly)?,
            Part::Trees { binner, booster } => trees::add(binner, booster, &mut assembly)?,
            Part::Lookup(lookup) => lookup.add(&mut assembly)?,
        };
        if weighted.weight == 1.0 {
            terms.push(part);
        } else {
            let weight = assembly.graph.doubles(&[1, 1], &[weighted.weight]);
            terms.push(assembly.graph.node("Mul", &[&part, &weight], vec![]));
        }
    }
    let mut graph = assembly.graph;
    let sum = graph.sum(&terms);
    let axis = graph.integers(&[1]);
    graph.named("", "Squeeze", &[&sum, &axis], MARGIN, vec![]);
    graph.named("", "Sigmoid", &[MARGIN], PROBABILITY, vec![]);
    let file = ModelProto {
        ir_version: Some(IR_VERSION),
        producer_name: Some("holdfast".to_owned()),
        producer_version: Some(about.program_version.to_owned()),
        domain: None,
        model_version: Some(1),
        doc_string: Some(about.card.to_owned()),
        graph: Some(GraphProto {
            node: graph.nodes,
            name: Some("holdfast".to_owned()),
            initializer: graph.constants,
            doc_string: None,
            input: inputs.declared(),
            output: vec![
                value(MARGIN, data_type::DOUBLE, &[None], "log-odds of churn"),
                value(PROBABILITY, data_type::DOUBLE, &[None], "probability of churn, 0–1"),
            ],
        }),
        opset_import: vec![operators("", OPERATORS), operators(ML, ML_OPERATORS)],
        metadata_props: about.metadata(&inputs),
    };
    Ok(file.encode_to_vec())
}

fn operators(domain: &str, version: i64) -> OperatorSetIdProto {
    OperatorSetIdProto {
        domain: Some(domain.to_owned()),
        version: Some(version),
    }
}
