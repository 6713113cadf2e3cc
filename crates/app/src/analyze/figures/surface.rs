//! The strongest pair of the additive model as a small table.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::additive::shape::{Axis, Bin, Shape};
use holdfast_report::model::shapes::{PairSurface, SurfaceCell};

use super::shape_words::between;
use crate::analyze::study::Study;
use crate::analyze::words::{ColumnWords, missing};

/// Rows and columns of the table at most, what is missing or rare not counted.
const MOST: usize = 5;
/// Customers that a combination must hold to be spoken of.
const LEAST_ROWS: u64 = 20;

/// Neighbouring bins of one axis that are shown as one.
struct Group {
    name: Bilingual,
    bins: Vec<usize>,
}

/// Effects below this (in log-odds: the odds change by less than a tenth) are not worth a table.
const SMALLEST: f64 = 0.1;

/// The pair with its bins joined to a few; `None` where no combination changes the odds visibly and surely.
pub fn pair(study: &Study, shape: &Shape) -> Option<PairSurface> {
    let (first, second) = (&shape.axes[0], &shape.axes[1]);
    let width = second.bins.len();
    let weight = |a: usize, b: usize| shape.points[a * width + b].weight;
    let of_first: Vec<f64> = (0..first.bins.len())
        .map(|a| (0..width).map(|b| weight(a, b)).sum())
        .collect();
    let of_second: Vec<f64> = (0..width)
        .map(|b| (0..first.bins.len()).map(|a| weight(a, b)).sum())
        .collect();
    let words = [&study.words[first.column], &study.words[second.column]];
    let rows = groups(first, &of_first, words[0]);
    let columns = groups(second, &of_second, words[1]);
    let cells: Vec<SurfaceCell> = rows
        .iter()
        .flat_map(|row| columns.iter().map(|column| cell(shape, width, row, column)))
        .collect();
    let tells = |cell: &SurfaceCell| {
        cell.rows >= LEAST_ROWS && cell.effect.abs() >= SMALLEST && (cell.ci_low > 0.0 || cell.ci_high < 0.0)
    };
    if !cells.iter().any(tells) {
        return None;
    }
    let names = |groups: Vec<Group>| groups.into_iter().map(|group| group.name).collect::<Vec<_>>();
    let values = [names(rows), names(columns)];
    Some(PairSurface {
        names: words.map(|w| w.name.clone()),
        labels: words.map(|w| w.label.clone()),
        importance: shape.importance,
        sentence: sentence(words, &values, &cells),
        values,
        cells,
    })
}

/// Bins joined: of numbers neighbours, so that each group holds about as many customers; of levels all but the most frequent.
fn groups(axis: &Axis, weights: &[f64], words: &ColumnWords) -> Vec<Group> {
    let filled = |bin: usize| weights[bin] > 0.0;
    let is_number = |bin: &Bin| matches!(bin, Bin::Between { .. });
    let numbers: Vec<usize> = (0..axis.bins.len())
        .filter(|&bin| is_number(&axis.bins[bin]) && filled(bin))
        .collect();
    let mut levels: Vec<usize> = (0..axis.bins.len())
        .filter(|&bin| matches!(axis.bins[bin], Bin::Level(_)) && filled(bin))
        .collect();
    levels.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
    let shown = if levels.len() > MOST { MOST - 1 } else { levels.len() };
    let mut rare = levels.split_off(shown);
    let mut out: Vec<Group> = stretches(&numbers, weights)
        .into_iter()
        .map(|bins| Group {
            name: match (
                bins.first().map(|&b| &axis.bins[b]),
                bins.last().map(|&b| &axis.bins[b]),
            ) {
                (Some(Bin::Between { above, .. }), Some(Bin::Between { up_to, .. })) => between(words, *above, *up_to),
                _ => Bilingual::default(),
            },
            bins,
        })
        .collect();
    out.extend(levels.into_iter().map(|bin| Group {
        name: match &axis.bins[bin] {
            Bin::Level(level) => Bilingual::same(level.as_str()),
            _ => Bilingual::default(),
        },
        bins: vec![bin],
    }));
    rare.extend((0..axis.bins.len()).filter(|&bin| axis.bins[bin] == Bin::Rare && filled(bin)));
    if !rare.is_empty() {
        out.push(Group {
            name: Bilingual::new("其他", "other"),
            bins: rare,
        });
    }
    let gaps: Vec<usize> = (0..axis.bins.len())
        .filter(|&bin| axis.bins[bin] == Bin::Missing && filled(bin))
        .collect();
    if !gaps.is_empty() {
        out.push(Group {
            name: missing(),
            bins: gaps,
        });
    }
    out
}

/// At most [`MOST`] runs of bins with about as many customers each.
fn stretches(bins: &[usize], weights: &[f64]) -> Vec<Vec<usize>> {
    let all: f64 = bins.iter().map(|&bin| weights[bin]).sum();
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut before = 0.0;
    let mut current = usize::MAX;
    for &bin in bins {
        // By the middle of the bin, so that a large one does not push its neighbours out.
        let place = (((before + weights[bin] / 2.0) / all * MOST as f64) as usize).min(MOST - 1);
        before += weights[bin];
        if place != current || out.is_empty() {
            out.push(Vec::new());
            current = place;
        }
        if let Some(last) = out.last_mut() {
            last.push(bin);
        }
    }
    out
}

/// The mean over the bins of a combination, by their customers.
fn cell(shape: &Shape, width: usize, row: &Group, column: &Group) -> SurfaceCell {
    let points = || {
        row.bins
            .iter()
            .flat_map(|&a| column.bins.iter().map(move |&b| &shape.points[a * width + b]))
    };
    let weight: f64 = points().map(|point| point.weight).sum();
    if weight <= 0.0 {
        return SurfaceCell {
            effect: 0.0,
            ci_low: 0.0,
            ci_high: 0.0,
            rows: 0,
        };
    }
    SurfaceCell {
        effect: points().map(|point| point.weight * point.value).sum::<f64>() / weight,
        // The mean of the ends: no narrower than the interval of the mean.
        ci_low: points().map(|point| point.weight * point.low).sum::<f64>() / weight,
        ci_high: points().map(|point| point.weight * point.high).sum::<f64>() / weight,
        rows: weight.round() as u64,
    }
}

/// The combination that changes the odds most.
fn sentence(words: [&ColumnWords; 2], values: &[Vec<Bilingual>; 2], cells: &[SurfaceCell]) -> Bilingual {
    let width = values[1].len();
    let size = |at: usize| {
        if cells[at].rows >= LEAST_ROWS {
            cells[at].effect.abs()
        } else {
            0.0
        }
    };
    // At least one combination tells something.
    let at = (0..cells.len())
        .max_by(|&a, &b| size(a).total_cmp(&size(b)).then(b.cmp(&a)))
        .unwrap_or(0);
    let (row, column) = (&values[0][at / width], &values[1][at % width]);
    let (a_zh, a_en, b_zh, b_en) = (
        &words[0].label.zh,
        &words[0].label.en,
        &words[1].label.zh,
        &words[1].label.en,
    );
    let (row_zh, row_en, column_zh, column_en) = (&row.zh, &row.en, &column.zh, &column.en);
    let factor = cells[at].effect.exp();
    bilingual!(
        "{a_zh}为 {row_zh} 且{b_zh}为 {column_zh} 时，流失几率是两者各自作用相乘的 {factor:.2} 倍。这是关联，不等于因果。",
        "Where {a_en} is {row_en} and {b_en} is {column_en}, the odds of churn are {factor:.2} times what the two would give separately. This is association, not cause."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_joined_to_stretches_of_like_size() {
        let weights = [0.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0];
        let bins: Vec<usize> = (1..11).collect();
        assert_eq!(
            stretches(&bins, &weights),
            vec![vec![1, 2], vec![3, 4], vec![5, 6], vec![7, 8], vec![9, 10]]
        );
        // One bin with nearly everybody stays alone.
        assert_eq!(
            stretches(&[1, 2, 3], &[0.0, 1.0, 98.0, 1.0]),
            vec![vec![1], vec![2], vec![3]]
        );
        assert!(stretches(&[], &weights).is_empty());
    }
}
