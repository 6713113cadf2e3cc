//! One column, then and now.

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::measure::{
    Noise, Sizes, balanced_v, chi_squared_critical, kolmogorov_upper, largest_gap, pearson, stability_index,
};
use super::periods::{FEWEST_PERIODS, Pair, upper};
use super::reference::{Layout, Reference, Tally};
use super::settings::Settings;
use crate::error::StatsError;
use crate::tail::chi_squared_upper;

/// Population stability index with the law it follows when nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Psi {
    /// The index over the merged bins, 0 or more.
    pub value: f64,
    /// The index less its expectation under no change, (1/n + 1/m)·(bins − 1); not below 0. The size of the effect.
    pub excess: f64,
    /// The index that chance exceeds with probability `level`: (1/n + 1/m)·χ² (Yurdakul 2018).
    pub critical: f64,
    /// P(index at least this large) under no change, 0–1.
    pub p_value: f64,
    /// Bins after merging, "missing" included.
    pub bins: u64,
}

/// Kolmogorov–Smirnov distance of the known values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ks {
    /// Largest gap between the distribution functions at the reference's cells, 0–1.
    pub distance: f64,
    /// P(gap at least this large) under no change, 0–1; too large rather than too small, because gaps inside a cell are not seen.
    pub p_value: f64,
}

/// Pearson's test that both samples have the same shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SquaredTest {
    /// χ².
    pub statistic: f64,
    /// Bins − 1.
    pub degrees_of_freedom: f64,
    /// 0–1.
    pub p_value: f64,
    /// Cramér's V of two samples of equal size with these shares, less the expectation of chance, 0–1.
    pub cramers_v: f64,
}

/// A share then and now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// In the reference, 0–1.
    pub reference: f64,
    /// Now, 0–1.
    pub now: f64,
}

/// What the p-value was measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullLaw {
    /// Two independent samples; too few past periods to know how periods differ.
    Sampling,
    /// The larger of that and of the spread between so many past periods.
    Periods(u64),
}

/// A column against its reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Stability index.
    pub psi: Psi,
    /// Distance of distribution functions; of numbers, where both samples have known values.
    pub ks: Option<Ks>,
    /// Test of equal shares.
    pub chi_squared: SquaredTest,
    /// Missing values.
    pub missing: Shares,
    /// Levels that the reference has not seen, of a category that has them all by name; values beyond its range, of a number.
    pub unseen: Shares,
    /// P(as different as this) under no change, 0–1: of χ² for a category; for a number twice the smaller of χ² and KS.
    /// Where there are past periods, not below what their spread gives.
    pub p_value: f64,
    /// What `p_value` was measured against.
    pub law: NullLaw,
}

/// Compares a sample with the reference. `history`: tallies of past periods in the same cells, none of which is known
/// to have drifted; from four on their spread counts too.
///
/// Sizes of samples are customers, not rows. The same customers in both samples make the test cautious: what does not
/// change between two months cancels.
///
/// Errors: settings out of range, a tally without rows or customers, a tally of other cells.
pub fn compare(
    reference: &Reference,
    now: &Tally,
    history: &[Tally],
    settings: &Settings,
) -> Result<Comparison, StatsError> {
    settings.check()?;
    for tally in [&reference.tally, now].into_iter().chain(history) {
        if tally.effective() < 1.0 {
            return Err(StatsError::Empty);
        }
        if tally.counts.len() != reference.tally.counts.len() {
            return Err(StatsError::LengthMismatch {
                left: reference.tally.counts.len(),
                right: tally.counts.len(),
            });
        }
    }
    let then = &reference.tally;
    let cells = Cells::new(&reference.layout, then, now, settings);
    let sizes = sizes(then, now);
    let (p, q) = (cells.shares(then), cells.shares(now));
    let law = (history.len() >= FEWEST_PERIODS).then_some(history);

    let distance = pearson(&p, &q, sizes);
    let chi_squared = squared_test(distance, &p, &q, sizes);
    let mut p_value = chi_squared.p_value;
    if let Some(history) = law {
        p_value = p_value.max(square_against(history, &cells, distance, sizes));
    }
    let last = then.counts.len() - 1;
    let is_number = matches!(reference.layout, Layout::Number { .. });
    let ks = if is_number { ks(then, now) } else { None };
    if let Some(ks) = ks {
        let known = known_sizes(then, now);
        let of_ks = law.map_or(ks.p_value, |history| {
            ks.p_value.max(ks_against(history, ks.distance, known))
        });
        p_value = (2.0 * p_value.min(of_ks)).min(1.0);
    }
    Ok(Comparison {
        psi: psi(&p, &q, sizes, settings.level),
        ks,
        chi_squared,
        missing: shares(then, now, &[0]),
        unseen: if is_number && last > 1 {
            shares(then, now, &[1, last])
        } else {
            shares(then, now, &[last])
        },
        p_value,
        law: law.map_or(NullLaw::Sampling, |history| NullLaw::Periods(history.len() as u64)),
    })
}

fn sizes(a: &Tally, b: &Tally) -> Sizes {
    Sizes {
        n: a.effective(),
        m: b.effective(),
    }
}

/// Sizes of the known part.
fn known_sizes(a: &Tally, b: &Tally) -> Sizes {
    let known = |tally: &Tally| {
        let rows = tally.rows() as f64;
        (tally.effective() * ((rows - tally.counts[0] as f64) / rows)).max(1.0)
    };
    Sizes {
        n: known(a),
        m: known(b),
    }
}

fn squared_test(distance: f64, p: &[f64], q: &[f64], sizes: Sizes) -> SquaredTest {
    let degrees_of_freedom = p.len() as f64 - 1.0;
    let statistic = distance / sizes.inverse();
    SquaredTest {
        statistic,
        degrees_of_freedom,
        p_value: if p.len() < 2 {
            1.0
        } else {
            chi_squared_upper(statistic, degrees_of_freedom)
        },
        cramers_v: balanced_v(p, q, sizes),
    }
}

fn psi(p: &[f64], q: &[f64], sizes: Sizes, level: f64) -> Psi {
    let degrees = p.len() as f64 - 1.0;
    let (value, chance) = (stability_index(p, q, sizes), sizes.inverse());
    let (critical, p_value) = if p.len() < 2 {
        (0.0, 1.0)
    } else {
        (
            chance * chi_squared_critical(level, degrees),
            chi_squared_upper(value / chance, degrees),
        )
    };
    Psi {
        value,
        excess: (value - chance * degrees).max(0.0),
        critical,
        p_value,
        bins: p.len() as u64,
    }
}

fn ks(then: &Tally, now: &Tally) -> Option<Ks> {
    let distance = largest_gap(&then.counts[1..], &now.counts[1..])?;
    Some(Ks {
        distance,
        p_value: kolmogorov_upper(distance, known_sizes(then, now)),
    })
}

fn pairs(history: &[Tally], distance: impl Fn(&Tally, &Tally) -> Option<Pair>) -> Vec<Pair> {
    history
        .iter()
        .enumerate()
        .flat_map(|(k, a)| history[k + 1..].iter().map(move |b| (a, b)))
        .filter_map(|(a, b)| distance(a, b))
        .collect()
}

fn square_against(history: &[Tally], cells: &Cells, found: f64, sizes_now: Sizes) -> f64 {
    if cells.bins < 2 {
        return 1.0;
    }
    let pairs = pairs(history, |a, b| {
        let sizes = sizes(a, b);
        Some(Pair {
            distance: pearson(&cells.shares(a), &cells.shares(b), sizes),
            noise: Noise::of_pearson(cells.bins, sizes).mean,
        })
    });
    upper(found, Noise::of_pearson(cells.bins, sizes_now), &pairs, history.len())
}

fn ks_against(history: &[Tally], found: f64, sizes_now: Sizes) -> f64 {
    let pairs = pairs(history, |a, b| {
        let gap = largest_gap(&a.counts[1..], &b.counts[1..])?;
        Some(Pair {
            distance: gap * gap,
            noise: Noise::of_ks(known_sizes(a, b)).mean,
        })
    });
    upper(found * found, Noise::of_ks(sizes_now), &pairs, history.len())
}

/// Share of the rows in some cells.
fn shares(then: &Tally, now: &Tally, cells: &[usize]) -> Shares {
    let share = |tally: &Tally| {
        let chosen: u64 = cells.iter().map(|&cell| tally.counts[cell]).sum();
        chosen as f64 / tally.rows() as f64
    };
    Shares {
        reference: share(then),
        now: share(now),
    }
}
