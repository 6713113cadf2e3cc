//! Visit histories as columns, and each distinct one once.

use super::bgbb::History;
use crate::check;
use crate::error::StatsError;
use crate::lifetime::setting::{Family, whole};

/// One row a customer, or a group of `weight` customers with the same history. Whole numbers.
#[derive(Clone, Copy, Debug)]
pub struct Visits<'a> {
    /// Opportunities taken, x, not counting the one that made them a customer.
    pub frequency: &'a [f64],
    /// The last opportunity taken, counted from 1, tₓ; 0 where none was.
    pub recency: &'a [f64],
    /// Opportunities there have been, n, 0 to 10,000.
    pub opportunities: &'a [f64],
    /// Customers a row stands for, above zero; `None`: one.
    pub weight: Option<&'a [f64]>,
}

/// Customers with one history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) history: History,
    pub(crate) weight: f64,
}

impl Visits<'_> {
    /// Checks the lengths of the columns: the number of rows.
    pub(crate) fn rows(&self) -> Result<usize, StatsError> {
        let rows = self.frequency.len();
        check::same_length(rows, self.recency.len())?;
        check::same_length(rows, self.opportunities.len())?;
        if let Some(weight) = self.weight {
            check::same_length(rows, weight.len())?;
        }
        Ok(rows)
    }

    /// A checked row; `None` beyond the last.
    fn row(&self, index: usize) -> Option<Result<Group, StatsError>> {
        let (x, last, n) = (
            *self.frequency.get(index)?,
            *self.recency.get(index)?,
            *self.opportunities.get(index)?,
        );
        let weight = match self.weight {
            Some(column) => *column.get(index)?,
            None => 1.0,
        };
        Some(checked(index, x, last, n).and_then(|history| {
            if weight > 0.0 && weight.is_finite() {
                Ok(Group { history, weight })
            } else {
                Err(StatsError::NonPositiveWeight { index, value: weight })
            }
        }))
    }

    /// All rows in their order.
    pub(crate) fn checked(&self) -> impl Iterator<Item = Result<Group, StatsError>> + '_ {
        (0..self.frequency.len()).map_while(|index| self.row(index))
    }

    /// Each distinct history once with its summed weight, by n, x, and tₓ falling.
    pub(crate) fn grouped(&self) -> Result<Vec<Group>, StatsError> {
        self.rows()?;
        let mut groups = self.checked().collect::<Result<Vec<_>, _>>()?;
        let key = |g: &Group| {
            (
                g.history.opportunities,
                g.history.frequency,
                u32::MAX - g.history.recency,
            )
        };
        // Stable, so that equal histories are added in the order of the rows.
        groups.sort_by_key(key);
        groups.dedup_by(|next, kept| {
            let same = next.history == kept.history;
            if same {
                kept.weight += next.weight;
            }
            same
        });
        Ok(groups)
    }
}

fn checked(index: usize, x: f64, last: f64, n: f64) -> Result<History, StatsError> {
    let history = History {
        frequency: whole(Family::BgBb, "frequency", index, x)?,
        recency: whole(Family::BgBb, "recency", index, last)?,
        opportunities: whole(Family::BgBb, "opportunities", index, n)?,
    };
    let contradiction = |name, value, other_name, other, expected| {
        Err(StatsError::Contradiction {
            name,
            value,
            other_name,
            other,
            index,
            expected,
        })
    };
    if last > n {
        return contradiction("recency", last, "opportunities", n, "recency ≤ opportunities");
    }
    if x > last {
        return contradiction("frequency", x, "recency", last, "frequency ≤ recency");
    }
    if x == 0.0 && last > 0.0 {
        return contradiction(
            "frequency",
            x,
            "recency",
            last,
            "recency is 0 where nothing was bought again",
        );
    }
    Ok(history)
}
