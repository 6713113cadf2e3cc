//! `POST /customers/{key}/unmasking`.

use axum::extract::State as Extract;
use axum::{Extension, Json};
use holdfast_app::customers::unmask;
use holdfast_domain::lang::Bilingual;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::profile::CustomerField;
use crate::frame::caller::Caller;
use crate::frame::extract::{Body, Path};
use crate::frame::idempotency::ShownOnce;
use crate::frame::problem::Problem;
use crate::frame::reader::reader;
use crate::frame::state::State;

/// Why personal fields are asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmasking {
    /// The reason; it stands in the audit log.
    #[schema(min_length = 2, max_length = 200)]
    pub reason: String,
}

/// Personal fields in the clear.
#[derive(Serialize, ToSchema)]
pub struct UnmaskedFields {
    /// The fields.
    pub fields: Vec<CustomerField>,
}

/// Characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 2..=200;

/// Shows the personal fields of one customer. It is written into the audit log before they are sent.
#[utoipa::path(post, path = "/customers/{key}/unmasking", tag = "customers",
    params(("key" = u32, Path, description = "The customer's key.")),
    request_body = Unmasking, responses((status = 200, body = UnmaskedFields), Problem))]
pub async fn unmask_customer(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Path(key): Path<u32>,
    Body(asked): Body<Unmasking>,
) -> Result<(Extension<ShownOnce>, Json<UnmaskedFields>), Problem> {
    let reason = asked.reason.trim().to_owned();
    if !REASON.contains(&reason.chars().count()) {
        return Err(Problem::invalid(
            "bad-reason",
            "reason",
            Bilingual::new("请用 2 到 200 个字说明理由", "give the reason in 2 to 200 characters"),
        ));
    }
    state.open.unmaskings.take(&caller.user_id)?;
    let (reader, _) = reader(&state, &caller).await?;
    let look = move || reader.ask(None, |room| unmask(room, key));
    let found = state.work.run(look).await?;
    let fields = found.ok_or_else(Problem::not_found)?;
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let detail = json!({ "reason": reason, "fields": names });
    let entry = act::of(&signed_in, "customer.unmasked", key.to_string(), detail);
    state.store.append_audit(&entry, state.now_us()).await?;
    let fields = fields.into_iter().map(Into::into).collect();
    Ok((Extension(ShownOnce), Json(UnmaskedFields { fields })))
}
