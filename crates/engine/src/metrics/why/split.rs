//! Splits a change by the segments of a dimension.

use std::collections::BTreeMap;

use holdfast_stats::decompose::{self, RatioSegment};
use holdfast_stats::error::StatsError;

use super::table::{WhyDimension, WhySegment};
use crate::metrics::catalog::{Metric, Unit};
use crate::metrics::query::MetricRow;

/// A segment in both periods.
#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    numerator: [f64; 2],
    denominator: [f64; 2],
}

/// Splits the change between the rows of two periods, a row a segment.
pub(super) fn split(
    metric: &Metric,
    dim: &str,
    before: &[MetricRow],
    after: &[MetricRow],
) -> Result<WhyDimension, StatsError> {
    let mut pairs: BTreeMap<(bool, Option<String>), Pair> = BTreeMap::new();
    for (at, rows) in [before, after].into_iter().enumerate() {
        for row in rows {
            let segment = row.dims.first().cloned().flatten();
            let pair = pairs.entry((segment.is_none(), segment)).or_default();
            pair.numerator[at] += row.numerator.map_or(0.0, |number| number.as_f64());
            pair.denominator[at] += row.denominator.map_or(0.0, |number| number.as_f64());
        }
    }
    let names: Vec<Option<String>> = pairs.keys().map(|(_, name)| name.clone()).collect();
    let pairs: Vec<Pair> = pairs.into_values().collect();
    let mut segments = if metric.denominator.is_some() {
        ratios(metric, &names, &pairs)?
    } else {
        totals(&names, &pairs)?
    };
    let change: f64 = segments.iter().map(|segment| segment.total).sum();
    for segment in &mut segments {
        segment.part = (change != 0.0).then(|| segment.total / change);
    }
    let explained = (change != 0.0).then(|| {
        let away = |segment: &WhySegment| {
            let share = (segment.share[0].unwrap_or(0.0) + segment.share[1].unwrap_or(0.0)) / 2.0;
            (segment.part.unwrap_or(0.0) - share).abs()
        };
        (segments.iter().map(away).sum::<f64>() / 2.0).min(1.0)
    });
    Ok(WhyDimension {
        dim: dim.to_owned(),
        explained,
        rate: segments.iter().map(|segment| segment.rate).sum(),
        mix: segments.iter().map(|segment| segment.mix).sum(),
        segments,
    })
}

/// Rate and mix effects of a quotient.
fn ratios(metric: &Metric, names: &[Option<String>], pairs: &[Pair]) -> Result<Vec<WhySegment>, StatsError> {
    let scale = if metric.unit == Unit::Score { 100.0 } else { 1.0 };
    // A binomial interval is for shares of customers; money and hours would need the spread between customers.
    let counted = metric.unit == Unit::Rate;
    let rows: Vec<RatioSegment> = pairs
        .iter()
        .map(|pair| RatioSegment {
            numerator: pair.numerator,
            denominator: pair.denominator,
            variance: None,
        })
        .collect();
    let found = decompose::ratio(&rows)?;
    let segments = found.segments.into_iter().map(|effect| WhySegment {
        segment: names[effect.segment].clone(),
        value: effect.ratio.map(|ratio| ratio.map(|ratio| scale * ratio)),
        share: effect.share.map(Some),
        rate: scale * effect.rate,
        rate_interval: effect.rate_interval.filter(|_| counted),
        mix: scale * effect.mix,
        total: scale * effect.total,
        part: None,
    });
    Ok(segments.collect())
}

/// The own differences of a figure that adds up.
fn totals(names: &[Option<String>], pairs: &[Pair]) -> Result<Vec<WhySegment>, StatsError> {
    let values: Vec<[f64; 2]> = pairs.iter().map(|pair| pair.numerator).collect();
    let found = decompose::total(&values)?;
    let total = found.total;
    let share = |value: f64, at: usize| (total[at] != 0.0).then(|| value / total[at]);
    let segments = found.segments.into_iter().map(|effect| WhySegment {
        segment: names[effect.segment].clone(),
        value: effect.value.map(Some),
        share: [share(effect.value[0], 0), share(effect.value[1], 1)],
        rate: effect.difference,
        rate_interval: None,
        mix: 0.0,
        total: effect.difference,
        part: None,
    });
    Ok(segments.collect())
}
