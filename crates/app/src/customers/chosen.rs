//! Customers that conditions choose.

use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{Filter, check_known};

use crate::error::AppError;

/// Whether a customer whom the reader may see has the values of all filters on the last day with data.
///
/// # Errors
/// `bad-dimension`; customers that cannot be read.
pub(crate) fn chosen(facts: &dyn MetricData, filters: &[Filter]) -> Result<impl Fn(u32) -> bool + use<>, AppError> {
    check_known(filters.iter().map(|filter| &filter.dim), facts.dimensions())?;
    let dimensions: Vec<String> = filters.iter().map(|filter| filter.dim.clone()).collect();
    let wanted: Vec<Option<String>> = filters.iter().map(|filter| filter.value.clone()).collect();
    let table = if filters.is_empty() {
        None
    } else {
        Some(facts.groups(&dimensions)?)
    };
    let through = facts.through().number();
    Ok(move |key: u32| {
        table.as_ref().is_none_or(|table| {
            let group = table.groups.on(key, through) as usize;
            table.labels.get(group).is_some_and(|label| *label == wanted)
        })
    })
}
