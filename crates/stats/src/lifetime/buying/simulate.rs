//! Customers as a model describes them, to see whether fits find their parameters again.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::histories::Histories;
use super::law::BuyingLaw;
use super::model::Buying;
use crate::check;
use crate::error::StatsError;

/// Simulated histories, one customer a row.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedHistories {
    /// Repeat purchases.
    pub frequency: Vec<f64>,
    /// Time of the last since the first.
    pub recency: Vec<f64>,
    /// Time under observation.
    pub age: Vec<f64>,
}

impl SimulatedHistories {
    /// To fit on.
    pub fn histories(&self) -> Histories<'_> {
        Histories {
            frequency: &self.frequency,
            recency: &self.recency,
            age: &self.age,
            weight: None,
        }
    }
}

/// Purchases at most, of all customers together.
const PURCHASES: u64 = 1_000_000_000;

/// Draws a customer for each of `ages` (times under observation, above 0): rate, dropout, then purchase by purchase.
/// The same seed gives the same customers.
///
/// # Errors
/// [`StatsError::Empty`], [`StatsError::NotFinite`], [`StatsError::NonPositiveDuration`] with the row;
/// [`StatsError::Overflow`] above 10⁹ purchases.
pub fn simulate(law: &BuyingLaw, ages: &[f64], seed: u64) -> Result<SimulatedHistories, StatsError> {
    check::same_length(ages.len(), ages.len())?;
    check::finite(ages)?;
    if let Some(index) = ages.iter().position(|age| *age <= 0.0) {
        return Err(StatsError::NonPositiveDuration {
            index,
            value: ages[index],
        });
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut left = PURCHASES;
    let mut drawn = SimulatedHistories {
        frequency: Vec::with_capacity(ages.len()),
        recency: Vec::with_capacity(ages.len()),
        age: ages.to_vec(),
    };
    for &age in ages {
        let (frequency, recency) = customer(law, age, &mut random, &mut left)?;
        drawn.frequency.push(frequency);
        drawn.recency.push(recency);
    }
    Ok(drawn)
}

fn customer(law: &BuyingLaw, age: f64, random: &mut impl Rng, left: &mut u64) -> Result<(f64, f64), StatsError> {
    let [r, alpha, third, fourth] = law.parameters();
    let rate = log_gamma_draw(r, random).exp() / alpha;
    let model = law.model();
    let (mut end, mut dropout) = (age, 0.0);
    match model {
        Buying::BgNbd | Buying::MbgNbd => {
            let odds = log_gamma_draw(fourth, random) - log_gamma_draw(third, random);
            dropout = crate::special::sigmoid(-odds);
        }
        Buying::ParetoNbd => {
            let mean_life = fourth * (-log_gamma_draw(third, random)).exp();
            end = age.min(mean_life * exponential(random));
        }
    }
    let (mut frequency, mut recency, mut time) = (0.0, 0.0, 0.0);
    if model == Buying::MbgNbd && random.r#gen::<f64>() < dropout {
        return Ok((frequency, recency));
    }
    loop {
        time += exponential(random) / rate;
        // A rate of 0 gives no time at all: never.
        if time.is_nan() || time >= end {
            return Ok((frequency, recency));
        }
        // Two purchases at one instant are one.
        if time > recency {
            frequency += 1.0;
            recency = time;
        }
        *left = left.checked_sub(1).ok_or(StatsError::Overflow {
            name: "the number of simulated purchases",
        })?;
        if model != Buying::ParetoNbd && random.r#gen::<f64>() < dropout {
            return Ok((frequency, recency));
        }
    }
}

/// Above 0.
fn exponential(random: &mut impl Rng) -> f64 {
    -(1.0 - random.r#gen::<f64>()).max(f64::MIN_POSITIVE).ln()
}

/// ln of a draw from Gamma(shape, 1): Marsaglia & Tsang (2000). In logarithms, because small shapes give draws below any
/// float.
fn log_gamma_draw(shape: f64, random: &mut impl Rng) -> f64 {
    if shape < 1.0 {
        return log_gamma_draw(shape + 1.0, random) - exponential(random) / shape;
    }
    let d = shape - 1.0 / 3.0;
    let c = (9.0 * d).sqrt().recip();
    // Each turn succeeds with probability 0.95 or more.
    for _ in 0..1000 {
        let x = normal(random);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && -exponential(random) < 0.5 * x * x + d * (1.0 - v + v.ln()) {
            return (d * v).ln();
        }
    }
    d.ln()
}

/// Box & Muller (1958).
fn normal(random: &mut impl Rng) -> f64 {
    let radius = (2.0 * exponential(random)).sqrt();
    radius * (std::f64::consts::TAU * random.r#gen::<f64>()).cos()
}
