//! Value against loyalty: whom to keep first.

use super::at_risk::value_at_risk;
use super::money::narrow;
use crate::check;
use crate::error::StatsError;

/// What a cell of the grid holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Customers.
    pub customers: u64,
    /// Their value, minor units.
    pub value_minor: i64,
    /// Of it at risk: Σ (1 − P(stay)) × value, each customer rounded.
    pub at_risk_minor: i64,
}

/// Customers by bands of value and of loyalty.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Cuts between the bands of value, rising: one less than bands.
    pub value_cuts: Vec<i64>,
    /// Bands of loyalty.
    pub stay_bands: usize,
    /// Cells, value band × `stay_bands` + loyalty band, lowest bands first.
    pub cells: Vec<Cell>,
    /// The cell of each customer, in the order of the rows.
    pub cell: Vec<u16>,
}

const MOST_CUTS: usize = 100;

/// The value × loyalty grid.
///
/// `stay`: P(alive) or P(stay), 0–1. A value x is in the band that counts the cuts below x, so that a cut belongs to the band
/// below it. `value_cuts` `None`: terciles of the values (fewer bands where many values are equal). `stay_cuts`: e.g.
/// 0.5 and 0.8. Errors: lengths, no rows, a probability outside 0–1, cuts that do not rise or are more than 100, sums beyond 2⁶³.
pub fn grid(
    values_minor: &[i64],
    stay: &[f64],
    value_cuts: Option<&[i64]>,
    stay_cuts: &[f64],
) -> Result<Grid, StatsError> {
    check::same_length(values_minor.len(), stay.len())?;
    check::probabilities(stay)?;
    check_rising("value cuts", value_cuts.unwrap_or_default())?;
    check_rising("loyalty cuts", stay_cuts)?;
    let value_cuts = value_cuts.map_or_else(|| terciles(values_minor), <[i64]>::to_vec);
    let stay_bands = stay_cuts.len() + 1;
    let churn: Vec<f64> = stay.iter().map(|stay| 1.0 - stay).collect();
    let at_risk = value_at_risk(&churn, values_minor)?;
    let mut sums = vec![(0_u64, 0_i128, 0_i128); (value_cuts.len() + 1) * stay_bands];
    let mut cell = Vec::with_capacity(stay.len());
    for ((value, stay), at_risk) in values_minor.iter().zip(stay).zip(&at_risk) {
        let value_band = value_cuts.partition_point(|cut| cut < value);
        let at = value_band * stay_bands + stay_cuts.partition_point(|cut| cut < stay);
        if let Some(sum) = sums.get_mut(at) {
            *sum = (sum.0 + 1, sum.1 + i128::from(*value), sum.2 + i128::from(*at_risk));
        }
        // At most 101 × 101 cells.
        cell.push(at as u16);
    }
    let cells = sums.into_iter().map(|(customers, value, at_risk)| {
        Ok(Cell {
            customers,
            value_minor: narrow(value)?,
            at_risk_minor: narrow(at_risk)?,
        })
    });
    Ok(Grid {
        cells: cells.collect::<Result<_, StatsError>>()?,
        value_cuts,
        stay_bands,
        cell,
    })
}

/// Values at a third and at two thirds of the ranks; none twice, and none at the maximum, so that no band is empty.
fn terciles(values_minor: &[i64]) -> Vec<i64> {
    let mut sorted = values_minor.to_vec();
    sorted.sort_unstable();
    let n = sorted.len();
    let ranks = [n.div_ceil(3), (2 * n).div_ceil(3)];
    let mut cuts: Vec<i64> = ranks
        .iter()
        .filter_map(|rank| sorted.get(rank.checked_sub(1)?).copied())
        .collect();
    cuts.dedup();
    cuts.retain(|cut| Some(cut) != sorted.last());
    cuts
}

fn check_rising<T: PartialOrd>(name: &'static str, cuts: &[T]) -> Result<(), StatsError> {
    // A NaN does not compare with itself, and so does not pass.
    let rising = cuts.windows(2).all(|pair| pair[0] < pair[1]) && cuts.iter().all(|cut| cut.partial_cmp(cut).is_some());
    if rising && cuts.len() <= MOST_CUTS {
        return Ok(());
    }
    Err(StatsError::OutOfRange {
        name,
        value: cuts.len() as f64,
        expected: "at most 100, each above the one before",
    })
}
