//! Lost when silent for longer than one's own rhythm.

use super::Spells;
use crate::history::DayHistory;

/// The numbers of the definition.
pub(super) struct Rhythm {
    pub quantile: f64,
    pub prior_gaps: f64,
    pub least_days: i32,
    pub most_days: i32,
}

/// As inactivity, with an allowance that follows the customer's own gaps after each qualifying day.
pub(super) fn own_rhythm(history: &DayHistory, rhythm: &Rhythm, through: i32) -> Spells {
    let everybody = everybody(history, rhythm.quantile, through).unwrap_or(f64::from(rhythm.most_days));
    Spells::gather(history.customers(), |customer, out| {
        let mut gaps: Vec<i32> = Vec::new();
        let mut spell: Option<(i32, i32, i32)> = None;
        for entry in history.span_through(customer, through) {
            if history.qualifying[entry] == 0 {
                continue;
            }
            let day = history.day[entry];
            let start = match spell {
                Some((start, last, allowed)) => {
                    let gap = day - last;
                    let place = gaps.partition_point(|&other| other <= gap);
                    gaps.insert(place, gap);
                    if gap <= allowed {
                        start
                    } else {
                        out.push(customer, start, last + allowed, last, through);
                        day
                    }
                }
                None => day,
            };
            spell = Some((start, day, allowance(&gaps, everybody, rhythm)));
        }
        if let Some((start, last, allowed)) = spell {
            out.push(customer, start, last + allowed, last, through);
        }
    })
}

/// clamp(⌈(n·Q + p·S)/(n + p)⌉, least, most). What lies above a whole day by less than a billionth is that day: rounding of the
/// quotient, not silence.
fn allowance(sorted_gaps: &[i32], everybody: f64, rhythm: &Rhythm) -> i32 {
    let n = sorted_gaps.len() as f64;
    let own = if sorted_gaps.is_empty() {
        0.0
    } else {
        interpolate(sorted_gaps.len() as u64, rhythm.quantile, |rank| {
            f64::from(sorted_gaps[rank as usize])
        })
    };
    let days = (n * own + rhythm.prior_gaps * everybody) / (n + rhythm.prior_gaps);
    ((days - 1e-9).ceil() as i32).clamp(rhythm.least_days, rhythm.most_days)
}

/// The quantile of all gaps of everybody, `None` where nobody has one. Gaps are whole days: counting them sorts them.
fn everybody(history: &DayHistory, quantile: f64, through: i32) -> Option<f64> {
    let (first, last) = history.days()?;
    let days = (last.min(through) - first).max(0) as usize;
    let counts = crate::tally::in_pieces(
        history.customers(),
        days + 1,
        || vec![0u64; days + 1],
        |counts, customers| {
            for customer in customers {
                let mut previous: Option<i32> = None;
                for entry in history.span_through(customer, through) {
                    if history.qualifying[entry] > 0 {
                        let day = history.day[entry];
                        if let Some(previous) = previous {
                            counts[(day - previous) as usize] += 1;
                        }
                        previous = Some(day);
                    }
                }
            }
        },
        |sum, more| {
            for (sum, more) in sum.iter_mut().zip(more) {
                *sum += more;
            }
        },
    );
    let total: u64 = counts.iter().sum();
    let ranked = |rank: u64| {
        let mut seen = 0;
        let gap = counts.iter().position(|&count| {
            seen += count;
            seen > rank
        });
        gap.unwrap_or(0) as f64
    };
    (total > 0).then(|| interpolate(total, quantile, ranked))
}

/// Quantile of `n` values by linear interpolation at (n − 1)·q (R type 7).
fn interpolate(n: u64, quantile: f64, value: impl Fn(u64) -> f64) -> f64 {
    let position = (n - 1) as f64 * quantile;
    let below = (position.floor() as u64).min(n - 1);
    let above = (below + 1).min(n - 1);
    let share = position - below as f64;
    let (low, high) = (value(below), value(above));
    low + share * (high - low)
}
