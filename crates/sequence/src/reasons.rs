//! Reasons: integrated gradients by channel and period (Sundararajan, Taly & Yan 2017).

use candle_core::{Tensor, Var};

use crate::batch::{Batch, Encoded, steps};
use crate::error::SequenceError;
use crate::fit::device;
use crate::input::SequenceInput;
use crate::model::SequenceModel;

/// Points on the way from the average customer to the customer.
const POINTS: usize = 24;

/// What each channel of each period, each static column and the length of the history add to the log-odds of one horizon:
/// `base + Σ history + Σ statics + length = margin`, to 1e-9 relative to the size of the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceReasons {
    /// Where counting starts: log-odds of a customer who is average in every channel of every period and in every static column.
    pub base: f64,
    /// Periods.
    pub periods: usize,
    /// Channels.
    pub channels: usize,
    /// Static columns.
    pub columns: usize,
    /// `rows × periods × channels`, in log-odds; 0 before the customer existed.
    pub history: Vec<f64>,
    /// `rows × static columns`, in log-odds.
    pub statics: Vec<f64>,
    /// By row: what it adds that the history is no longer than it is, in log-odds.
    pub length: Vec<f64>,
}

impl SequenceReasons {
    /// What each channel adds to a row, over all periods.
    pub fn by_channel(&self, row: usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.channels];
        for values in self.row(row).chunks(self.channels) {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        sums
    }

    /// What each period adds to a row, over all channels.
    pub fn by_period(&self, row: usize) -> Vec<f64> {
        self.row(row)
            .chunks(self.channels)
            .map(|values| values.iter().sum())
            .collect()
    }

    fn row(&self, row: usize) -> &[f64] {
        let size = self.periods * self.channels;
        &self.history[row * size..(row + 1) * size]
    }
}

impl SequenceModel {
    /// Reasons of the rows `rows` for one horizon.
    ///
    /// Gradient × input does not add up to anything. The integral of the gradient along the straight way from the average customer does, to the
    /// margin difference; it is summed at 24 midpoints, and what the sum misses is shared out in proportion to the sizes of the parts.
    ///
    /// # Errors
    /// See [`SequenceModel::margins`]; [`SequenceError::Other`] for a horizon that the model does not have.
    pub fn reasons(
        &self,
        input: &SequenceInput,
        rows: &[u32],
        horizon: usize,
    ) -> Result<SequenceReasons, SequenceError> {
        if horizon >= self.horizons {
            return Err(SequenceError::Other {
                what: "the horizon, counted from 0,",
                found: horizon.to_string(),
                expected: format!("{} of them", self.horizons),
            });
        }
        let statics = self.read(input)?;
        let encoded = Encoded::new(&self.encoding, input, &statics, rows);
        let device = device()?;
        let mut out = SequenceReasons {
            base: 0.0,
            periods: self.periods,
            channels: self.channels.len(),
            columns: self.schema.columns.len(),
            history: Vec::with_capacity(rows.len() * self.periods * self.channels.len()),
            statics: Vec::with_capacity(rows.len() * self.schema.columns.len()),
            length: Vec::with_capacity(rows.len()),
        };
        for (places, count) in steps(rows.len()) {
            let batch = encoded.batch(&places, &device)?;
            let ends = Ends::of(self, &batch, horizon)?;
            out.base = ends.average;
            let (history, statics) = self.integrate(&batch, horizon)?;
            let (size, width) = (self.periods * self.channels.len(), self.encoding.static_width());
            for row in 0..count {
                let mut own: Vec<f64> = history[row * size..(row + 1) * size].to_vec();
                own.extend(self.by_column(&statics[row * width..(row + 1) * width]));
                let missed = complete(&mut own, ends.margins[row] - ends.starts[row]);
                out.history.extend(&own[..size]);
                out.statics.extend(&own[size..]);
                out.length.push(ends.starts[row] - ends.average + missed);
            }
        }
        Ok(out)
    }

    /// Mean gradient along the way × input, by input.
    fn integrate(&self, batch: &Batch, horizon: usize) -> Result<(Vec<f64>, Vec<f64>), SequenceError> {
        let mut history = vec![0.0; batch.history.elem_count()];
        let mut statics = vec![0.0; batch.statics.as_ref().map_or(0, Tensor::elem_count)];
        for point in 0..POINTS {
            let share = (point as f64 + 0.5) / POINTS as f64;
            let way = Var::from_tensor(&(&batch.history * share)?)?;
            let way_statics = match &batch.statics {
                None => None,
                Some(statics) => Some(Var::from_tensor(&(statics * share)?)?),
            };
            let there = Batch {
                history: way.as_tensor().clone(),
                alive: batch.alive.clone(),
                statics: way_statics.as_ref().map(|var| var.as_tensor().clone()),
            };
            let margins = self.network.forward(&there)?;
            let gradients = margins.narrow(1, horizon, 1)?.sum_all()?.backward()?;
            add_products(gradients.get(&way), &batch.history, &mut history)?;
            if let (Some(way), Some(values)) = (&way_statics, &batch.statics) {
                add_products(gradients.get(way), values, &mut statics)?;
            }
        }
        Ok((history, statics))
    }

    /// Sums over the inputs of each static column.
    fn by_column(&self, inputs: &[f64]) -> Vec<f64> {
        let mut rest = inputs;
        let mut sums = Vec::with_capacity(self.encoding.widths().len());
        for &width in self.encoding.widths() {
            let (own, after) = rest.split_at(width);
            sums.push(own.iter().sum());
            rest = after;
        }
        sums
    }
}

/// Log-odds at both ends of the way.
struct Ends {
    /// Of the customers.
    margins: Vec<f64>,
    /// Of average customers with histories as long as theirs.
    starts: Vec<f64>,
    /// Of an average customer with a whole history.
    average: f64,
}

impl Ends {
    fn of(model: &SequenceModel, batch: &Batch, horizon: usize) -> Result<Self, SequenceError> {
        let margins = |history: Tensor, alive: Tensor, statics: Option<Tensor>| -> Result<Vec<f64>, SequenceError> {
            let there = Batch {
                history,
                alive,
                statics,
            };
            let margins = model.network.forward(&there)?.to_vec2::<f32>()?;
            Ok(margins.iter().map(|row| f64::from(row[horizon])).collect())
        };
        let nothing = || -> Result<(Tensor, Option<Tensor>), SequenceError> {
            let statics = batch.statics.as_ref().map(Tensor::zeros_like).transpose()?;
            Ok((batch.history.zeros_like()?, statics))
        };
        let (history, statics) = nothing()?;
        let starts = margins(history, batch.alive.clone(), statics)?;
        let (history, statics) = nothing()?;
        let whole = margins(history, batch.alive.ones_like()?, statics)?;
        Ok(Self {
            margins: margins(batch.history.clone(), batch.alive.clone(), batch.statics.clone())?,
            starts,
            average: whole.first().copied().unwrap_or_default(),
        })
    }
}

fn add_products(gradient: Option<&Tensor>, values: &Tensor, out: &mut [f64]) -> Result<(), SequenceError> {
    let Some(gradient) = gradient else {
        return Ok(());
    };
    let products = (gradient * values)?.flatten_all()?.to_vec1::<f32>()?;
    for (sum, product) in out.iter_mut().zip(products) {
        *sum += f64::from(product) / POINTS as f64;
    }
    Ok(())
}

/// Shares out what the parts miss of `total`, in proportion to their sizes; returned where there is no part to carry it.
fn complete(parts: &mut [f64], total: f64) -> f64 {
    let missed = total - parts.iter().sum::<f64>();
    let size: f64 = parts.iter().map(|part| part.abs()).sum();
    if size == 0.0 {
        return missed;
    }
    parts.iter_mut().for_each(|part| *part += missed * part.abs() / size);
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_goes_by_size() {
        let mut parts = [1.0, -3.0, 0.0];
        assert_eq!(complete(&mut parts, -1.0), 0.0);
        assert_eq!(parts, [1.25, -2.25, 0.0]);
        assert_eq!(complete(&mut [0.0], 0.5), 0.5);
    }
}
