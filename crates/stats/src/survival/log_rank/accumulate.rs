//! Observed and expected churn of each group, and how the groups' chances hang together.

use super::rows::Row;
use super::weighting::Weighting;
use crate::survival::risk::case_weight::CaseWeight;
use crate::survival::risk::sum::Sum;
use crate::survival::risk::{LEAST, RiskSet, Timed, same_time, sweep_sorted};

/// Sums over strata.
pub(super) struct Sums {
    /// Σ w·d of each group.
    pub observed: Vec<f64>,
    /// Σ w·d·n_g/n of each group.
    pub expected: Vec<f64>,
    /// k × k: of each two groups the entries (g, h) and (h, g) add up to −V_gh.
    half: Vec<f64>,
}

impl Sums {
    pub fn zero(groups: usize) -> Self {
        Self {
            observed: vec![0.0; groups],
            expected: vec![0.0; groups],
            half: vec![0.0; groups * groups],
        }
    }

    /// The k × k weights −V_gh ≥ 0 (g ≠ h).
    pub fn pair_weights(&self) -> Vec<f64> {
        let (k, half) = (self.observed.len(), &self.half);
        (0..k * k).map(|at| half[at] + half[(at % k) * k + at / k]).collect()
    }
}

/// An event time of a stratum.
#[derive(Clone, Copy)]
struct Moment {
    key: u64,
    /// w.
    weight: f64,
    /// w·d/n.
    hazard: f64,
    /// w²·d(n−d)/((n−1)·n²): a pair of groups gets this times n_g·n_h.
    pair: f64,
}

/// Adds one stratum, whose rows are sorted by exit and by entry.
pub(super) fn accumulate<W: CaseWeight>(exits: &[Row<W>], entries: &[Row<W>], weighting: Weighting, sums: &mut Sums) {
    let mut moments = moments(exits, entries, weighting);
    if entries.is_empty() {
        from_the_beginning(exits, &mut moments, sums);
    } else {
        with_late_entry(exits, entries, &moments, sums);
    }
}

/// The event times of a stratum, rising.
fn moments<W: CaseWeight>(exits: &[Row<W>], entries: &[Row<W>], weighting: Weighting) -> Vec<Moment> {
    let (mut sets, mut keys) = (Vec::<RiskSet>::new(), Vec::new());
    sweep_sorted(exits, entries, |_, set, rows| {
        sets.push(set);
        keys.push(rows[0].key());
    });
    sets.reverse();
    (sets.iter().zip(keys.iter().rev()).zip(weighting.of(&sets)))
        .map(|((set, &key), weight)| {
            let at_risk = set.at_risk();
            let hazard = weight * (set.events / at_risk);
            // Where all churn nothing was left to chance; of one event there are no ties to correct for.
            let untied = if set.left == 0.0 {
                0.0
            } else if set.events <= 1.0 {
                1.0
            } else {
                set.left / (at_risk - 1.0)
            };
            Moment {
                key,
                weight,
                hazard,
                pair: weight * (hazard / at_risk) * untied,
            }
        })
        .collect()
}

/// Everybody was at risk from the beginning to the exit.
///
/// Sums over event times are turned into sums over customers: a customer who leaves at t was at risk at every event
/// time up to t, so the cumulated w·d/n is its expected part, and the cumulated pair weight times those who leave later
/// is its part in Σ n_g·n_h. That costs k per customer instead of k² per event time, and only adds.
fn from_the_beginning<W: CaseWeight>(exits: &[Row<W>], moments: &mut [Moment], sums: &mut Sums) {
    let k = sums.observed.len();
    let (mut hazard, mut pair) = (0.0, 0.0);
    for moment in moments.iter_mut() {
        hazard += moment.hazard;
        pair += moment.pair;
        (moment.hazard, moment.pair) = (hazard, pair);
    }
    let mut here = vec![0.0; k];
    let mut passed = moments.len();
    for row in exits.iter().rev() {
        while passed > 0 && moments[passed - 1].key & !1 > row.key() & !1 {
            passed -= 1;
        }
        // Nobody leaves the risk set before the first event to any effect.
        let Some(moment) = passed.checked_sub(1).map(|last| moments[last]) else {
            return;
        };
        let group = row.group as usize;
        let weight = row.weight().value();
        sums.expected[group] += weight * moment.hazard;
        if row.key() & 1 == 1 {
            sums.observed[group] += weight * moment.weight;
        }
        let part = weight * moment.pair;
        for (sum, others) in sums.half[group * k..(group + 1) * k].iter_mut().zip(&here) {
            *sum += part * others;
        }
        here[group] += weight;
    }
}

/// Risk sets that also grow: every pair of groups present at every event time.
fn with_late_entry<W: CaseWeight>(exits: &[Row<W>], entries: &[Row<W>], moments: &[Moment], sums: &mut Sums) {
    let k = sums.observed.len();
    let mut here = vec![(Sum::default(), 0_u64); k];
    let mut at_risk = vec![0.0; k];
    let mut moments = moments.iter().rev().peekable();
    let mut entered = entries.len();
    for tie in exits.chunk_by(|a, b| same_time(a.key(), b.key())).rev() {
        let key = tie[0].key() & !1;
        for row in tie {
            let (weight, rows) = &mut here[row.group as usize];
            weight.add(row.weight().value());
            *rows += 1;
        }
        let Some(moment) = moments.next_if(|moment| moment.key & !1 == key) else {
            continue;
        };
        while entered > 0 && entries[entered - 1].key() >= key {
            entered -= 1;
            let (weight, rows) = &mut here[entries[entered].group as usize];
            weight.add(-entries[entered].weight().value());
            *rows -= 1;
        }
        for row in tie.iter().filter(|row| row.key() & 1 == 1) {
            sums.observed[row.group as usize] += moment.weight * row.weight().value();
        }
        for (number, (weight, rows)) in at_risk.iter_mut().zip(&here) {
            *number = if *rows == 0 { 0.0 } else { weight.value().max(LEAST) };
        }
        for g in 0..k {
            if at_risk[g] > 0.0 {
                sums.expected[g] += moment.hazard * at_risk[g];
                let part = moment.pair * at_risk[g];
                for (sum, others) in sums.half[g * k..g * k + g].iter_mut().zip(&at_risk) {
                    *sum += part * others;
                }
            }
        }
    }
}
