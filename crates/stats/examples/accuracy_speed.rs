//! Seconds of the accuracy measures on a million customers: `cargo run --release -p holdfast-stats --example
//! accuracy_speed`.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use holdfast_stats::error::StatsError;
use holdfast_stats::survival::accuracy::{brier, concordance, cumulative_dynamic_auc, uno_concordance};
use holdfast_stats::survival::spells::Spells;

fn main() -> Result<(), StatsError> {
    for n in [20_000, 1_000_000_u64] {
        // Multiplicative hashing: spread without a generator.
        let unit = |i: u64, salt: u64| {
            ((i + 1)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15 ^ salt)
                .rotate_left(31)
                .wrapping_mul(0xD6E8_FEB8_6659_FD93)
                >> 11) as f64
                / (1_u64 << 53) as f64
        };
        let risk: Vec<f64> = (0..n).map(|i| unit(i, 1)).collect();
        let churn: Vec<f64> = (0..n).map(|i| -unit(i, 2).ln() * (1.0 - risk[i as usize])).collect();
        let end: Vec<f64> = (0..n).map(|i| 2.0 * unit(i, 3)).collect();
        let time: Vec<f64> = churn.iter().zip(&end).map(|(a, b)| a.min(*b)).collect();
        let event: Vec<bool> = churn.iter().zip(&end).map(|(a, b)| a <= b).collect();
        let spells = Spells::new(&time, &event);
        let times: Vec<f64> = (1..=10).map(|k| 0.15 * f64::from(k)).collect();
        let started = Instant::now();
        let c = concordance(&spells, &risk)?;
        let harrell = started.elapsed();
        let u = uno_concordance(&spells, &spells, &risk, Some(1.5))?;
        let uno = started.elapsed() - harrell;
        let auc = cumulative_dynamic_auc(&spells, &spells, &risk, &times)?;
        let area = started.elapsed() - harrell - uno;
        let score = brier(&spells, &spells, &times, |t, column| column.fill((-t).exp()))?;
        let squared = started.elapsed() - harrell - uno - area;
        println!(
            "{n} rows: C {:.4} ± {:.4} {harrell:.0?}, Uno {u:.4} {uno:.0?}",
            c.value, c.se
        );
        println!(
            "  AUC at 10 times {:.4} {area:.0?}, Brier {:.4} {squared:.0?}",
            auc.mean, score[0].score
        );
    }
    Ok(())
}
