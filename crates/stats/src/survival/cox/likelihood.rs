//! The partial likelihood with its first and second derivatives.

use rayon::prelude::*;
use std::ops::Range;

use super::data::Ties;
use super::design::Design;
use super::gram::Gram;
use super::order::Order;
use super::risk::{Risk, tied};
use super::running::Running;
use crate::chunks::{self, CHUNK};
use crate::matrix::dot;

/// Linear predictor above the mean beyond which its exponential is out of the question.
pub(super) const FARTHEST: f64 = 300.0;

/// Data and coefficients in, likelihood out; buffers are kept between evaluations.
pub(super) struct Likelihood<'a> {
    pub(super) order: &'a Order,
    pub(super) design: &'a Design,
    /// By position; empty: 1 everywhere.
    pub(super) weight: &'a [f64],
    /// By position, mean 0 in each stratum; empty: 0 everywhere.
    pub(super) offset: &'a [f64],
    pub(super) ties: Ties,
    /// Weight × exp(linear predictor) at the coefficients of the last evaluation.
    pub(super) risk: Vec<f64>,
    /// Hazards at the same.
    pub(super) hazards: Risk,
}

/// The log partial likelihood at some coefficients.
#[derive(Clone, Debug)]
pub(super) struct Evaluation {
    pub(super) value: f64,
    pub(super) gradient: Vec<f64>,
    /// Negative second derivatives, row by row.
    pub(super) information: Vec<f64>,
    /// The largest x·β among those at risk.
    pub(super) farthest: f64,
}

/// What a chunk of rows leaves to the chunks after it.
struct Tail {
    /// Σ weight·linear predictor of the churned.
    log: f64,
    farthest: f64,
    /// Σ risk·x at risk, since the last beginning of a stratum inside the chunk.
    at_risk: Running,
    new_stratum: bool,
    /// Σ risk·x of the churned of the section that the chunk ends in.
    own: Running,
    new_section: bool,
}

impl<'a> Likelihood<'a> {
    pub(super) fn new(order: &'a Order, design: &'a Design, weight: &'a [f64], offset: &'a [f64], ties: Ties) -> Self {
        Self {
            order,
            design,
            weight,
            offset,
            ties,
            risk: vec![0.0; order.rows.len()],
            hazards: Risk::new(order),
        }
    }

    /// At `beta`; `None` where a linear predictor is out of the question.
    pub(super) fn evaluate(&mut self, beta: &[f64]) -> Option<Evaluation> {
        let tails = self.fill_risk(beta);
        let farthest = tails.iter().fold(0.0_f64, |most, tail| most.max(tail.farthest));
        if farthest > FARTHEST {
            return None;
        }
        self.hazards.update(self.order, self.ties, &self.risk, self.weight);
        let logs: f64 = self.hazards.terms.iter().map(|term| term.log).sum();
        let value = tails.iter().map(|tail| tail.log).sum::<f64>() - logs;
        let (gradient, information) = self.derivatives(&starts(tails));
        let finite = value.is_finite() && gradient.iter().chain(&information).all(|x| x.is_finite());
        finite.then_some(Evaluation {
            value,
            gradient,
            information,
            farthest,
        })
    }

    /// Risks at `beta`, and the tail of each chunk.
    fn fill_risk(&mut self, beta: &[f64]) -> Vec<Tail> {
        let (order, design) = (self.order, self.design);
        let (weight, offset, ties) = (self.weight, self.offset, self.ties);
        let chunks = self.risk.par_chunks_mut(CHUNK).enumerate();
        let mut tails: Vec<Tail> = chunks
            .map(|(chunk, risk)| {
                let from = chunk * CHUNK;
                let mut tail = Tail::new(design.width, !order.leaving.is_empty());
                for (_, section, rows) in order.pieces(from..from + risk.len()) {
                    tail.enter(
                        section.first && section.begin as usize == rows.start,
                        section.begin as usize == rows.start,
                    );
                    if section.deaths == 0 {
                        // Gone before the first event: never at risk.
                        risk[rows.start - from..rows.end - from].fill(0.0);
                        continue;
                    }
                    let (first_death, tied) = (section.first_death(), tied(section, ties));
                    for at in rows {
                        let x = design.row(at);
                        let explained = fast_dot(x, beta);
                        tail.farthest = tail.farthest.max(explained);
                        let predictor = explained + offset.get(at).unwrap_or(&0.0);
                        let w = weight.get(at).unwrap_or(&1.0);
                        let r = w * predictor.exp();
                        risk[at - from] = r;
                        tail.at_risk.add(x, r);
                        if at >= first_death {
                            tail.log += w * predictor;
                            if tied {
                                tail.own.add(x, r);
                            }
                        }
                    }
                }
                tail
            })
            .collect();
        if !order.leaving.is_empty() {
            let risk = &self.risk;
            tails.par_iter_mut().enumerate().for_each(|(chunk, tail)| {
                let range = chunk * CHUNK..risk.len().min((chunk + 1) * CHUNK);
                // Only what left since the last beginning of a stratum, as the rows that came.
                let last = order
                    .pieces(range.clone())
                    .filter(|(_, s, rows)| s.first && s.begin as usize == rows.start);
                let since = last.last().map_or(range.start, |(_, _, rows)| rows.start);
                for (_, section, rows) in order.pieces(since..range.end) {
                    if rows.end == section.end as usize {
                        take(&mut tail.at_risk, order, design, risk, section.left());
                    }
                }
            });
        }
        tails
    }

    fn derivatives(&self, starts: &[(Running, Running)]) -> (Vec<f64>, Vec<f64>) {
        let (order, design, risk) = (self.order, self.design, &self.risk);
        let k = design.width;
        let mut sums = chunks::sum(risk.len(), k + Gram::len(k), |range, sums| {
            let (gradient, information) = sums.split_at_mut(k);
            let mut gram = Gram::new(k);
            let (mut at_risk, mut own) = starts[range.start / CHUNK].clone();
            let (mut mean, mut own_mean) = (vec![0.0; k], vec![0.0; k]);
            for (index, section, rows) in order.pieces(range) {
                if rows.start == section.begin as usize {
                    own.clear();
                    if section.first {
                        at_risk.clear();
                    }
                }
                let (first_death, tied) = (section.first_death(), tied(section, self.ties));
                let complete = rows.end == section.end as usize;
                for at in rows {
                    let x = design.row(at);
                    let expected = self.hazards.expected[at];
                    let churned = at >= first_death;
                    let observed = if churned {
                        *self.weight.get(at).unwrap_or(&1.0)
                    } else {
                        0.0
                    };
                    for (sum, x) in gradient.iter_mut().zip(x) {
                        *sum += (observed - expected) * x;
                    }
                    gram.push(x, expected);
                    at_risk.add(x, risk[at]);
                    if churned && tied {
                        own.add(x, risk[at]);
                    }
                }
                if !complete {
                    continue;
                }
                take(&mut at_risk, order, design, risk, section.left());
                if section.deaths == 0 {
                    continue;
                }
                let term = &self.hazards.terms[index];
                at_risk.scaled(1.0 / term.at_risk, &mut mean);
                if tied {
                    // Σ over the churned in turn of m·mᵀ with m = mean − f·own: two squares instead of d.
                    let bend = term.cross / term.square;
                    own.scaled(1.0 / term.at_risk, &mut own_mean);
                    mean.iter_mut()
                        .zip(&own_mean)
                        .for_each(|(mean, own)| *mean -= bend * own);
                    gram.push(&own_mean, bend * term.cross - term.own);
                }
                gram.push(&mean, -term.square);
            }
            gram.finish(information);
        });
        let information = sums.split_off(k);
        (sums, information)
    }

    /// The largest |x·step| among those at risk, and the column that has most part in it.
    pub(super) fn reach(&self, step: &[f64]) -> (f64, usize) {
        let design = self.design;
        let k = design.width.max(1);
        let bound: f64 = step.iter().zip(&design.furthest).map(|(d, x)| d.abs() * x).sum();
        let part = |x: &[f64]| {
            let parts = step.iter().zip(x).map(|(d, x)| (d * x).abs()).enumerate();
            parts.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(j, _)| j)
        };
        if bound < RUNS {
            return (bound, 0);
        }
        let farther = |a: (f64, usize), b: (f64, usize)| if b.0 > a.0 { b } else { a };
        let farthest = |(lines, expected): (&[f64], &[f64])| {
            let at_risk = lines
                .chunks_exact(k)
                .zip(expected)
                .filter(|(_, expected)| **expected > 0.0);
            let (far, x) = at_risk.fold((0.0, None), |most: (f64, Option<&[f64]>), (x, _)| {
                let far = dot(x, step).abs();
                if far > most.0 { (far, Some(x)) } else { most }
            });
            (far, x.map_or(0, part))
        };
        let chunks = (design.values.par_chunks(CHUNK * k)).zip(self.hazards.expected.par_chunks(CHUNK));
        let chunks: Vec<(f64, usize)> = chunks.map(farthest).collect();
        chunks.into_iter().fold((0.0, 0), farther)
    }
}

/// A step that moves a linear predictor by so much and gains nothing runs away.
pub(super) const RUNS: f64 = 0.5;

impl Tail {
    fn new(width: usize, rows_leave: bool) -> Self {
        Self {
            log: 0.0,
            farthest: 0.0,
            at_risk: Running::new(width, rows_leave),
            new_stratum: false,
            own: Running::new(width, false),
            new_section: false,
        }
    }

    fn enter(&mut self, stratum_begins: bool, section_begins: bool) {
        if stratum_begins {
            self.at_risk.clear();
            self.new_stratum = true;
        }
        if section_begins {
            self.own.clear();
            self.new_section = true;
        }
    }
}

/// The running sums that each chunk begins with.
fn starts(tails: Vec<Tail>) -> Vec<(Running, Running)> {
    let mut starts: Vec<(Running, Running)> = Vec::with_capacity(tails.len());
    let mut carry: Option<(Running, Running)> = None;
    for tail in tails {
        let before = carry.take().unwrap_or_else(|| {
            let (mut at_risk, mut own) = (tail.at_risk.clone(), tail.own.clone());
            at_risk.clear();
            own.clear();
            (at_risk, own)
        });
        let (mut at_risk, mut own) = before.clone();
        starts.push(before);
        if tail.new_stratum {
            at_risk.clear();
        }
        if tail.new_section {
            own.clear();
        }
        at_risk.merge(&tail.at_risk);
        own.merge(&tail.own);
        carry = Some((at_risk, own));
    }
    starts
}

fn take(from: &mut Running, order: &Order, design: &Design, risk: &[f64], left: Range<usize>) {
    for &at in order.leaving.get(left).unwrap_or(&[]) {
        from.add(design.row(at as usize), -risk[at as usize]);
    }
}

/// Σ xᵢ·yᵢ in four lanes.
fn fast_dot(x: &[f64], y: &[f64]) -> f64 {
    let (x4, x_rest) = x.as_chunks::<4>();
    let (y4, y_rest) = y.as_chunks::<4>();
    let mut lanes = [0.0; 4];
    for (x, y) in x4.iter().zip(y4) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += x * y;
        }
    }
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) + dot(x_rest, y_rest)
}
