//! The scores that lists and overviews show.

use holdfast_domain::day::Day;
use holdfast_engine::lake::LakeView;
use holdfast_engine::scores;

use crate::error::AppError;
use crate::models::registry::store::Registry;

/// Of which day and model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Latest {
    /// The day that was looked back from.
    pub as_of: Day,
    /// The model.
    pub model_id: String,
}

/// Those of the latest day; of several models on that day the one in use, else the one that was trained last. `None` without scores.
///
/// # Errors
/// A lake or registry that cannot be read.
pub fn latest(view: &LakeView, registry: &Registry) -> Result<Option<Latest>, AppError> {
    let known = scores::list(view)?;
    let Some((as_of, last)) = known.last().cloned() else {
        return Ok(None);
    };
    let champion = registry.read()?.champion;
    let chosen = champion.filter(|id| known.iter().any(|(day, model)| *day == as_of && model == id));
    Ok(Some(Latest {
        as_of,
        model_id: chosen.unwrap_or(last),
    }))
}
