//! Contracts out of a table with one row a customer: periods stayed, and whether they left.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::money::to_minor;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::ReadTable;
use holdfast_engine::table::Column;

use super::options::LifetimeOptions;
use crate::columns::design::Design;
use crate::columns::pick::Pick;
use crate::columns::picked::Picked;

/// Contracts that are renewed each period.
pub struct Contracts {
    /// Id of each row.
    pub ids: Vec<String>,
    /// Periods stayed; of a customer who left, the period in which they did.
    pub periods: Vec<f64>,
    /// Whether they left.
    pub lost: Vec<bool>,
    /// Customers that each row stands for; none: one.
    pub weight: Option<Vec<f64>>,
    /// Columns that act on how soon they leave.
    pub dropout: Design,
    /// What each pays a period, in minor units.
    pub fee_minor: Option<Vec<i64>>,
    /// What was left out.
    pub notes: Vec<Bilingual>,
}

/// Reads contracts. A customer who left within the first period (0) counts as lost in period 1.
///
/// # Errors
/// Refused: an unknown column, a value that is no number, an outcome that cannot be read.
pub fn read<'a>(
    input: &'a ReadTable,
    tenure: &str,
    event: &str,
    options: &LifetimeOptions,
) -> Result<(Contracts, Picked<'a>), Refusal> {
    let mut pick = Pick::new(input);
    let tenure = pick.need(tenure, "--tenure")?;
    let lost = pick.need_outcome(event, options.positive.as_deref(), "--event")?;
    let weight = match &options.weights {
        Some(name) => Some(pick.need(name, "--weights")?),
        None => None,
    };
    let covariates = options.dropout_covariates.iter();
    let dropout = covariates
        .map(|name| pick.need(name, "--dropout-covariates"))
        .collect::<Result<Vec<_>, _>>()?;
    let fee = match &options.amount {
        Some(name) => Some(pick.need(name, "--amount")?),
        None => None,
    };
    let id = match &options.id {
        Some(name) => Some(pick.column(name, "--id")?),
        None => None,
    };
    let picked = pick.finish()?;
    let lost = picked.gather(&lost);
    let mut notes = picked.notes();
    let mut periods = picked.numbers(tenure)?;
    let mut at_zero = 0_u64;
    for (periods, &lost) in periods.iter_mut().zip(&lost) {
        if lost && *periods == 0.0 {
            *periods = 1.0;
            at_zero += 1;
        }
    }
    if at_zero > 0 {
        notes.push(holdfast_domain::bilingual!(
            "{at_zero} 个客户在第 0 期流失，按第 1 期流失计",
            "{at_zero} customers left in period 0: counted as lost in period 1"
        ));
    }
    let ids = match id {
        Some(column) => picked.texts(column),
        None => (0..picked.len())
            .map(|i| picked.row_number(i).unwrap_or_default().to_string())
            .collect(),
    };
    let dropout = picked.design(&dropout)?;
    for base in &dropout.bases {
        notes.push(holdfast_domain::bilingual!("与 {base} 相比", "compared with {base}"));
    }
    let fee_minor = match fee {
        Some(column) => Some(minor(&picked, column)?),
        None => None,
    };
    let contracts = Contracts {
        ids,
        periods,
        lost,
        weight: weight.map(|column| picked.numbers(column)).transpose()?,
        dropout,
        fee_minor,
        notes,
    };
    Ok((contracts, picked))
}

/// A column of money in minor units.
fn minor(picked: &Picked, column: &Column) -> Result<Vec<i64>, Refusal> {
    let amounts = picked.numbers(column)?;
    let convert = |(i, &amount): (usize, &f64)| {
        to_minor(amount).ok_or_else(|| {
            let mut refusal = Refusal::new(
                "money-too-large",
                holdfast_domain::bilingual!("金额太大", "the amount is too large"),
                holdfast_domain::bilingual!(
                    "改正该值，或换一个更大的单位",
                    "correct the value, or use a larger unit"
                ),
            )
            .in_column(column.name.as_str())
            .with_value(&amount.to_string());
            refusal.row = picked.row_number(i);
            picked.in_file(refusal)
        })
    };
    amounts.iter().enumerate().map(convert).collect()
}
