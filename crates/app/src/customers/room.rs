//! What every question about customers is asked of.

use holdfast_engine::lake::LakeView;
use holdfast_engine::metrics::data::MetricData;

use super::index::CustomerIndex;
use super::list::Sight;
use super::score_history::{Score, scores};
use crate::error::AppError;
use crate::models::registry::store::Registry;

/// A commit of the lake, as one reader sees it, by one churn definition.
#[derive(Clone, Copy)]
pub struct Room<'a> {
    /// All customers.
    pub index: &'a CustomerIndex,
    /// What is counted.
    pub facts: &'a dyn MetricData,
    /// The lake as the reader sees it.
    pub view: &'a LakeView,
    /// The models.
    pub registry: &'a Registry,
    /// Id of the churn definition, that of the index.
    pub definition: &'a str,
    /// Which customers the reader sees, and how.
    pub sight: Sight<'a>,
}

impl Room<'_> {
    /// Whether there is such a customer and the reader may see them.
    pub(crate) fn shows(&self, key: u32) -> bool {
        self.sight.holds(key) && self.index.people.is_there(key)
    }

    /// The customer's score among the latest ones.
    pub(crate) fn latest_score(&self, key: u32) -> Result<Option<Score>, AppError> {
        let Some(latest) = &self.index.latest else {
            return Ok(None);
        };
        let all = scores(self.view, key)?;
        Ok(all
            .into_iter()
            .find(|score| score.as_of == latest.as_of && score.model_id == latest.model_id))
    }
}
