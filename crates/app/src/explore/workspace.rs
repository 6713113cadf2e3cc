//! What a workspace offers: definitions, dimensions with their values, periods, scores.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::metrics::data::MetricData;

use super::reader::Reader;
use crate::customers::latest;
use crate::error::AppError;
use crate::models::scoring::reasoning::attribute_label;
use crate::workspace::config::WorkspaceConfig;

/// What a workspace offers.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// ISO code.
    pub currency: String,
    /// IANA name.
    pub time_zone: String,
    /// What the company does.
    pub industry: String,
    /// Churn definitions, the default first.
    pub definitions: Vec<DefinitionInfo>,
    /// What figures can be split by.
    pub dimensions: Vec<Dimension>,
    /// Lengths of periods.
    pub grains: Vec<&'static str>,
    /// The first day with data.
    pub first_day: Option<Day>,
    /// Whether there is anything to count.
    pub has_data: bool,
    /// The latest scores.
    pub scores: Option<ScoresInfo>,
}

/// A churn definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionInfo {
    /// Its id.
    pub id: String,
    /// In words.
    pub sentence: Bilingual,
    /// Whether it is used where none is named.
    pub is_default: bool,
}

/// A dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// Its name.
    pub id: String,
    /// As shown to people.
    pub label: Bilingual,
    /// Its values, `None` where not known; the first [`MOST_VALUES`] in order.
    pub values: Vec<Option<String>>,
    /// How many values there are.
    pub count: usize,
}

/// The latest scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoresInfo {
    /// The day that was looked back from.
    pub as_of: Day,
    /// The model.
    pub model_id: String,
    /// Days that they look ahead; absent where the model was deleted.
    pub horizon_days: Option<i32>,
}

/// Values of a dimension that are listed at most: more are searched for, not chosen from.
pub const MOST_VALUES: usize = 1_000;

impl Reader {
    /// What the workspace offers this reader.
    ///
    /// # Errors
    /// A lake or registry that cannot be read.
    pub fn about(&self) -> Result<About, AppError> {
        let facts = self.facts();
        let mut out = declared(&self.edition().session().workspace.config);
        out.first_day = facts.first_day();
        out.has_data = facts.first_day().is_some();
        for name in facts.dimensions() {
            out.dimensions.push(dimension(facts, name)?);
        }
        let registry = self.registry();
        out.scores = latest(self.view(), registry)?.map(|latest| ScoresInfo {
            horizon_days: registry
                .record(&latest.model_id)
                .ok()
                .map(|record| record.question.window_days()),
            as_of: latest.as_of,
            model_id: latest.model_id,
        });
        Ok(out)
    }
}

/// What the configuration says alone: of a workspace into which nothing was imported.
pub fn declared(config: &WorkspaceConfig) -> About {
    About {
        name: config.name.clone(),
        currency: config.currency.clone(),
        time_zone: config.time_zone.clone(),
        industry: config.industry.id().to_owned(),
        definitions: config
            .churn
            .iter()
            .enumerate()
            .map(|(at, churn)| DefinitionInfo {
                id: churn.id.clone(),
                sentence: churn.rule.sentence(),
                is_default: at == 0,
            })
            .collect(),
        dimensions: Vec::new(),
        grains: Grain::ALL.iter().map(|grain| grain.id()).collect(),
        first_day: None,
        has_data: false,
        scores: None,
    }
}

fn dimension(facts: &dyn MetricData, name: &str) -> Result<Dimension, AppError> {
    let table = facts.groups(&[name.to_owned()])?;
    let mut values: Vec<Option<String>> = table.labels.iter().filter_map(|label| label.first().cloned()).collect();
    values.sort_by_key(|value| (value.is_none(), value.clone()));
    let count = values.len();
    values.truncate(MOST_VALUES);
    Ok(Dimension {
        id: name.to_owned(),
        label: attribute_label(name),
        values,
        count,
    })
}
