//! The network: a gated recurrent unit over the periods (Cho et al. 2014, in the form of Chung et al. 2014 with the reset after the product), its last
//! state beside the static inputs, one hidden layer, one output a horizon.

use candle_core::{D, DType, Device, Tensor, Var};
use candle_nn::ops::sigmoid;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::batch::Batch;
use crate::error::SequenceError;

/// Names of the weights in the file, in the order of [`Network`]'s array.
pub(crate) const NAMES: [&str; 8] = [
    "recurrent.input",
    "recurrent.state",
    "recurrent.input_bias",
    "recurrent.state_bias",
    "joined.weight",
    "joined.bias",
    "output.weight",
    "output.bias",
];

/// Sizes of the layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sizes {
    /// Channels.
    pub channels: usize,
    /// Static inputs.
    pub statics: usize,
    /// Units of the recurrent layer.
    pub hidden: usize,
    /// Units of the layer that joins.
    pub joined: usize,
    /// Outputs.
    pub horizons: usize,
}

impl Sizes {
    /// Shapes of the weights.
    pub fn shapes(&self) -> [Vec<usize>; 8] {
        let gates = 3 * self.hidden;
        [
            vec![self.channels, gates],
            vec![self.hidden, gates],
            vec![gates],
            vec![gates],
            vec![self.hidden + self.statics, self.joined],
            vec![self.joined],
            vec![self.joined, self.horizons],
            vec![self.horizons],
        ]
    }
}

/// Weights.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    /// By [`NAMES`].
    pub weights: [Tensor; 8],
}

/// First weights: uniform within ± 1/√(inputs), biases 0, the output's bias the log-odds of each horizon.
pub(crate) fn first_weights(
    sizes: &Sizes,
    base: &[f64],
    seed: u64,
    device: &Device,
) -> Result<Vec<Var>, SequenceError> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut variables = Vec::with_capacity(8);
    for (name, shape) in NAMES.iter().zip(sizes.shapes()) {
        let count = shape.iter().product();
        let values: Vec<f32> = match (shape.as_slice(), *name) {
            (_, "output.bias") => base.iter().map(|&b| b as f32).collect(),
            ([inputs, _], _) => {
                let bound = 1.0 / (*inputs as f32).sqrt();
                (0..count).map(|_| rng.gen_range(-bound..bound)).collect()
            }
            _ => vec![0.0; count],
        };
        variables.push(Var::from_vec(values, shape, device)?);
    }
    Ok(variables)
}

impl Network {
    /// The network of these weights, in the order of [`NAMES`]; it follows them while they are trained.
    pub fn of(weights: &[Var]) -> Self {
        Self {
            weights: std::array::from_fn(|k| weights[k].as_tensor().clone()),
        }
    }

    /// A copy that no longer follows the training.
    pub fn frozen(&self) -> Result<Self, SequenceError> {
        let mut copy = self.clone();
        for weight in &mut copy.weights {
            *weight = weight.copy()?.detach();
        }
        Ok(copy)
    }

    /// Log-odds, `rows × horizons`.
    pub fn forward(&self, batch: &Batch) -> Result<Tensor, SequenceError> {
        let [
            input,
            state,
            input_bias,
            state_bias,
            joined,
            joined_bias,
            output,
            output_bias,
        ] = &self.weights;
        let (rows, periods, channels) = batch.history.dims3()?;
        let hidden = state.dim(0)?;
        let gates = batch
            .history
            .reshape((rows * periods, channels))?
            .matmul(input)?
            .broadcast_add(input_bias)?
            .reshape((rows, periods, 3 * hidden))?;
        let mut last = Tensor::zeros((rows, hidden), DType::F32, batch.history.device())?;
        for period in 0..periods {
            let from_input = gates.narrow(1, period, 1)?.squeeze(1)?;
            let from_state = last.matmul(state)?.broadcast_add(state_bias)?;
            let gate = |k: usize| -> candle_core::Result<Tensor> {
                from_input.narrow(1, k * hidden, hidden)? + from_state.narrow(1, k * hidden, hidden)?
            };
            let (reset, keep) = (sigmoid(&gate(0)?)?, sigmoid(&gate(1)?)?);
            let remembered = (reset * from_state.narrow(1, 2 * hidden, hidden)?)?;
            let fresh = (from_input.narrow(1, 2 * hidden, hidden)? + remembered)?.tanh()?;
            let next = (&fresh + (keep * (&last - &fresh)?)?)?;
            // Before the customer existed nothing is remembered.
            let alive = batch.alive.narrow(1, period, 1)?;
            last = (&last + (next - &last)?.broadcast_mul(&alive)?)?;
        }
        let all = match &batch.statics {
            None => last,
            Some(statics) => Tensor::cat(&[&last, statics], D::Minus1)?,
        };
        let joined = all.matmul(joined)?.broadcast_add(joined_bias)?.tanh()?;
        Ok(joined.matmul(output)?.broadcast_add(output_bias)?)
    }
}
