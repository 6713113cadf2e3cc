//! Mean spends as columns, checked.

use crate::check;
use crate::error::StatsError;

/// One row a customer, or a group of `weight` customers with the same figures.
#[derive(Clone, Copy, Debug)]
pub struct Spend<'a> {
    /// Purchases that the mean is over, x: whole numbers. Rows of 0 know nothing of spend and are left out of a fit.
    pub frequency: &'a [f64],
    /// Mean spend of these purchases, z̄, above zero, in any one unit of money.
    pub mean_spend: &'a [f64],
    /// Customers a row stands for, above zero; `None`: one.
    pub weight: Option<&'a [f64]>,
}

/// Purchases, mean spend and weight of customers who bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) frequency: f64,
    pub(crate) mean_spend: f64,
    pub(crate) weight: f64,
}

/// More purchases than a whole number keeps its units.
const MOST: f64 = 9e15;

impl Spend<'_> {
    /// All rows in their order; the spend of a customer without purchases is not looked at.
    pub(crate) fn checked(&self) -> Result<impl Iterator<Item = Result<Row, StatsError>> + '_, StatsError> {
        check::same_length(self.frequency.len(), self.mean_spend.len())?;
        if let Some(weight) = self.weight {
            check::same_length(self.frequency.len(), weight.len())?;
        }
        let columns = self.frequency.iter().zip(self.mean_spend).enumerate();
        Ok(columns.map(|(index, (&frequency, &mean_spend))| {
            let weight = self.weight.and_then(|column| column.get(index)).copied().unwrap_or(1.0);
            let bad = |name, value, expected| {
                Err(StatsError::BadValue {
                    name,
                    index,
                    value,
                    expected,
                })
            };
            if !(0.0..=MOST).contains(&frequency) || frequency.fract() != 0.0 {
                return bad("frequency", frequency, "a whole number, 0 or more");
            }
            if frequency > 0.0 && !(mean_spend > 0.0 && mean_spend.is_finite()) {
                return bad("mean spend", mean_spend, "above 0 for a customer who bought");
            }
            if !(weight > 0.0 && weight.is_finite()) {
                return Err(StatsError::NonPositiveWeight { index, value: weight });
            }
            Ok(Row {
                frequency,
                mean_spend,
                weight,
            })
        }))
    }

    /// Customers who bought, each distinct pair of figures once with its summed weight, by frequency and spend.
    pub(crate) fn grouped(&self) -> Result<Vec<Row>, StatsError> {
        let bought = |row: &Result<Row, StatsError>| !matches!(row, Ok(row) if row.frequency == 0.0);
        let mut rows = self.checked()?.filter(bought).collect::<Result<Vec<_>, _>>()?;
        // Stable, so that equal rows are added in their order.
        rows.sort_by(|a, b| {
            let frequency = a.frequency.total_cmp(&b.frequency);
            frequency.then(a.mean_spend.total_cmp(&b.mean_spend))
        });
        rows.dedup_by(|next, kept| {
            let same = next.frequency == kept.frequency && next.mean_spend == kept.mean_spend;
            if same {
                kept.weight += next.weight;
            }
            same
        });
        Ok(rows)
    }
}
