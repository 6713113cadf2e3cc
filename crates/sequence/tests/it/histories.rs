//! Simulated histories.

use holdfast_learn::contract::row_key::mix;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_sequence::input::SequenceInput;

pub const PERIODS: usize = 10;

/// A seeded stream of numbers.
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// Uniform in 0–1.
    pub fn unit(&mut self) -> f64 {
        self.0 = mix(self.0);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }
}

/// Customers whose visits fall or rise over the periods, with the same visits in all: those whose visits fall churn with probability 0.9, the others
/// with 0.1. The second channel is noise; a fifth of the customers are younger than the history; one static column tells a little.
pub fn falling_or_rising(rows: usize, seed: u64) -> (SequenceInput, Vec<bool>) {
    let mut draws = Draws::new(seed);
    let mut values = Vec::with_capacity(rows * PERIODS * 2);
    let (mut from, mut labels, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        let start = if draws.below(5) == 0 { 1 + draws.below(4) } else { 0 };
        let mut visits: Vec<f64> = (start..PERIODS).map(|_| (draws.unit() * 12.0).floor()).collect();
        visits.sort_by(f64::total_cmp);
        let falls = draws.below(2) == 0;
        if falls {
            visits.reverse();
        }
        // A few neighbours change places, so that no single pair of periods tells.
        for _ in 0..3 {
            let at = draws.below(visits.len() - 1);
            visits.swap(at, at + 1);
        }
        for period in 0..PERIODS {
            // What lies before the customer existed is rubbish that must not be read.
            values.push(if period < start {
                1e6
            } else {
                visits[period - start] as f32
            });
            values.push(if draws.below(20) == 0 {
                f32::NAN
            } else {
                draws.unit() as f32
            });
        }
        let churned = (draws.unit() < 0.9) == falls;
        from.push(start as u32);
        labels.push(churned);
        codes.push(match draws.below(10) {
            0 => MISSING,
            1..4 => u32::from(churned),
            _ => draws.below(3) as u32,
        });
    }
    let levels = ["基础", "标准", "高级"].map(String::from).to_vec();
    let statics = Frame {
        columns: vec![Feature {
            name: "plan".into(),
            data: FeatureData::Category { codes, levels },
        }],
        rows,
    };
    let input = SequenceInput {
        rows,
        periods: PERIODS,
        channels: vec!["visits".into(), "noise".into()],
        values,
        from,
        statics,
    };
    (input, labels)
}
