//! `GET /customers/{key}/survival`.

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::Response;
use holdfast_app::customers::{Basis, SurvivalCurve, survival};
use serde::Serialize;
use utoipa::ToSchema;

use super::parameters::DefinitionParameter;
use crate::frame::caller::Caller;
use crate::frame::extract::{Path, Query};
use crate::frame::problem::Problem;
use crate::frame::reader::found;
use crate::frame::state::State;
use crate::wire::freshness::Freshness;
use crate::wire::text::Text;

/// How likely a customer is still there.
#[derive(Serialize, ToSchema)]
pub struct SurvivalAnswer {
    #[serde(flatten)]
    survival: CustomerSurvival,
    /// Of which data it speaks.
    freshness: Freshness,
}

/// A curve, and the other one where there are two.
#[derive(Serialize, ToSchema)]
pub struct CustomerSurvival {
    /// The curve to look at first.
    #[serde(flatten)]
    pub main: SurvivalSeries,
    /// What the model says of this customer, beside the curve of everybody.
    pub model: Option<SurvivalSeries>,
}

/// A curve: columns of one length.
#[derive(Serialize, ToSchema)]
pub struct SurvivalSeries {
    /// What it rests on: `everybody` (those who stayed as long as this one) or `model` (this customer's own probabilities).
    pub basis: &'static str,
    /// The same in a sentence, with what is to be kept in mind.
    pub says: Text,
    /// The day that days count from.
    #[schema(format = Date)]
    pub from: String,
    /// Days, from 0 on.
    pub days: Vec<i32>,
    /// Probability of being a customer still.
    pub survival: Vec<f64>,
    /// Lower end of the 95 % interval; null where it is not known.
    pub low: Vec<Option<f64>>,
    /// Upper end.
    pub high: Vec<Option<f64>>,
}

impl From<SurvivalCurve> for SurvivalSeries {
    fn from(curve: SurvivalCurve) -> Self {
        Self {
            basis: curve.basis.word(),
            says: curve.says.into(),
            from: curve.from.to_string(),
            days: curve.points.iter().map(|point| point.days).collect(),
            survival: curve.points.iter().map(|point| point.survival).collect(),
            low: curve.points.iter().map(|point| point.low).collect(),
            high: curve.points.iter().map(|point| point.high).collect(),
        }
    }
}

/// How likely a customer is still there after so many days: as all who stayed as long, and by the model. 404 for one who is not a customer now.
#[utoipa::path(get, path = "/customers/{key}/survival", tag = "customers",
    params(("key" = u32, Path, description = "The customer's key."), DefinitionParameter),
    responses((status = 200, body = SurvivalAnswer), Problem))]
pub async fn show_survival(
    Extract(state): Extract<State>,
    caller: Caller,
    headers: HeaderMap,
    Path(key): Path<u32>,
    Query(by): Query<DefinitionParameter>,
) -> Result<Response, Problem> {
    let asked = format!(
        "customers/{key}/survival?{}",
        by.definition.as_deref().unwrap_or_default()
    );
    found(&state, &caller, &headers, &asked, move |reader| {
        let curves = reader.ask(by.definition.as_deref(), |room| survival(room, key))?;
        Ok(curves.and_then(together))
    })
    .await
}

/// The curve of everybody has a band and comes first; without it the model's stands alone.
fn together(mut curves: Vec<SurvivalCurve>) -> Option<CustomerSurvival> {
    curves.sort_by_key(|curve| curve.basis == Basis::Model);
    let mut curves = curves.into_iter();
    let main = curves.next()?;
    Some(CustomerSurvival {
        main: main.into(),
        model: curves.next().map(Into::into),
    })
}
