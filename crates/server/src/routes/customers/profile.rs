//! `GET /customers/{key}`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::customers::{Profile, ProfileField, ProfileValue, profile};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::parameters::DefinitionParameter;
use super::score::CustomerScore;
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::reader::found;
use crate::frame::state::State;
use crate::wire::freshness::Freshness;
use crate::wire::text::Text;

/// What is known of a customer.
#[derive(Serialize, ToSchema)]
pub struct CustomerAnswer {
    #[serde(flatten)]
    profile: CustomerProfile,
    /// Of which data it speaks.
    freshness: Freshness,
}

/// A customer, personal fields masked.
#[derive(Serialize, ToSchema)]
pub struct CustomerProfile {
    /// The key.
    pub key: u32,
    /// The id as the company gave it.
    pub customer_id: String,
    /// The name, masked.
    pub name: Option<String>,
    /// Columns of the customer; personal ones masked.
    pub fields: Vec<CustomerField>,
    /// `active`, `lost`, `not_yet` by the churn definition.
    pub status: &'static str,
    /// Day of joining.
    #[schema(format = Date)]
    pub first_seen_on: Option<String>,
    /// Day of the last event.
    #[schema(format = Date)]
    pub last_event_on: Option<String>,
    /// The latest score.
    pub score: Option<CustomerScore>,
    /// What the customer has brought and is expected to bring.
    pub value: CustomerValue,
}

/// A column of a customer.
#[derive(Serialize, ToSchema)]
pub struct CustomerField {
    /// Its name.
    pub name: String,
    /// As shown to people.
    pub label: Text,
    /// Its value: a text, a number, a yes or no; days and instants as texts; null where not known.
    pub value: Value,
    /// Whether it is personal.
    pub personal: bool,
}

impl From<ProfileField> for CustomerField {
    fn from(field: ProfileField) -> Self {
        Self {
            name: field.name,
            label: field.label.into(),
            value: field.value,
            personal: field.personal,
        }
    }
}

/// Money and activity, amounts net of refunds in minor units.
#[derive(Serialize, ToSchema)]
pub struct CustomerValue {
    /// The currency.
    pub currency: String,
    /// Net amount of all events.
    pub historical_minor: i64,
    /// Net amount of the last 365 days with data.
    pub last_year_minor: i64,
    /// Money given back.
    pub refunds_minor: i64,
    /// Monthly fees of running subscriptions; null where there never was one.
    pub mrr_minor: Option<i64>,
    /// Expected value of the next year, by the latest score.
    pub expected_year_minor: Option<i64>,
    /// Probability × value, by the latest score.
    pub value_at_risk_minor: Option<i64>,
    /// Events.
    #[schema(minimum = 0)]
    pub events: u64,
    /// Days with events.
    #[schema(minimum = 0)]
    pub active_days: u64,
    /// How it is reckoned.
    pub basis: Text,
}

impl From<ProfileValue> for CustomerValue {
    fn from(value: ProfileValue) -> Self {
        Self {
            currency: value.currency,
            historical_minor: value.historical_minor,
            last_year_minor: value.last_year_minor,
            refunds_minor: value.refunds_minor,
            mrr_minor: value.mrr_minor,
            expected_year_minor: value.expected_year_minor,
            value_at_risk_minor: value.value_at_risk_minor,
            events: value.events,
            active_days: value.active_days,
            basis: value.basis.into(),
        }
    }
}

impl From<Profile> for CustomerProfile {
    fn from(profile: Profile) -> Self {
        Self {
            key: profile.key,
            customer_id: profile.customer_id,
            name: profile.name,
            fields: profile.fields.into_iter().map(Into::into).collect(),
            status: profile.status.word(),
            first_seen_on: profile.first_seen_on.map(|day| day.to_string()),
            last_event_on: profile.last_event_on.map(|day| day.to_string()),
            score: profile.score.map(Into::into),
            value: profile.value.into(),
        }
    }
}

/// One customer: who they are, how they stand, what they are worth. 404 for nobody, and for one whom the caller may not see.
#[utoipa::path(get, path = "/customers/{key}", tag = "customers",
    params(("key" = u32, Path, description = "The customer's key."), DefinitionParameter),
    responses((status = 200, body = CustomerAnswer), Problem))]
pub async fn show_customer(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(key): Path<u32>,
    Query(by): Query<DefinitionParameter>,
) -> Result<Response, Problem> {
    let asked = format!("customers/{key}?{}", by.definition.as_deref().unwrap_or_default());
    found(&state, &caller, &headers, &asked, move |reader| {
        let found = reader.ask(by.definition.as_deref(), |room| profile(room, key))?;
        Ok(found.map(CustomerProfile::from))
    })
    .await
}
