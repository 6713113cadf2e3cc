//! Every kind of fitted model that can be exported.

use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::model::Model;

use crate::about::About;
use crate::error::OnnxError;
use crate::export::{Part, WeightedPart, export};

/// The bytes of an ONNX file that answers what [`Fitted::margins`] and [`Fitted::probabilities`] answer, to 1e-9.
///
/// # Errors
/// See [`export`]; [`OnnxError::Unsupported`] for a kind that has no exporter.
pub fn export_fitted(fitted: &Fitted, about: &About) -> Result<Vec<u8>, OnnxError> {
    let part = match &fitted.model {
        Model::Logistic(model) => Part::Logistic(&model.fitted),
    };
    export(&fitted.schema, 0.0, &[WeightedPart { weight: 1.0, part }], about)
}
