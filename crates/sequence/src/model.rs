//! The fitted network.

use std::borrow::Cow;

use holdfast_learn::contract::schema::Schema;
use holdfast_learn::frame::Frame;

use crate::batch::{Encoded, steps};
use crate::encode::Encoding;
use crate::error::SequenceError;
use crate::fit::device;
use crate::input::SequenceInput;
use crate::network::Network;
use crate::settings::SequenceSettings;

/// A fitted sequence network.
#[derive(Clone, Debug)]
pub struct SequenceModel {
    /// Names of the channels, in order.
    pub channels: Vec<String>,
    /// Periods of a history.
    pub periods: usize,
    /// Number of horizons.
    pub horizons: usize,
    /// Static columns.
    pub schema: Schema,
    /// How it was trained.
    pub settings: SequenceSettings,
    /// Means and scales.
    pub encoding: Encoding,
    /// Mean log loss on the hold-out after 0, 1, 2… passes.
    pub curve: Vec<f64>,
    pub(crate) network: Network,
}

impl SequenceModel {
    /// Log-odds of churn, `rows × horizons`, of the rows `rows` in that order; finite.
    ///
    /// # Errors
    /// See [`SequenceInput::check`]; [`SequenceError::Other`] for channels or periods that the model does not know; those of [`Schema::align`].
    pub fn margins(&self, input: &SequenceInput, rows: &[u32]) -> Result<Vec<f64>, SequenceError> {
        let statics = self.read(input)?;
        let encoded = Encoded::new(&self.encoding, input, &statics, rows);
        let device = device()?;
        let mut out = Vec::with_capacity(rows.len() * self.horizons);
        for (places, count) in steps(rows.len()) {
            let margins = self.network.forward(&encoded.batch(&places, &device)?)?;
            let margins = margins.to_vec2::<f32>()?;
            out.extend(margins.into_iter().take(count).flatten().map(f64::from));
        }
        Ok(out)
    }

    /// Checks an input and reads its static columns by the model's schema.
    pub(crate) fn read<'a>(&self, input: &'a SequenceInput) -> Result<Cow<'a, Frame>, SequenceError> {
        input.check()?;
        if input.channels != self.channels {
            return Err(SequenceError::Other {
                what: "the list of channels",
                found: input.channels.join(", "),
                expected: self.channels.join(", "),
            });
        }
        if input.periods != self.periods {
            return Err(SequenceError::Other {
                what: "the number of periods",
                found: input.periods.to_string(),
                expected: self.periods.to_string(),
            });
        }
        Ok(self.schema.align(&input.statics)?)
    }
}
