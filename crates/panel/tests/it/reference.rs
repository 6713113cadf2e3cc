//! Slow, plain references: the definitions of docs/methods/panel.md written down once more.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::events::EventChunk;
use holdfast_panel::features::{Measure, Statistic};
use holdfast_panel::panel::{Cell, Panel};
use holdfast_panel::periods::Periods;

use crate::rows::Row;

/// Cells by customer, period and kind.
pub fn cells(rows: &[Row], periods: &Periods) -> BTreeMap<(u32, u16, u16), Cell> {
    let mut groups: BTreeMap<(u32, u16, u16), Vec<Row>> = BTreeMap::new();
    for &row in rows {
        if let Some(period) = periods.index_of(row.at_us) {
            groups
                .entry((row.customer, period as u16, row.kind))
                .or_default()
                .push(row);
        }
    }
    groups
        .into_iter()
        .map(|(key, rows)| (key, cell(key.1, key.2, &rows)))
        .collect()
}

fn cell(period: u16, kind: u16, rows: &[Row]) -> Cell {
    let amounts: Vec<i64> = rows
        .iter()
        .map(|row| row.amount)
        .filter(|&a| a != EventChunk::NO_AMOUNT)
        .collect();
    let clamp = |sum: i128| sum.clamp(-i128::from(i64::MAX), i128::from(i64::MAX)) as i64;
    let products: BTreeSet<u32> = rows
        .iter()
        .map(|row| row.product)
        .filter(|&p| p != EventChunk::NO_PRODUCT)
        .collect();
    Cell {
        period,
        kind,
        count: rows.len() as u32,
        with_amount: amounts.len() as u32,
        products: products.len() as u32,
        amount_sum_minor: clamp(amounts.iter().map(|&a| i128::from(a)).sum()),
        amount_min_minor: amounts.iter().copied().min().unwrap_or(EventChunk::NO_AMOUNT),
        amount_max_minor: amounts.iter().copied().max().unwrap_or(EventChunk::NO_AMOUNT),
        refund_minor: clamp(amounts.iter().filter(|&&a| a < 0).map(|&a| -i128::from(a)).sum()),
        quantity_sum: rows.iter().map(|row| row.quantity).filter(|q| !q.is_nan()).sum::<f64>() + 0.0,
        first_at_us: rows.iter().map(|row| row.at_us).min().unwrap(),
        last_at_us: rows.iter().map(|row| row.at_us).max().unwrap(),
    }
}

/// A panel's cells by customer, period and kind, in its order.
pub fn listed(panel: &Panel) -> Vec<((u32, u16, u16), Cell)> {
    let mut out = Vec::new();
    for customer in 0..panel.customers {
        let (cells, rows) = panel.of(customer).unwrap();
        out.extend(rows.map(|row| ((customer, cells.period[row], cells.kind[row]), cells.cell(row))));
    }
    out
}

/// One customer's numbers per period, oldest first.
pub fn series(
    cells: &BTreeMap<(u32, u16, u16), Cell>,
    customer: u32,
    periods: usize,
    of: impl Fn(&[Cell]) -> f64,
) -> Vec<f64> {
    (0..periods as u16)
        .map(|period| {
            let own: Vec<Cell> = cells
                .range((customer, period, 0)..=(customer, period, u16::MAX))
                .map(|(_, cell)| *cell)
                .collect();
            of(&own)
        })
        .collect()
}

/// A measure of a period's cells.
pub fn measure(measure: Measure, cells: &[Cell]) -> f64 {
    let sum = |of: fn(&Cell) -> f64| cells.iter().map(of).sum::<f64>() + 0.0;
    match measure {
        Measure::Events => sum(|cell| f64::from(cell.count)),
        Measure::Amount => sum(|cell| cell.amount_sum_minor as f64),
        Measure::LargestAmount => cells
            .iter()
            .filter(|cell| cell.with_amount > 0)
            .map(|cell| cell.amount_max_minor)
            .max()
            .unwrap_or(0) as f64,
        Measure::Quantity => sum(|cell| cell.quantity_sum),
        Measure::Products => sum(|cell| f64::from(cell.products)),
        Measure::Kinds => cells.len() as f64,
        Measure::Refund => sum(|cell| cell.refund_minor as f64),
    }
}

/// `over ÷ under`, NaN where under is 0.
pub fn ratio(over: f64, under: f64) -> f64 {
    if under == 0.0 { f64::NAN } else { over / under }
}

pub fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn sd(x: &[f64]) -> f64 {
    let mean = mean(x);
    (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (x.len() as f64 - 1.0)).sqrt()
}

fn slope(x: &[f64]) -> f64 {
    let t: Vec<f64> = (0..x.len()).map(|t| t as f64).collect();
    let (t_mean, x_mean) = (mean(&t), mean(x));
    let both: f64 = t.iter().zip(x).map(|(t, x)| (t - t_mean) * (x - x_mean)).sum();
    both / t.iter().map(|t| (t - t_mean).powi(2)).sum::<f64>()
}

/// A statistic of numbers, oldest first.
pub fn statistic(statistic: Statistic, x: &[f64], divisor: f64) -> f64 {
    let (min, max) = (
        x.iter().copied().fold(f64::INFINITY, f64::min),
        x.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    match statistic {
        Statistic::Sum => x.iter().sum(),
        Statistic::Intensity => ratio(x.iter().sum(), divisor),
        Statistic::Mean => mean(x),
        Statistic::Min => min,
        Statistic::Max => max,
        Statistic::Sd => sd(x),
        Statistic::Cv => ratio(sd(x), mean(x).abs()),
        Statistic::Range => ratio(max - min, mean(x).abs()),
        Statistic::Slope => slope(x),
        Statistic::StandardisedSlope if min == max => f64::NAN,
        Statistic::StandardisedSlope => {
            let t: Vec<f64> = (0..x.len()).map(|t| t as f64).collect();
            slope(x) * sd(&t) / sd(x)
        }
        Statistic::SlopeChange => {
            let (earlier, later) = x.split_at(x.len() / 2);
            slope(later) - slope(earlier)
        }
    }
}

/// Recency, tenure, active days, frequency, mean and sd of gaps, silence of one customer.
pub fn rhythm(rows: &[Row], customer: u32, end_us: i64, zone: &Zone) -> Option<[f64; 7]> {
    let mut own: Vec<i64> = rows
        .iter()
        .filter(|row| row.customer == customer && row.at_us < end_us)
        .map(|row| row.at_us)
        .collect();
    own.sort_unstable();
    let days: BTreeSet<i32> = own.iter().map(|&at| zone.day_of(at).number()).collect();
    let days: Vec<i32> = days.into_iter().collect();
    let gaps: Vec<f64> = days.windows(2).map(|pair| f64::from(pair[1] - pair[0])).collect();
    let since = |at: i64| (end_us - at) as f64 / DAY_US as f64;
    let (recency, tenure) = (since(*own.last()?), since(*own.first()?));
    let gap_mean = if gaps.is_empty() { f64::NAN } else { mean(&gaps) };
    let gap_sd = if gaps.len() < 2 { f64::NAN } else { sd(&gaps) };
    let active = days.len() as f64;
    Some([
        recency,
        tenure,
        active,
        30.0 * active / tenure.max(1.0),
        gap_mean,
        gap_sd,
        recency / gap_mean,
    ])
}
