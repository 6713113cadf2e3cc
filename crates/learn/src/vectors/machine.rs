//! Features of a kernel, and a machine fitted on them.

use serde::{Deserialize, Serialize};

use super::hinge::Hinge;
use super::settings::Kernel;
use crate::contract::draw::Cases;
use crate::encode::blocks::Blocks;
use crate::encode::standard::Encoder;
use crate::error::LearnError;

/// Terms of all columns together at most: the cost of a fit grows with their square.
const TERMS: usize = 256;
/// Added to the kernel of a landmark with itself, which is 1.
const RIDGE: f64 = 1e-4;

/// Landmarks and width of a Gaussian kernel exp(−γ·d²).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Bumps {
    /// Terms of the landmarks, `count × width`.
    landmarks: Vec<f32>,
    pub count: usize,
    gamma: f64,
}

impl Bumps {
    /// The first rows are the landmarks; γ is `factor` ÷ their mean squared distance.
    fn of(terms: &[f32], width: usize, rows: usize, most: usize, factor: f64) -> Self {
        let count = rows.min(most);
        let landmarks = terms[..count * width].to_vec();
        let squared = Blocks::of(&landmarks, width, count).squared_distances(&landmarks, count);
        let pairs = (count * count.saturating_sub(1)).max(1) as f64;
        let mean = squared.iter().map(|&d| f64::from(d)).sum::<f64>() / pairs;
        let gamma = if mean > 0.0 { factor / mean } else { 1.0 };
        Self {
            landmarks,
            count,
            gamma,
        }
    }

    /// Kernel of each of `count` rows of terms with each landmark.
    pub fn features(&self, terms: &[f32], count: usize) -> Vec<f32> {
        let width = self.landmarks.len() / self.count.max(1);
        let mut out = Blocks::of(&self.landmarks, width, self.count).squared_distances(terms, count);
        out.iter_mut()
            .for_each(|d| *d = (-self.gamma * f64::from(*d)).exp() as f32);
        out
    }

    /// Kernel of the landmarks with each other: the penalty that makes the machine the one in the kernel's own space, restricted to functions
    /// spanned by the landmarks (Nyström; Williams & Seeger 2001). A ridge on the diagonal keeps landmarks that are nearly alike apart.
    fn penalty(&self) -> Vec<f64> {
        let mut penalty: Vec<f64> = self
            .features(&self.landmarks, self.count)
            .into_iter()
            .map(f64::from)
            .collect();
        penalty
            .iter_mut()
            .step_by(self.count + 1)
            .for_each(|diagonal| *diagonal += RIDGE);
        penalty
    }
}

/// A fitted machine with its encoding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Machine {
    pub encoder: Encoder,
    /// None: linear.
    pub bumps: Option<Bumps>,
    /// By feature, the intercept last.
    pub beta: Vec<f64>,
}

impl Machine {
    /// Machines for each penalty (falling), each started from the one before.
    pub fn path(
        cases: &Cases,
        kernel: Kernel,
        landmarks: usize,
        factor: f64,
        penalties: &[f64],
    ) -> Result<Vec<Self>, LearnError> {
        let encoder = Encoder::fit(cases, TERMS);
        let terms = encoder.encode(cases.frame, cases.rows);
        let bumps = match kernel {
            Kernel::Linear => None,
            Kernel::Rbf => Some(Bumps::of(&terms, encoder.width, cases.rows.len(), landmarks, factor)),
        };
        let penalty = bumps.as_ref().map(Bumps::penalty);
        let (width, features) = match &bumps {
            None => (encoder.width, terms),
            Some(bumps) => (bumps.count, bumps.features(&terms, cases.rows.len())),
        };
        let labels: Vec<bool> = (0..cases.rows.len()).map(|position| cases.label(position)).collect();
        let hinge = Hinge {
            features: &features,
            width,
            labels: &labels,
            weights: cases.weights,
            penalty: penalty.as_deref(),
        };
        let mut beta = vec![0.0; width + 1];
        let machine = |&lambda: &f64| {
            beta = hinge.fit(lambda, std::mem::take(&mut beta))?;
            Ok(Self {
                encoder: encoder.clone(),
                bumps: bumps.clone(),
                beta: beta.clone(),
            })
        };
        penalties.iter().map(machine).collect()
    }

    /// Scores of `count` rows of terms.
    pub fn scores(&self, terms: &[f32], count: usize) -> Vec<f64> {
        match &self.bumps {
            None => rows_of(terms, self.encoder.width, count)
                .map(|row| Hinge::score(row, &self.beta))
                .collect(),
            Some(bumps) => {
                let features = bumps.features(terms, count);
                rows_of(&features, bumps.count, count)
                    .map(|row| Hinge::score(row, &self.beta))
                    .collect()
            }
        }
    }
}

/// The rows of a matrix, which may have no columns.
fn rows_of(values: &[f32], width: usize, count: usize) -> impl Iterator<Item = &[f32]> {
    (0..count).map(move |row| &values[row * width..(row + 1) * width])
}
