//! What the churned of each time add to the likelihood, and the hazard that each row has lived through.

use rayon::prelude::*;

use super::data::Ties;
use super::order::{Order, Section};
use super::running::two_sum;
use crate::chunks::CHUNK;

/// Logarithms are taken of products of so many factors of at least 1e-10 each.
const FACTORS: usize = 16;

/// One time of an event. With s = Σ risk of those at risk, f = l/d and c_l = 1 − f·(risk of the churned)/s for l = 0 …
/// d − 1 (Efron; Breslow: f = 0) and w̄ the mean weight of the d churned:
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Term {
    /// s.
    pub(super) at_risk: f64,
    /// Cumulative hazard after this time: the sum of w̄·Σ 1/(s·c_l) over this time and those before.
    pub(super) hazard: f64,
    /// What rounding took from it.
    lost: f64,
    /// What the churned themselves did not live through: w̄·Σ f/(s·c_l).
    pub(super) spared: f64,
    /// w̄·Σ 1/c_l².
    pub(super) square: f64,
    /// w̄·Σ f/c_l².
    pub(super) cross: f64,
    /// w̄·Σ f²/c_l².
    pub(super) own: f64,
    /// w̄·Σ ln(s·c_l).
    pub(super) log: f64,
    /// w̄·Σ 1/(s·c_l), of this time alone.
    pub(super) step: f64,
    /// w̄·d.
    pub(super) weight: f64,
}

/// Of all sections; those without churned hold zeros.
#[derive(Clone, Debug)]
pub(super) struct Risk {
    /// One for each section.
    pub(super) terms: Vec<Term>,
    /// Risk × hazard lived through, for each position: the expected number of events, times the weight.
    pub(super) expected: Vec<f64>,
}

impl Risk {
    pub(super) fn new(order: &Order) -> Self {
        Self {
            terms: vec![Term::default(); order.sections.len()],
            expected: vec![0.0; order.rows.len()],
        }
    }

    /// From weight × exp(linear predictor) and weight (empty: 1) of each position.
    pub(super) fn update(&mut self, order: &Order, ties: Ties, risk: &[f64], weight: &[f64]) {
        self.sum(order, risk, weight);
        let terms = self.terms.par_iter_mut().zip(&order.sections);
        terms.for_each(|(term, section)| {
            if section.deaths > 0 {
                term.finish(section.deaths, ties);
            }
        });
        let (mut hazard, mut lost) = (0.0, 0.0);
        for (term, section) in self.terms.iter_mut().zip(&order.sections).rev() {
            let (next, error) = two_sum(hazard, term.step);
            (hazard, lost) = (next, lost + error);
            (term.hazard, term.lost) = (hazard, lost);
            if section.first {
                (hazard, lost) = (0.0, 0.0);
            }
        }
        self.expected_events(order, risk);
    }

    /// Sums over those at risk (`at_risk`), over the churned (`own`) and of their weights, time running backwards.
    fn sum(&mut self, order: &Order, risk: &[f64], weight: &[f64]) {
        let (mut sum, mut lost) = (0.0, 0.0);
        for (term, section) in self.terms.iter_mut().zip(&order.sections) {
            if section.first {
                (sum, lost) = (0.0, 0.0);
            }
            let deaths = section.first_death()..section.end as usize;
            let own: f64 = risk[deaths.clone()].iter().sum();
            if order.leaving.is_empty() {
                sum += risk[section.rows()].iter().sum::<f64>();
            } else {
                let leaving = order.leaving[section.left()].iter().map(|&at| -risk[at as usize]);
                for part in risk[section.rows()].iter().copied().chain(leaving) {
                    let (next, error) = two_sum(sum, part);
                    sum = next;
                    lost += error;
                }
            }
            *term = Term {
                // The churned were at risk.
                at_risk: (sum + lost).max(own),
                own,
                weight: if weight.is_empty() {
                    f64::from(section.deaths)
                } else {
                    weight[deaths].iter().sum()
                },
                ..Term::default()
            };
        }
    }

    fn expected_events(&mut self, order: &Order, risk: &[f64]) {
        let terms = &self.terms;
        self.expected
            .par_chunks_mut(CHUNK)
            .enumerate()
            .for_each(|(chunk, expected)| {
                let from = chunk * CHUNK;
                for (index, section, rows) in order.pieces(from..from + expected.len()) {
                    let first_death = section.first_death();
                    for at in rows {
                        let spared = if at >= first_death { terms[index].spared } else { 0.0 };
                        expected[at - from] = risk[at] * (lived(terms, index, order.missed(at)) - spared);
                    }
                }
            });
    }
}

/// Hazard up to a section, from the end of the one that was missed on: their difference may be far smaller than they are.
pub(super) fn lived(terms: &[Term], section: usize, missed: Option<usize>) -> f64 {
    let term = &terms[section];
    match missed.map(|section| &terms[section]) {
        None => term.hazard,
        Some(missed) => (term.hazard - missed.hazard) + (term.lost - missed.lost),
    }
}

impl Term {
    fn finish(&mut self, deaths: u32, ties: Ties) {
        let d = f64::from(deaths);
        let log = self.at_risk.ln();
        if deaths == 1 || ties == Ties::Breslow {
            self.step = self.weight / self.at_risk;
            self.square = self.weight;
            self.own = 0.0;
            self.log = self.weight * log;
            return;
        }
        let share = (self.own / self.at_risk).min(1.0);
        let (mut first, mut own_first) = (0.0, 0.0);
        let (mut square, mut cross, mut own, mut logs) = (0.0, 0.0, 0.0, 0.0);
        let (mut l, mut left) = (0.0, deaths as usize);
        while left > 0 {
            let mut product = 1.0;
            let some = left.min(FACTORS);
            for _ in 0..some {
                let f = l / d;
                let c = 1.0 - f * share;
                let inverse = 1.0 / c;
                first += inverse;
                own_first += f * inverse;
                let inverse2 = inverse * inverse;
                square += inverse2;
                cross += f * inverse2;
                own += f * f * inverse2;
                product *= c;
                l += 1.0;
            }
            logs += f64::ln(product);
            left -= some;
        }
        let mean = self.weight / d;
        self.step = mean * first / self.at_risk;
        self.spared = mean * own_first / self.at_risk;
        self.square = mean * square;
        self.cross = mean * cross;
        self.own = mean * own;
        self.log = mean * (d * log + logs);
    }

    /// The mean of x over those at risk, by the churned in turn: `at_risk` = Σ risk·x / s, `own` the same of the churned.
    pub(super) fn mean(&self, at_risk: f64, own: f64) -> f64 {
        (at_risk * self.step - own * self.spared) * self.at_risk / self.weight
    }

    /// The mean times the hazard of this time, summed over the churned in turn.
    pub(super) fn passed(&self, at_risk: f64, own: f64) -> f64 {
        (at_risk * self.square - own * self.cross) / self.at_risk
    }

    /// What of that the churned themselves did not live through.
    pub(super) fn passed_by(&self, at_risk: f64, own: f64) -> f64 {
        (at_risk * self.cross - own * self.own) / self.at_risk
    }
}

/// Whether sums over the churned alone are needed.
pub(super) fn tied(section: &Section, ties: Ties) -> bool {
    section.deaths > 1 && ties == Ties::Efron
}
