//! Persons over segments of time: what each adds to the loss, its slope and the baseline, without a row a period.
//!
//! Under the complementary log-log link staying through periods costs e^F·Σ rates, so that all periods of a segment are
//! one product with a running sum of the baseline, exactly.

use std::ops::Range;

use rayon::prelude::*;

use super::baseline::Baseline;

/// Rows summed by one thread at a time: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 4096;

/// Where each person's observation ended, in pieces of the baseline.
pub(super) struct People {
    ends: Vec<End>,
    /// Numbers kept for each person: one for each segment.
    pub(super) segments: usize,
}

#[derive(Clone, Copy)]
struct End {
    /// Piece of the last period at risk.
    piece: u32,
    /// Segment of that piece.
    segment: u32,
    /// Periods of the piece survived; a churner's last period is not among them.
    survived: f32,
    churned: bool,
}

/// Slopes of the loss for the baseline's logarithms.
#[derive(Clone)]
struct Slopes {
    /// Σ e^F·periods by piece of those who stayed through a part of it.
    part: Vec<f64>,
    /// Σ e^F by piece of those whose observation ended in it: they stayed through the pieces of the segment before it.
    ended: Vec<f64>,
    /// Σ e^F by segment of those who stayed through all of it.
    through: Vec<f64>,
    /// Slope and curvature of the churners' term, by piece.
    churn: Vec<[f64; 2]>,
}

impl People {
    /// Persons by their last period and whether they churned in it. Later periods than the baseline knows are cut off.
    pub(super) fn new(periods: impl Iterator<Item = (u32, bool)>, baseline: &Baseline) -> Self {
        let ends = periods
            .map(|(period, churned)| {
                let known = period.min(baseline.last());
                let piece = baseline.piece_of(known);
                let churned = churned && period == known;
                let of = &baseline.pieces[piece];
                End {
                    piece: piece as u32,
                    segment: of.segment as u32,
                    // Exact up to 2²⁴ periods in a piece, and rates that small do not mind.
                    survived: (known - of.first + 1 - u32::from(churned)) as f32,
                    churned,
                }
            })
            .collect();
        Self {
            ends,
            segments: baseline.segments(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The last segment that the person was at risk in.
    pub(super) fn last_segment(&self, row: usize) -> usize {
        self.ends[row].segment as usize
    }

    /// Mean negative log-likelihood of a person at these margins (a row of `segments` for each).
    pub(super) fn loss(&self, margins: &[f64], baseline: &Baseline) -> f64 {
        let parts: Vec<f64> = (self.chunks())
            .map(|rows| {
                rows.map(|row| {
                    let margins = &margins[row * self.segments..(row + 1) * self.segments];
                    let end = &self.ends[row];
                    let mut loss = 0.0;
                    self.stays(row, baseline, |segment, rates| loss += margins[segment].exp() * rates);
                    if end.churned {
                        let rate = churn_rate(end, margins, baseline);
                        loss -= (-(-rate).exp_m1()).ln();
                    }
                    loss
                })
                .sum::<f64>()
            })
            .collect();
        parts.iter().sum::<f64>() / self.len() as f64
    }

    /// Slope and curvature of the loss by person and segment.
    pub(super) fn gradients(&self, margins: &[f64], baseline: &Baseline, out: &mut [[f32; 2]]) {
        let width = self.segments;
        let blocks = out.par_chunks_mut(CHUNK * width).zip(margins.par_chunks(CHUNK * width));
        blocks.enumerate().for_each(|(block, (out, margins))| {
            let rows = out.chunks_exact_mut(width).zip(margins.chunks_exact(width));
            for (at, (out, margins)) in rows.enumerate() {
                let row = block * CHUNK + at;
                let end = &self.ends[row];
                out.fill([0.0; 2]);
                self.stays(row, baseline, |segment, rates| {
                    let expected = (margins[segment].exp() * rates) as f32;
                    out[segment] = [expected, expected];
                });
                if end.churned {
                    let [slope, curvature] = churn_slopes(churn_rate(end, margins, baseline));
                    let slot = &mut out[end.segment as usize];
                    slot[0] -= slope as f32;
                    slot[1] += curvature as f32;
                }
            }
        });
    }

    /// A Newton step of every rate of the baseline at these margins, at most 1 each.
    pub(super) fn baseline_steps(&self, margins: &[f64], baseline: &Baseline) -> Vec<f64> {
        let width = self.segments;
        let empty = Slopes {
            part: vec![0.0; baseline.pieces.len()],
            ended: vec![0.0; baseline.pieces.len()],
            through: vec![0.0; width],
            churn: vec![[0.0; 2]; baseline.pieces.len()],
        };
        let parts: Vec<Slopes> = (self.chunks())
            .map(|rows| {
                let mut sums = empty.clone();
                for row in rows {
                    let end = &self.ends[row];
                    let (piece, last) = (end.piece as usize, end.segment as usize);
                    let margins = &margins[row * width..(row + 1) * width];
                    for (sum, margin) in sums.through.iter_mut().zip(&margins[..last]) {
                        *sum += margin.exp();
                    }
                    let level = margins[last].exp();
                    sums.ended[piece] += level;
                    sums.part[piece] += level * f64::from(end.survived);
                    if end.churned {
                        let [slope, curvature] = churn_slopes(churn_rate(end, margins, baseline));
                        sums.churn[piece][0] += slope;
                        sums.churn[piece][1] += curvature;
                    }
                }
                sums
            })
            .collect();
        let mut all = empty;
        for part in &parts {
            add(&mut all.part, &part.part);
            add(&mut all.ended, &part.ended);
            add(&mut all.through, &part.through);
            for (sum, part) in all.churn.iter_mut().zip(&part.churn) {
                *sum = [sum[0] + part[0], sum[1] + part[1]];
            }
        }
        steps(&all, baseline)
    }

    /// Calls `stay` for each segment at risk with the rates summed over the periods survived.
    #[inline]
    fn stays(&self, row: usize, baseline: &Baseline, mut stay: impl FnMut(usize, f64)) {
        let end = &self.ends[row];
        let last = end.segment as usize;
        for (segment, &total) in baseline.totals[..last].iter().enumerate() {
            stay(segment, total);
        }
        stay(last, baseline.within(end.piece as usize, f64::from(end.survived)));
    }

    fn chunks(&self) -> impl IndexedParallelIterator<Item = Range<usize>> {
        let rows = self.len();
        (0..rows.div_ceil(CHUNK))
            .into_par_iter()
            .map(move |c| c * CHUNK..((c + 1) * CHUNK).min(rows))
    }
}

fn add(sums: &mut [f64], part: &[f64]) {
    for (sum, part) in sums.iter_mut().zip(part) {
        *sum += part;
    }
}

/// e^(α + F) in the period of churn.
fn churn_rate(end: &End, margins: &[f64], baseline: &Baseline) -> f64 {
    (baseline.pieces[end.piece as usize].log_rate + margins[end.segment as usize]).exp()
}

/// First and negative second derivative of ln(1 − e^−z) for ln z.
fn churn_slopes(z: f64) -> [f64; 2] {
    if z > 700.0 {
        return [0.0, 0.0];
    }
    // Below this the series 1 − z/2, z/2 is exact and the quotient is not.
    if z < 1e-5 {
        return [1.0 - 0.5 * z, 0.5 * z];
    }
    let grown = z.exp_m1();
    let slope = z / grown;
    [slope, slope * (slope + z - 1.0).max(0.0)]
}

fn steps(sums: &Slopes, baseline: &Baseline) -> Vec<f64> {
    let mut steps = vec![0.0; baseline.pieces.len()];
    let mut later = 0.0;
    let mut segment = usize::MAX;
    for (at, piece) in baseline.pieces.iter().enumerate().rev() {
        if piece.segment != segment {
            segment = piece.segment;
            later = sums.through[segment];
        }
        let length = f64::from(piece.last - piece.first + 1);
        let stayed = (sums.part[at] + later * length) * piece.log_rate.exp();
        let [slope, curvature] = sums.churn[at];
        let step = (slope - stayed) / (stayed + curvature);
        if piece.moves && step.is_finite() {
            steps[at] = step.clamp(-1.0, 1.0);
        }
        later += sums.ended[at];
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_the_loss() {
        let periods: Vec<u32> = (0..80).map(|i| 1 + i * 7 % 9).collect();
        let events: Vec<bool> = (0..80).map(|i| i % 2 == 0).collect();
        let mut baseline = Baseline::new(&periods, &events, 3);
        let people = People::new(periods.iter().copied().zip(events.iter().copied()), &baseline);
        let width = people.segments;
        let margins: Vec<f64> = (0..80 * width)
            .map(|i| 0.3 * f64::from((i * 5 % 7) as u32) - 1.0)
            .collect();
        let mut slopes = vec![[0.0; 2]; margins.len()];
        people.gradients(&margins, &baseline, &mut slopes);
        for at in (0..margins.len()).step_by(13) {
            let moved = |by: f64| {
                let mut margins = margins.clone();
                margins[at] += by;
                80.0 * people.loss(&margins, &baseline)
            };
            let slope = (moved(1e-4) - moved(-1e-4)) / 2e-4;
            let curvature = (moved(1e-3) - 2.0 * moved(0.0) + moved(-1e-3)) / 1e-6;
            assert!(
                (slope - f64::from(slopes[at][0])).abs() < 1e-5,
                "{at}: {slope} {:?}",
                slopes[at]
            );
            assert!(
                (curvature - f64::from(slopes[at][1])).abs() < 1e-4,
                "{at}: {curvature} {:?}",
                slopes[at]
            );
        }
        // The baseline settles where no small change of a rate lowers the loss.
        for _ in 0..30 {
            let steps = people.baseline_steps(&margins, &baseline);
            baseline.shift(&steps);
        }
        let settled = people.loss(&margins, &baseline);
        for piece in 0..baseline.pieces.len() {
            for by in [-0.01, 0.01] {
                let mut other = baseline.clone();
                let mut steps = vec![0.0; baseline.pieces.len()];
                steps[piece] = by;
                other.shift(&steps);
                assert!(people.loss(&margins, &other) > settled);
            }
        }
    }
}
