//! What is in a question.

use holdfast_domain::lang::Bilingual;
use holdfast_store::documents::document::DocumentKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::routes::documents::Spec;
use crate::routes::metrics::MetricParameters;
use crate::routes::sql::CHARACTERS;

/// A metric or a query, and how its answer is shown.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum QuestionSpec {
    /// A metric.
    Metric {
        /// Its id.
        metric: String,
        /// The question.
        #[serde(default)]
        params: MetricParameters,
        /// How it is shown.
        #[serde(default)]
        view: QuestionView,
    },
    /// A SELECT.
    Sql {
        /// The SELECT.
        query: String,
        /// How it is shown.
        #[serde(default)]
        view: QuestionView,
    },
}

/// How an answer is shown.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionView {
    /// `table`, `line`, `bar`, `cohort`…: a word that the pages know.
    #[serde(rename = "type", default = "table")]
    #[schema(max_length = 40)]
    pub kind: String,
    /// What the pages want to remember of it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    pub options: Map<String, Value>,
}

impl Default for QuestionView {
    fn default() -> Self {
        Self {
            kind: table(),
            options: Map::new(),
        }
    }
}

fn table() -> String {
    "table".to_owned()
}

/// Characters of a view's word.
const WORD: usize = 40;

impl Spec for QuestionSpec {
    const KIND: DocumentKind = DocumentKind::Question;

    fn objection(&self) -> Option<(&'static str, Bilingual)> {
        let (view, fault) = match self {
            Self::Metric { metric, view, .. } => (
                view,
                metric
                    .trim()
                    .is_empty()
                    .then(|| ("metric", Bilingual::new("没有指标", "there is no metric"))),
            ),
            Self::Sql { query, view } => (
                view,
                (query.trim().is_empty() || query.chars().count() > CHARACTERS).then(|| {
                    (
                        "query",
                        Bilingual::new("查询为空或太长", "the query is empty or too long"),
                    )
                }),
            ),
        };
        let word = &view.kind;
        let proper = !word.is_empty()
            && word.len() <= WORD
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        fault.or_else(|| (!proper).then(|| ("view", Bilingual::new("没有这种图形", "there is no such view"))))
    }
}
