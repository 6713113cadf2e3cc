//! `GET /metrics`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::explore::{CatalogEntry, catalog};
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::answer::{Question, answer};
use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::wire::text::Text;

/// All metrics.
#[derive(Serialize, ToSchema)]
pub struct MetricList {
    /// In the order of the catalogue.
    pub items: Vec<MetricListed>,
}

/// A metric in the list.
#[derive(Serialize, ToSchema)]
pub struct MetricListed {
    /// Its id.
    pub id: String,
    /// Grows when the meaning changes.
    #[schema(minimum = 1)]
    pub version: u32,
    /// Its name.
    pub name: Text,
    /// What it says.
    pub definition: Text,
    /// What is counted.
    pub numerator: Text,
    /// Out of what; null for a plain count or sum.
    pub denominator: Option<Text>,
    /// What values are measured in: `rate`, `customers`, `money`, `days`, `hours`, `count`, `score`, `ratio`.
    pub unit: &'static str,
    /// `higher_is_better`, `lower_is_better`, `neutral`.
    pub direction: &'static str,
    /// `additive`, `semi_additive`, `ratio`, `none`.
    pub additivity: &'static str,
    /// What it is listed under.
    pub family: String,
    /// Periods it can be asked for.
    pub grains: Vec<&'static str>,
    /// Columns beside period and dimensions that tell its rows apart.
    pub keys: Vec<String>,
    /// Whether it comes with Holdfast.
    pub built_in: bool,
    /// The SELECT with its placeholders.
    pub sql: String,
}

impl From<CatalogEntry> for MetricListed {
    fn from(entry: CatalogEntry) -> Self {
        Self {
            id: entry.id,
            version: entry.version,
            name: entry.name.into(),
            definition: entry.definition.into(),
            numerator: entry.numerator.into(),
            denominator: entry.denominator.map(Into::into),
            unit: entry.unit,
            direction: entry.direction,
            additivity: entry.additivity,
            family: entry.family,
            grains: entry.grains,
            keys: entry.keys,
            built_in: entry.built_in,
            sql: entry.sql,
        }
    }
}

/// Every metric there is, with what it says and the SQL that counts it.
#[utoipa::path(get, path = "/metrics", tag = "metrics", responses((status = 200, body = MetricList), Problem))]
pub async fn list_metrics(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let working = state.clone();
    let found = state.work.run(move || catalog(&*working.live()?)).await?;
    let question = Question {
        version: &found.version,
        asked: "metrics",
    };
    let entries = found.entries;
    answer(&state, &caller, &headers, question, || async {
        Ok(MetricList {
            items: entries.into_iter().map(Into::into).collect(),
        })
    })
    .await
}
