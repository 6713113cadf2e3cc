//! The change of a ratio Σ numerator ÷ Σ denominator: what changed within segments, and what through their shares.

use crate::error::StatsError;
use crate::interval::{Interval, Z_975, wilson};

/// A segment in both periods. Index 0 is the earlier period, 1 the later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatioSegment {
    /// Numerators, e.g. customers lost.
    pub numerator: [f64; 2],
    /// Denominators, at least 0, e.g. customers at the start. 0 in one period: the segment appeared or vanished.
    pub denominator: [f64; 2],
    /// Variances of the two ratios where they are not shares of counts (money): at least 0. `None`: binomial.
    pub variance: Option<[f64; 2]>,
}

/// What a segment adds to the change of the ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SegmentEffect {
    /// Index of the segment.
    pub segment: usize,
    /// Through the change of its own ratio, in units of the ratio.
    pub rate: f64,
    /// 95 % interval of `rate`; `None` for a segment that was there in one period only, or whose ratio is no share and came without a
    /// variance.
    pub rate_interval: Option<Interval>,
    /// Through the change of its share of the denominator.
    pub mix: f64,
    /// `rate + mix`.
    pub total: f64,
    /// The segment's ratio in both periods; `None` where its denominator is 0.
    pub ratio: [Option<f64>; 2],
    /// Its share of the denominator in both periods, 0–1.
    pub share: [f64; 2],
}

/// The change of a ratio, split.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioChange {
    /// The ratio in both periods.
    pub ratio: [f64; 2],
    /// Σ of the rate effects.
    pub rate: f64,
    /// Σ of the mix effects; `rate + mix = ratio[1] − ratio[0]`.
    pub mix: f64,
    /// Effects, the largest absolute total first; ties in order of segments.
    pub segments: Vec<SegmentEffect>,
}

/// Splits the change of R = Σ numerator ÷ Σ denominator between two periods by segment.
///
/// With a segment's ratio rᵢ, its share wᵢ of the denominator, and a bar for the mean of both periods: rate effect w̄ᵢ·Δrᵢ, mix effect
/// (r̄ᵢ − R̄)·Δwᵢ. Because Σ Δwᵢ = 0, these add up to ΔR exactly (symmetric midpoint decomposition; Das Gupta 1978), whichever period
/// comes first. A segment that is there in one period only has no change of ratio: all it adds is mix.
///
/// The interval of a rate effect takes shares as given and both periods as independent samples: for shares of counts
/// Newcombe's (1998, method 10) interval of a difference, made of two Wilson intervals, times w̄ᵢ; with variances the normal one,
/// ±1.96·w̄ᵢ·√(v₀ + v₁).
///
/// Errors: no segments; a value that is not finite; a negative denominator or variance; no denominator at all in a period.
pub fn ratio(segments: &[RatioSegment]) -> Result<RatioChange, StatsError> {
    if segments.is_empty() {
        return Err(StatsError::Empty);
    }
    for (index, segment) in segments.iter().enumerate() {
        check(index, segment)?;
    }
    let sum = |of: fn(&RatioSegment) -> [f64; 2]| {
        segments
            .iter()
            .map(of)
            .fold([0.0, 0.0], |[a, b], [x, y]| [a + x, b + y])
    };
    let (numerator, denominator) = (sum(|segment| segment.numerator), sum(|segment| segment.denominator));
    if denominator.iter().any(|&sum| sum <= 0.0) {
        return Err(StatsError::OutOfRange {
            name: "sum of denominators of a period",
            value: denominator[0].min(denominator[1]),
            expected: "above 0",
        });
    }
    let whole = [numerator[0] / denominator[0], numerator[1] / denominator[1]];
    let middle = (whole[0] + whole[1]) / 2.0;
    let mut effects: Vec<SegmentEffect> = segments
        .iter()
        .enumerate()
        .map(|(index, segment)| effect(index, segment, denominator, middle))
        .collect();
    let rate = effects.iter().map(|effect| effect.rate).sum();
    let mix = effects.iter().map(|effect| effect.mix).sum();
    effects.sort_by(|a, b| b.total.abs().total_cmp(&a.total.abs()));
    Ok(RatioChange {
        ratio: whole,
        rate,
        mix,
        segments: effects,
    })
}

fn check(index: usize, segment: &RatioSegment) -> Result<(), StatsError> {
    let variance = segment.variance.unwrap_or([0.0, 0.0]);
    let values = [segment.numerator, segment.denominator, variance].concat();
    if let Some(&value) = values.iter().find(|value| !value.is_finite()) {
        return Err(StatsError::NotFinite { index, value });
    }
    for (name, pair) in [("denominator", segment.denominator), ("variance", variance)] {
        if let Some(&value) = pair.iter().find(|&&value| value < 0.0) {
            return Err(StatsError::OutOfRange {
                name,
                value,
                expected: "at least 0",
            });
        }
    }
    Ok(())
}

fn effect(index: usize, segment: &RatioSegment, denominator: [f64; 2], middle: f64) -> SegmentEffect {
    let ratio =
        [0, 1].map(|at| (segment.denominator[at] > 0.0).then(|| segment.numerator[at] / segment.denominator[at]));
    let share = [0, 1].map(|at| segment.denominator[at] / denominator[at]);
    let weight = (share[0] + share[1]) / 2.0;
    // A numerator without a denominator belongs to no ratio; it is part of the whole and goes to the mix.
    let loose = [0, 1].map(|at| {
        if segment.denominator[at] > 0.0 {
            0.0
        } else {
            segment.numerator[at] / denominator[at]
        }
    });
    let known = ratio[0].or(ratio[1]).unwrap_or(middle);
    let own = [ratio[0].unwrap_or(ratio[1].unwrap_or(known)), ratio[1].unwrap_or(known)];
    let rate = weight * (own[1] - own[0]);
    let mix = ((own[0] + own[1]) / 2.0 - middle) * (share[1] - share[0]) + loose[1] - loose[0];
    SegmentEffect {
        segment: index,
        rate,
        rate_interval: interval(segment, own).map(|own| Interval {
            low: weight * own.low,
            high: weight * own.high,
        }),
        mix,
        total: rate + mix,
        ratio,
        share,
    }
}

/// Interval of the difference of a segment's ratios.
fn interval(segment: &RatioSegment, own: [f64; 2]) -> Option<Interval> {
    if segment.denominator.iter().any(|&size| size <= 0.0) {
        return None;
    }
    let difference = own[1] - own[0];
    if let Some([before, after]) = segment.variance {
        let half = Z_975 * (before + after).sqrt();
        return Some(Interval {
            low: difference - half,
            high: difference + half,
        });
    }
    let counts = |at: usize| {
        let (successes, size) = (segment.numerator[at], segment.denominator[at]);
        let whole = successes.fract() == 0.0 && size.fract() == 0.0 && (0.0..=size).contains(&successes);
        whole.then(|| wilson(successes as u64, size as u64))
    };
    let (before, after) = (counts(0)?, counts(1)?);
    let reach = |a: f64, b: f64| (a * a + b * b).sqrt();
    Some(Interval {
        low: difference - reach(own[1] - after.low, before.high - own[0]),
        high: difference + reach(after.high - own[1], own[0] - before.low),
    })
}
