//! Probabilities for horizons other than the one that the model was fitted to.
//!
//! The time after the cutoff is cut into segments; for each a model of its own gives the probability of being lost in it for those who were still there when
//! it began (a discrete-time hazard; Singer & Willett 1993). With Λ(t) the cumulated hazard, −Σ ln(1 − p), the probability up to t is
//! 1 − (1 − p_H)^(Λ(t) ÷ Λ(H)), where p_H is the main model's probability for its horizon H: at H it is that probability, it never falls with t, and it is 0 at 0.

use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::Frame;
use holdfast_stats::special::log1p_exp;
use serde::{Deserialize, Serialize};

use super::trial::Ground;

/// One segment of time after the cutoff.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// Days from the beginning of the outcome window to the segment's end.
    pub end_days: i32,
    /// What gives its hazard.
    pub hazard: Hazard,
}

/// The hazard of a segment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Hazard {
    /// A model of it.
    Model(Box<Fitted>),
    /// Too few were lost in it for a model: everybody's.
    Constant {
        /// −ln(1 − share lost).
        hazard: f64,
    },
}

/// The segments in order; their ends grow.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Horizons {
    /// The segments.
    pub segments: Vec<Segment>,
    /// The main model's horizon.
    pub main_days: i32,
}

/// Ends closer than this share of the later one are one end.
const NEAR: f64 = 0.1;
/// Lost customers in a segment below which it gets a constant hazard.
const LEAST_LOST: usize = 30;
/// A hazard that no customer is below: a ratio of hazards needs something to divide by.
const SMALLEST: f64 = 1e-9;

/// Ends of segments for these horizons: all of them and the main one, close ones merged into the later; the main one always stays.
pub fn ends(horizons: &[i32], main: i32) -> Vec<i32> {
    let mut all: Vec<i32> = horizons.iter().copied().filter(|&days| days > 0).collect();
    all.push(main);
    all.sort_unstable();
    all.dedup();
    let mut out: Vec<i32> = Vec::new();
    for &end in all.iter().rev() {
        let later = out.last().copied();
        let near = later.is_some_and(|later| f64::from(later - end) < NEAR * f64::from(later));
        if near && end == main {
            // The later one gives way to the main horizon.
            out.pop();
            out.push(end);
        } else if !near {
            out.push(end);
        }
    }
    out.reverse();
    out
}

/// Fits the hazard of every segment whose end is known for some of the rows. `known_days` by row: up to how many days after its cutoff losses are known.
///
/// # Errors
/// See [`Method::fit`]; a class that is too small is no error but a constant hazard.
pub fn fit(
    ground: &Ground,
    method: &Method,
    rows: &[u32],
    lost_after_days: &[i32],
    known_days: &[i32],
    ends: &[i32],
    main_days: i32,
) -> Result<Horizons, LearnError> {
    let mut segments = Vec::new();
    let mut begin = 0;
    for &end in ends {
        let there: Vec<u32> = rows
            .iter()
            .copied()
            .filter(|&row| known_days[row as usize] >= end && lost_after_days[row as usize] >= begin)
            .collect();
        if there.is_empty() {
            break;
        }
        let labels: Vec<bool> = lost_after_days
            .iter()
            .map(|&days| days >= begin && days < end)
            .collect();
        let lost = there.iter().filter(|&&row| labels[row as usize]).count();
        let hazard = if lost < LEAST_LOST || there.len() - lost < LEAST_LOST {
            let share = (lost as f64 + 0.5) / (there.len() as f64 + 1.0);
            Hazard::Constant {
                hazard: -(1.0 - share).ln(),
            }
        } else {
            let task = Ground {
                labels: &labels,
                ..*ground
            };
            Hazard::Model(Box::new(method.fit(&task.task(&there))?))
        };
        segments.push(Segment { end_days: end, hazard });
        begin = end;
    }
    Ok(Horizons { segments, main_days })
}

impl Horizons {
    /// Cumulated hazard of the rows at the end of each segment: `out[segment][row]`. The frame has the models' schema.
    pub fn cumulated(&self, frame: &Frame, rows: &[u32]) -> Vec<Vec<f64>> {
        let mut sum = vec![0.0; rows.len()];
        self.segments
            .iter()
            .map(|segment| {
                match &segment.hazard {
                    Hazard::Constant { hazard } => sum.iter_mut().for_each(|sum| *sum += hazard),
                    Hazard::Model(fitted) => {
                        let margins = fitted.model.margins(frame, rows);
                        // −ln(1 − p) of the logit z is ln(1 + e^z).
                        sum.iter_mut().zip(margins).for_each(|(sum, z)| *sum += log1p_exp(z));
                    }
                }
                sum.clone()
            })
            .collect()
    }

    /// Probability of being lost within `days` for rows with the main probabilities `main`; `None` beyond the last segment.
    pub fn probabilities(&self, cumulated: &[Vec<f64>], main: &[f64], days: i32) -> Option<Vec<f64>> {
        let at_main = self.at(self.main_days)?;
        let at = self.at(days)?;
        let rows = 0..main.len();
        Some(
            rows.map(|row| {
                let whole = at_main.hazard(cumulated, row).max(SMALLEST);
                let part = at.hazard(cumulated, row);
                1.0 - ((part / whole) * (-main[row]).ln_1p()).exp()
            })
            .collect(),
        )
    }

    /// Where a day lies: the segment that holds it, and how far into it.
    fn at(&self, days: i32) -> Option<Place> {
        let segment = self.segments.iter().position(|segment| days <= segment.end_days)?;
        let begin = segment
            .checked_sub(1)
            .map_or(0, |before| self.segments[before].end_days);
        let length = self.segments[segment].end_days - begin;
        Some(Place {
            segment,
            share: f64::from(days - begin) / f64::from(length.max(1)),
        })
    }
}

/// A day within a segment; within one the hazard is constant.
struct Place {
    segment: usize,
    share: f64,
}

impl Place {
    fn hazard(&self, cumulated: &[Vec<f64>], row: usize) -> f64 {
        let before = self.segment.checked_sub(1).map_or(0.0, |before| cumulated[before][row]);
        before + self.share * (cumulated[self.segment][row] - before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_ends_are_one_and_the_main_one_stays() {
        assert_eq!(ends(&[30, 60, 90, 30, 61, 91, 122], 90), [30, 61, 90, 122]);
        assert_eq!(ends(&[30, 60, 90, 30, 61, 91, 122], 183), [30, 61, 91, 122, 183]);
        assert_eq!(ends(&[7, 14, 21, 28, 30, 60, 90], 30), [7, 14, 21, 30, 60, 90]);
    }

    #[test]
    fn probabilities_grow_with_the_horizon_and_meet_the_main_one() {
        let constant = |end_days, hazard| Segment {
            end_days,
            hazard: Hazard::Constant { hazard },
        };
        let horizons = Horizons {
            segments: vec![constant(30, 0.1), constant(60, 0.3), constant(90, 0.2)],
            main_days: 60,
        };
        let frame = Frame {
            columns: Vec::new(),
            rows: 2,
        };
        let cumulated = horizons.cumulated(&frame, &[0, 1]);
        let main = [0.2, 0.9];
        let at = |days| horizons.probabilities(&cumulated, &main, days).unwrap();
        assert!((at(60)[0] - 0.2).abs() < 1e-12 && (at(60)[1] - 0.9).abs() < 1e-12);
        // A quarter of the cumulated hazard of the main horizon lies in its first half.
        assert!((at(30)[0] - (1.0 - 0.8_f64.powf(0.25))).abs() < 1e-12);
        let rising: Vec<f64> = [1, 15, 30, 45, 60, 75, 90].map(|days| at(days)[0]).to_vec();
        assert!(rising.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(horizons.probabilities(&cumulated, &main, 91).is_none());
    }
}
