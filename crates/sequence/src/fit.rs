//! Training: AdamW on batches, gradients clipped, stopped by a hold-out of customers.

use candle_core::backprop::GradStore;
use candle_core::{Device, Tensor, Var};
use candle_nn::{AdamW, Optimizer, ParamsAdamW};
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::error::LearnError;
use holdfast_stats::special::log1p_exp;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::batch::{Encoded, steps};
use crate::encode::Encoding;
use crate::error::SequenceError;
use crate::key::{content, row_keys};
use crate::model::SequenceModel;
use crate::network::{Network, Sizes, first_weights};
use crate::settings::SequenceSettings;
use crate::task::SequenceTask;

/// Names the use of row keys here.
const STREAM: u64 = 0x7365_7175_656e_6365;

/// Fits on `task.rows`: most of them teach, the hold-out says when to stop, and the weights of the best pass are kept.
///
/// Loss: weighted mean log loss over rows and known horizons. Rows are put in the order of their content first, so that the order of the table does not
/// matter. A weight of 2 counts like the row twice in every sum, but not in which batch a row falls: results then agree closely, not to the bit.
///
/// # Errors
/// See [`SequenceTask::check`] and [`SequenceSettings::check`]; [`LearnError::Empty`] when the hold-out would hold every customer or none;
/// [`SequenceError::Diverged`].
pub fn fit(task: &SequenceTask, settings: &SequenceSettings) -> Result<SequenceModel, SequenceError> {
    task.check()?;
    settings.check()?;
    let device = device()?;
    let (rows, held_from) = arrange(task, settings.hold_out)?;
    let encoding = Encoding::fit(task.input, &rows);
    let sizes = Sizes {
        channels: task.input.channels.len(),
        statics: encoding.static_width(),
        hidden: settings.hidden,
        joined: settings.joined,
        horizons: task.horizons,
    };
    let encoded = Encoded::new(&encoding, task.input, &task.input.statics, &rows);
    let weights = first_weights(&sizes, &task.base_margins(), task.seed, &device)?;
    let network = Network::of(&weights);
    let mut trainer = Trainer {
        task,
        settings,
        rows: &rows,
        encoded: &encoded,
        network: &network,
        optimizer: AdamW::new(
            weights.clone(),
            ParamsAdamW {
                lr: settings.learning_rate,
                weight_decay: settings.weight_decay,
                ..ParamsAdamW::default()
            },
        )?,
        weights: &weights,
        device: &device,
    };
    let mut order: Vec<usize> = (0..held_from).collect();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(task.seed ^ STREAM);
    let mut curve = vec![trainer.held_loss(held_from)?];
    let mut best = (curve[0], 0, network.frozen()?);
    for epoch in 1..=settings.epochs {
        order.shuffle(&mut rng);
        for places in order.chunks(settings.batch) {
            trainer.step(places)?;
        }
        let loss = trainer.held_loss(held_from)?;
        if !loss.is_finite() {
            return Err(SequenceError::Diverged { epoch });
        }
        curve.push(loss);
        if loss < best.0 {
            best = (loss, epoch, network.frozen()?);
        } else if epoch - best.1 >= settings.patience {
            break;
        }
    }
    Ok(SequenceModel {
        channels: task.input.channels.clone(),
        periods: task.input.periods,
        horizons: task.horizons,
        schema: Schema::of(&task.input.statics),
        settings: *settings,
        encoding,
        curve,
        network: best.2,
    })
}

/// The processor, or the first card where the program was built for one and there is one.
pub(crate) fn device() -> Result<Device, SequenceError> {
    Ok(if cfg!(feature = "cuda") {
        Device::cuda_if_available(0)?
    } else {
        Device::Cpu
    })
}

/// The rows that teach, then (from the returned place on) those that are held out, each in the order of their keys.
fn arrange(task: &SequenceTask, hold_out: f64) -> Result<(Vec<u32>, usize), SequenceError> {
    let below = (hold_out * u64::MAX as f64) as u64;
    let mut keyed: Vec<(bool, u64, u64, u32)> = row_keys(task, STREAM)
        .into_iter()
        .zip(task.rows)
        .map(|(key, &row)| (key < below, key, content(task, row, STREAM), row))
        .collect();
    keyed.sort_unstable();
    let held_from = keyed.partition_point(|row| !row.0);
    if held_from == 0 || held_from == keyed.len() {
        return Err(LearnError::Empty.into());
    }
    Ok((keyed.into_iter().map(|row| row.3).collect(), held_from))
}

struct Trainer<'a> {
    task: &'a SequenceTask<'a>,
    settings: &'a SequenceSettings,
    rows: &'a [u32],
    encoded: &'a Encoded,
    network: &'a Network,
    optimizer: AdamW,
    weights: &'a [Var],
    device: &'a Device,
}

impl Trainer<'_> {
    /// One step down the gradient of the batch's loss.
    fn step(&mut self, places: &[usize]) -> Result<(), SequenceError> {
        let shape = (places.len(), self.task.horizons);
        let mut labels = Vec::with_capacity(places.len() * self.task.horizons);
        let mut shares = Vec::with_capacity(labels.capacity());
        for &place in places {
            let row = self.rows[place];
            for label in self.task.label(row) {
                labels.push(f32::from(u8::from(*label == Some(true))));
                shares.push(label.map_or(0.0, |_| self.task.weight(row)));
            }
        }
        let total: f64 = shares.iter().sum();
        if total == 0.0 {
            return Ok(());
        }
        let shares: Vec<f32> = shares.into_iter().map(|share| (share / total) as f32).collect();
        let labels = Tensor::from_vec(labels, shape, self.device)?;
        let shares = Tensor::from_vec(shares, shape, self.device)?;
        let margins = self.network.forward(&self.encoded.batch(places, self.device)?)?;
        // ln(1 + e^z) − y·z without overflow.
        let rest = (margins.abs()?.neg()?.exp()? + 1.0)?.log()?;
        let losses = ((margins.relu()? - (&margins * labels)?)? + rest)?;
        let mut gradients = (losses * shares)?.sum_all()?.backward()?;
        self.shorten(&mut gradients)?;
        Ok(self.optimizer.step(&gradients)?)
    }

    fn shorten(&self, gradients: &mut GradStore) -> Result<(), SequenceError> {
        let mut squares = 0.0f64;
        for weight in self.weights {
            if let Some(gradient) = gradients.get(weight) {
                squares += f64::from(gradient.sqr()?.sum_all()?.to_scalar::<f32>()?);
            }
        }
        let factor = self.settings.gradient_norm / squares.sqrt();
        if factor >= 1.0 {
            return Ok(());
        }
        for weight in self.weights {
            if let Some(gradient) = gradients.remove(weight) {
                gradients.insert(weight, (gradient * factor)?);
            }
        }
        Ok(())
    }

    /// Weighted mean log loss of the rows from `held_from` on.
    fn held_loss(&self, held_from: usize) -> Result<f64, SequenceError> {
        let (mut sum, mut total) = (0.0, 0.0);
        for (mut places, count) in steps(self.rows.len() - held_from) {
            places.iter_mut().for_each(|place| *place += held_from);
            let margins = self.network.forward(&self.encoded.batch(&places, self.device)?)?;
            let margins = margins.detach().to_vec2::<f32>()?;
            for (&place, margins) in places[..count].iter().zip(margins) {
                let row = self.rows[place];
                for (label, margin) in self.task.label(row).iter().zip(margins) {
                    if let Some(label) = label {
                        let margin = f64::from(if *label { -margin } else { margin });
                        sum += self.task.weight(row) * log1p_exp(margin);
                        total += self.task.weight(row);
                    }
                }
            }
        }
        // A hold-out without a known outcome cannot judge: every pass is then as good as the first.
        Ok(if total > 0.0 { sum / total } else { 0.0 })
    }
}
