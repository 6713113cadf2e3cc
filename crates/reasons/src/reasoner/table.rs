//! What is prepared once for all customers.

use holdfast_learn::frame::{FeatureData, Frame};

use super::plan::{Beside, ConceptPlan, plan};
use super::settings::ReasonSettings;
use crate::column::Column;
use crate::concept::Concept;
use crate::error::ReasonError;
use crate::population::summary::{Population, Values};
use crate::wording::Wording;

/// Gives reasons for customers whose frames have the columns it was made with.
#[derive(Clone, Debug)]
pub struct Reasoner {
    pub(crate) columns: Vec<Column>,
    pub(crate) population: Population,
    pub(crate) wording: Wording,
    pub(crate) settings: ReasonSettings,
    pub(crate) concepts: Vec<ConceptPlan>,
    pub(crate) beside: Beside,
    /// Concept of each column.
    pub(crate) concept_of: Vec<u16>,
}

impl Reasoner {
    /// Prepares for frames with these columns, in this order, and their population ([`crate::population::build`]).
    ///
    /// The columns of the model come first; more columns may follow: they have no contributions and serve for figures alone.
    ///
    /// # Errors
    /// [`ReasonError::Columns`], [`ReasonError::Column`] where the population has other columns, [`ReasonError::Empty`], [`ReasonError::Setting`].
    pub fn new(
        columns: Vec<Column>,
        population: Population,
        wording: Wording,
        settings: ReasonSettings,
    ) -> Result<Self, ReasonError> {
        settings.check()?;
        if population.all.customers == 0 {
            return Err(ReasonError::Empty);
        }
        if population.columns.len() != columns.len() || columns.len() > usize::from(u16::MAX) {
            return Err(ReasonError::Columns {
                what: "the population",
                found: population.columns.len(),
                expected: columns.len(),
            });
        }
        for (at, (column, summary)) in columns.iter().zip(&population.columns).enumerate() {
            let number = matches!(summary.values, Values::Number { .. });
            if column.name != summary.name || (column.spec().is_some() && !number) {
                return Err(ReasonError::Column {
                    at,
                    found: summary.name.clone(),
                    expected: column.name.clone(),
                });
            }
        }
        let (concepts, beside) = plan(&columns);
        let mut concept_of = vec![0; columns.len()];
        for (plan, number) in concepts.iter().zip(0..) {
            for &column in &plan.columns {
                concept_of[usize::from(column)] = number;
            }
        }
        Ok(Self {
            columns,
            population,
            wording,
            settings,
            concepts,
            beside,
            concept_of,
        })
    }

    /// The concepts by number.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().map(|plan| &plan.concept)
    }

    /// Number of the concept of each column.
    pub fn concept_of(&self) -> &[u16] {
        &self.concept_of
    }

    /// Adds what columns add up to what concepts add; `contributions` of the first columns, `sums` one a concept.
    pub fn sum_by_concept(&self, contributions: &[f64], sums: &mut [f64]) {
        sums.fill(0.0);
        for (&value, &concept) in contributions.iter().zip(&self.concept_of) {
            sums[usize::from(concept)] += value;
        }
    }

    /// Refuses a frame with other columns or levels.
    pub(crate) fn check(&self, frame: &Frame, what: &'static str) -> Result<(), ReasonError> {
        if frame.columns.len() != self.columns.len() {
            return Err(ReasonError::Columns {
                what,
                found: frame.columns.len(),
                expected: self.columns.len(),
            });
        }
        for (at, (feature, summary)) in frame.columns.iter().zip(&self.population.columns).enumerate() {
            let same = match (&feature.data, &summary.values) {
                (FeatureData::Number(_), Values::Number { .. }) => true,
                (FeatureData::Category { levels, .. }, Values::Category { levels: known, .. }) => levels == known,
                _ => false,
            };
            if feature.name != summary.name || !same {
                return Err(ReasonError::Column {
                    at,
                    found: feature.name.clone(),
                    expected: summary.name.clone(),
                });
            }
        }
        Ok(())
    }
}
