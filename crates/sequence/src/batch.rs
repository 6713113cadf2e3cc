//! Encoded rows, and some of them as tensors.

use candle_core::{Device, Tensor};
use holdfast_learn::frame::Frame;

use crate::encode::Encoding;
use crate::error::SequenceError;
use crate::input::SequenceInput;

/// Rows a step of prediction. Every step has this many, so that a row's result does not depend on which others are asked for.
pub(crate) const STEP: usize = 256;

/// Encoded rows in the order they were asked for.
pub(crate) struct Encoded {
    periods: usize,
    channels: usize,
    static_width: usize,
    history: Vec<f32>,
    alive: Vec<f32>,
    statics: Vec<f32>,
}

/// Rows as tensors.
pub(crate) struct Batch {
    /// `rows × periods × channels`.
    pub history: Tensor,
    /// `rows × periods`: 1 where the customer existed.
    pub alive: Tensor,
    /// `rows × static inputs`; none where there are no static columns.
    pub statics: Option<Tensor>,
}

impl Encoded {
    /// The rows `rows` of an input; `statics` are its static columns by the schema of the fit.
    pub fn new(encoding: &Encoding, input: &SequenceInput, statics: &Frame, rows: &[u32]) -> Self {
        let mut out = Self {
            periods: input.periods,
            channels: input.channels.len(),
            static_width: encoding.static_width(),
            history: Vec::with_capacity(rows.len() * input.periods * input.channels.len()),
            alive: Vec::with_capacity(rows.len() * input.periods),
            statics: Vec::with_capacity(rows.len() * encoding.static_width()),
        };
        for &row in rows {
            let row = row as usize;
            encoding.history(input, row, &mut out.history);
            let from = input.from[row] as usize;
            out.alive
                .extend((0..input.periods).map(|period| f32::from(u8::from(period >= from))));
            encoding.statics(statics, row, &mut out.statics);
        }
        out
    }

    /// The rows at these places.
    pub fn batch(&self, places: &[usize], device: &Device) -> Result<Batch, SequenceError> {
        let gather = |values: &[f32], width: usize| -> Vec<f32> {
            let lines = places.iter().flat_map(|&p| &values[p * width..(p + 1) * width]);
            lines.copied().collect()
        };
        let (rows, periods, channels) = (places.len(), self.periods, self.channels);
        let history = gather(&self.history, periods * channels);
        let alive = gather(&self.alive, periods);
        let statics = match self.static_width {
            0 => None,
            width => Some(Tensor::from_vec(gather(&self.statics, width), (rows, width), device)?),
        };
        Ok(Batch {
            history: Tensor::from_vec(history, (rows, periods, channels), device)?,
            alive: Tensor::from_vec(alive, (rows, periods), device)?,
            statics,
        })
    }
}

/// Steps of [`STEP`] places that cover `0..rows`, with how many of each count; the last is filled up with its last place.
pub(crate) fn steps(rows: usize) -> impl Iterator<Item = (Vec<usize>, usize)> {
    (0..rows).step_by(STEP).map(move |start| {
        let count = STEP.min(rows - start);
        let places = (0..STEP).map(|k| start + k.min(count - 1)).collect();
        (places, count)
    })
}
