//! The hazard of each period for everybody, and the segments of time that trees may split.

/// Churners that end a piece of the baseline: its rate is then known to about a third.
const CHURNERS: u64 = 10;
/// Most pieces.
const MOST_PIECES: u64 = 1_000;
/// Bounds of the logarithm of a rate: hazards of 1e-22 and of 1 − 2e-24.
pub(super) const LOG_RATES: (f64, f64) = (-50.0, 4.0);

/// Periods of one rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) segment: usize,
    /// Whether anybody churned in it: without, the rate stays where it began.
    pub(super) moves: bool,
    /// ln of the rate e^α: 1 − e^(−e^α) is the hazard of a customer on whom the trees say nothing.
    pub(super) log_rate: f64,
}

/// Rates by period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Baseline {
    /// In order, from period 1 to the last one seen.
    pub(super) pieces: Vec<Piece>,
    /// Rates summed over the periods of each segment up to the start of a piece.
    before: Vec<f64>,
    /// Rates summed over each segment.
    pub(super) totals: Vec<f64>,
}

impl Baseline {
    /// From the last period of each person, counted from 1, and whether they churned in it (somebody did).
    pub(super) fn new(periods: &[u32], events: &[bool], segments: usize) -> Self {
        let mut churned: Vec<u32> = (periods.iter().zip(events))
            .filter(|(_, e)| **e)
            .map(|(&p, _)| p)
            .collect();
        churned.sort_unstable();
        let mut all = periods.to_vec();
        all.sort_unstable();
        let last = all.last().copied().unwrap_or(1);
        let needed = CHURNERS.max((churned.len() as u64).div_ceil(MOST_PIECES));
        let mut ends: Vec<(u32, u64)> = Vec::new();
        let (mut start, mut held) = (1, 0);
        for tie in churned.chunk_by(|a, b| a == b) {
            let (period, churners) = (tie[0], tie.len() as u64);
            // A period with churners enough (the end of a contract) keeps its rate to itself.
            if churners >= needed && period > start {
                ends.push((period - 1, held));
                held = 0;
            }
            held += churners;
            if held >= needed {
                ends.push((period, held));
                held = 0;
                start = period.saturating_add(1);
            }
        }
        if ends.last().is_none_or(|&(end, _)| end < last) {
            ends.push((last, held));
        }
        let mut pieces = Vec::with_capacity(ends.len());
        let (mut first, mut passed) = (1, 0);
        for (end, events) in ends {
            let exposure = person_periods(&all, first, end);
            let churners = events as f64;
            // Where nobody churned half a person did, and where nobody stayed half a person did: rates stay finite.
            let hazard = if events == 0 {
                0.5 / (exposure + 0.5)
            } else {
                churners / exposure.max(churners + 0.5)
            };
            pieces.push(Piece {
                first,
                last: end,
                moves: events > 0,
                segment: ((passed as u128 * segments as u128 / churned.len().max(1) as u128) as usize)
                    .min(segments - 1),
                log_rate: (-(-hazard).ln_1p()).ln().clamp(LOG_RATES.0, LOG_RATES.1),
            });
            passed += events;
            first = end.saturating_add(1);
        }
        // Segments in which no piece begins are left out.
        let mut used: Vec<usize> = pieces.iter().map(|piece| piece.segment).collect();
        used.dedup();
        for piece in &mut pieces {
            piece.segment = used.partition_point(|&segment| segment < piece.segment);
        }
        let mut baseline = Self {
            before: vec![0.0; pieces.len()],
            totals: vec![0.0; used.len()],
            pieces,
        };
        baseline.sum();
        baseline
    }

    /// Moves the rates and sums them anew.
    pub(super) fn shift(&mut self, steps: &[f64]) {
        for (piece, step) in self.pieces.iter_mut().zip(steps) {
            piece.log_rate = (piece.log_rate + step).clamp(LOG_RATES.0, LOG_RATES.1);
        }
        self.sum();
    }

    fn sum(&mut self) {
        self.totals.fill(0.0);
        for (piece, before) in self.pieces.iter().zip(&mut self.before) {
            *before = self.totals[piece.segment];
            self.totals[piece.segment] += f64::from(piece.last - piece.first + 1) * piece.log_rate.exp();
        }
    }

    pub(super) fn segments(&self) -> usize {
        self.totals.len()
    }

    /// The last period with a rate.
    pub(super) fn last(&self) -> u32 {
        self.pieces.last().map_or(0, |piece| piece.last)
    }

    /// The piece of a period (from 1); the last one for later periods.
    pub(super) fn piece_of(&self, period: u32) -> usize {
        let at = self.pieces.partition_point(|piece| piece.last < period);
        at.min(self.pieces.len() - 1)
    }

    /// Rates summed over the piece's segment up to `periods` periods of the piece.
    pub(super) fn within(&self, piece: usize, periods: f64) -> f64 {
        self.before[piece] + periods * self.pieces[piece].log_rate.exp()
    }
}

/// Periods `first` to `last` that rows with these rising last periods were at risk in.
fn person_periods(rising: &[u32], first: u32, last: u32) -> f64 {
    let from = rising.partition_point(|&period| period < first);
    let to = rising.partition_point(|&period| period < last);
    let partial: f64 = rising[from..to]
        .iter()
        .map(|&period| f64::from(period - first + 1))
        .sum();
    partial + (rising.len() - to) as f64 * (f64::from(last - first) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hold_ten_churners_and_rates_add_up() {
        // Each period from 1 to 6: 5 churn and 5 are censored.
        let periods: Vec<u32> = (0..60).map(|i| 1 + i / 10).collect();
        let events: Vec<bool> = (0..60).map(|i| i % 2 == 0).collect();
        let baseline = Baseline::new(&periods, &events, 2);
        let spans: Vec<_> = baseline.pieces.iter().map(|p| (p.first, p.last, p.segment)).collect();
        assert_eq!(spans, [(1, 2, 0), (3, 4, 0), (5, 6, 1)]);
        // 10 of 60 + 50 person-periods.
        let rate = -(1.0 - 10.0_f64 / 110.0).ln();
        assert!((baseline.pieces[0].log_rate - rate.ln()).abs() < 1e-12);
        assert!((baseline.within(1, 1.0) - (2.0 * rate + baseline.pieces[1].log_rate.exp())).abs() < 1e-12);
        assert_eq!(
            (baseline.piece_of(4), baseline.piece_of(99), baseline.last()),
            (1, 2, 6)
        );
    }

    #[test]
    fn the_end_of_a_contract_has_its_own_rate() {
        // Ten churn in 12, one in 3; the others stay to 20.
        let periods: Vec<u32> = (0..40)
            .map(|i| {
                if i < 10 {
                    12
                } else if i == 10 {
                    3
                } else {
                    20
                }
            })
            .collect();
        let events: Vec<bool> = (0..40).map(|i| i < 11).collect();
        let baseline = Baseline::new(&periods, &events, 1);
        let spans: Vec<_> = baseline.pieces.iter().map(|p| (p.first, p.last)).collect();
        assert_eq!(spans, [(1, 11), (12, 12), (13, 20)]);
        let hazards = baseline.pieces.iter().map(|p| -(-p.log_rate.exp()).exp_m1());
        for (found, expected) in hazards.zip([1.0 / 432.0, 10.0 / 39.0, 0.5 / 232.5]) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }
}
