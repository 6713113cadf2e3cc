//! A small world to watch: customers with habits, months with weather.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

pub struct World(pub Xoshiro256PlusPlus);

impl World {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub fn uniform(&mut self) -> f64 {
        self.0.r#gen::<f64>()
    }

    /// Box–Muller.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub fn labels(&mut self, p: &[f64]) -> Vec<bool> {
        p.iter().map(|&p| self.uniform() < p).collect()
    }
}

/// What a column looks like for a customer whose latent position is `z`; kinds take turns: normal, heavy-tailed,
/// mostly zero, count, with missing values.
pub fn shape(kind: usize, z: f64, luck: f64) -> f64 {
    match kind % 5 {
        0 => z,
        1 => (1.5 * z).exp(),
        2 => {
            if z < 0.5 {
                0.0
            } else {
                z
            }
        }
        3 => (3.0 + 1.5 * z).max(0.0).floor(),
        _ => {
            if luck < 0.1 {
                f64::NAN
            } else {
                z
            }
        }
    }
}
