//! A fitted network as bytes: one safetensors file, with everything that is no weight as JSON among its metadata.

use std::collections::BTreeMap;

use candle_core::Tensor;
use candle_core::safetensors::load_buffer;
use holdfast_learn::contract::schema::Schema;
use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};

use crate::encode::Encoding;
use crate::error::SequenceError;
use crate::fit::device;
use crate::model::SequenceModel;
use crate::network::{NAMES, Network, Sizes};
use crate::settings::SequenceSettings;

/// Key of the JSON among the metadata.
const KEY: &str = "holdfast";

#[derive(Serialize, Deserialize)]
struct Description {
    channels: Vec<String>,
    periods: usize,
    horizons: usize,
    schema: Schema,
    settings: SequenceSettings,
    encoding: Encoding,
    curve: Vec<f64>,
}

impl SequenceModel {
    /// The model as bytes; the same model gives the same bytes.
    ///
    /// # Errors
    /// [`SequenceError::Stored`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, SequenceError> {
        let description = Description {
            channels: self.channels.clone(),
            periods: self.periods,
            horizons: self.horizons,
            schema: self.schema.clone(),
            settings: self.settings,
            encoding: self.encoding.clone(),
            curve: self.curve.clone(),
        };
        let json = serde_json::to_string(&description).map_err(stored)?;
        let tensors: BTreeMap<&str, &Tensor> = NAMES.into_iter().zip(&self.network.weights).collect();
        let metadata = [(KEY.to_owned(), json)].into_iter().collect();
        safetensors::serialize(tensors, Some(metadata)).map_err(stored)
    }

    /// The model of these bytes; it predicts to the bit what the stored one did.
    ///
    /// # Errors
    /// [`SequenceError::Stored`] for bytes that are no such file, or whose weights do not have the sizes that it says.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SequenceError> {
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(stored)?;
        let json = metadata.metadata().as_ref().and_then(|texts| texts.get(KEY));
        let json = json.ok_or_else(|| SequenceError::Stored("no description of a network".to_owned()))?;
        let description: Description = serde_json::from_str(json).map_err(stored)?;
        let sizes = Sizes {
            channels: description.channels.len(),
            statics: description.encoding.static_width(),
            hidden: description.settings.hidden,
            joined: description.settings.joined,
            horizons: description.horizons,
        };
        let mut tensors = load_buffer(bytes, &device()?).map_err(stored)?;
        let mut weights = Vec::with_capacity(NAMES.len());
        for (name, shape) in NAMES.into_iter().zip(sizes.shapes()) {
            let tensor = tensors.remove(name).filter(|tensor| tensor.dims() == shape);
            weights.push(
                tensor
                    .ok_or_else(|| SequenceError::Stored(format!("weights {name} of shape {shape:?} are missing")))?,
            );
        }
        let weights: [Tensor; 8] = weights
            .try_into()
            .map_err(|_: Vec<Tensor>| SequenceError::Stored("weights are missing".to_owned()))?;
        Ok(Self {
            channels: description.channels,
            periods: description.periods,
            horizons: description.horizons,
            schema: description.schema,
            settings: description.settings,
            encoding: description.encoding,
            curve: description.curve,
            network: Network { weights },
        })
    }
}

fn stored(error: impl ToString) -> SequenceError {
    SequenceError::Stored(error.to_string())
}
