//! Shapley values of the whole model: the blend is affine in the parts, so the parts' values add up.

use rayon::prelude::*;

use super::trees::TreeExplainer;
use crate::encode::binner::Binned;
use crate::ensemble::fit::FittedEnsemble;
use crate::frame::Frame;

/// Explains a fitted ensemble against background rows.
pub struct Explainer<'a> {
    model: &'a FittedEnsemble,
    trees: TreeExplainer,
    /// Background mean of every column's contribution to the logistic part.
    centers: Vec<f64>,
    base: f64,
}

impl<'a> Explainer<'a> {
    /// Prepares the tables. `binned` is the frame cut by the model's own binner; `background` are rows of the frame.
    pub fn new(model: &'a FittedEnsemble, frame: &Frame, binned: &Binned, background: &[u32]) -> Self {
        let trees = TreeExplainer::new(&model.components.booster, binned, background);
        let logistic = &model.components.logistic;
        let centers: Vec<f64> = (0..frame.columns.len())
            .into_par_iter()
            .map(|column| {
                background
                    .iter()
                    .map(|&row| logistic.contribution(frame, column, row))
                    .sum::<f64>()
                    / background.len().max(1) as f64
            })
            .collect();
        let base = model
            .stack
            .margin([logistic.intercept() + centers.iter().sum::<f64>(), trees.base()]);
        Self {
            model,
            trees,
            centers,
            base,
        }
    }

    /// Mean log-odds over the background.
    pub fn base(&self) -> f64 {
        self.base
    }

    /// Writes the Shapley values of the rows `rows`, in log-odds, row by row with one entry a column: base + Σ values =
    /// the model's log-odds. `out` holds rows × columns entries; some hundred rows at a time are fastest.
    pub fn explain(&self, frame: &Frame, binned: &Binned, rows: &[u32], out: &mut [f64]) {
        let width = self.centers.len();
        out.fill(0.0);
        let [logistic, boosting] = self.model.stack.weights;
        if logistic != 0.0 {
            for (column, center) in self.centers.iter().enumerate() {
                for (i, &row) in rows.iter().enumerate() {
                    let own = self.model.components.logistic.contribution(frame, column, row);
                    out[i * width + column] = logistic * (own - center);
                }
            }
        }
        if boosting != 0.0 {
            self.trees.add(&binned.columns, rows, boosting, width, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::fit::{EnsembleSettings, fit};
    use crate::frame::{Feature, FeatureData, MISSING};

    #[test]
    fn values_add_up_to_the_log_odds_of_the_final_model() {
        let n = 1500usize;
        let x: Vec<f64> = (0..n)
            .map(|i| if i % 19 == 0 { f64::NAN } else { ((i * 31) % 97) as f64 })
            .collect();
        let codes: Vec<u32> = (0..n)
            .map(|i| if i % 23 == 0 { MISSING } else { (i % 5) as u32 })
            .collect();
        let labels: Vec<bool> = (0..n)
            .map(|i| (x[i] > 50.0) != (codes[i] == 2) && i % 4 != 0 || i % 9 == 0)
            .collect();
        let frame = Frame {
            rows: n,
            columns: vec![
                Feature {
                    name: "x".into(),
                    data: FeatureData::Number(x),
                },
                Feature {
                    name: "c".into(),
                    data: FeatureData::Category {
                        codes,
                        levels: ["a", "b", "c", "d", "e"].map(String::from).into(),
                    },
                },
            ],
        };
        let rows: Vec<u32> = (0..n as u32).collect();
        let (model, _) = fit(&frame, &labels, &rows, None, &EnsembleSettings::for_rows(n, 3)).unwrap();
        let binned = model.components.binner.transform(&frame);
        let explainer = Explainer::new(&model, &frame, &binned, &rows);
        let [a, b] = model.components.margins(&frame, &binned, &rows);
        let mut all = vec![0.0; 2 * n];
        explainer.explain(&frame, &binned, &rows, &mut all);
        let mut sums = [0.0; 2];
        for (row, values) in all.chunks(2).enumerate() {
            let margin = model.stack.margin([a[row], b[row]]);
            assert!((explainer.base() + values.iter().sum::<f64>() - margin).abs() < 1e-9);
            sums.iter_mut().zip(values).for_each(|(s, v)| *s += v);
        }
        // Over the background itself the values of every column average to zero.
        assert!(sums.iter().all(|s| (s / n as f64).abs() < 1e-9), "{sums:?}");
    }
}
