//! `GET /audit/verification`.

use axum::Json;
use axum::extract::State as Extract;
use holdfast_domain::access::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;

/// Whether the chain of the audit log holds.
#[derive(Serialize, ToSchema)]
pub struct AuditVerification {
    /// Whether it does.
    pub ok: bool,
    /// Lines that were found to be whole, from the first on.
    #[schema(minimum = 0)]
    pub entries: i64,
    /// The first line that was changed, or stands where one is missing.
    pub first_bad: Option<i64>,
    /// The hash of the last whole line. Whoever notes it elsewhere can later tell that nothing was cut off the end.
    pub last_hash: String,
}

/// Walks the whole chain of the audit log.
#[utoipa::path(get, path = "/audit/verification", tag = "who", responses((status = 200, body = AuditVerification), Problem))]
pub async fn verify_audit(Extract(state): Extract<State>, caller: Caller) -> Result<Json<AuditVerification>, Problem> {
    caller.may(Permission::ViewAudit)?;
    let found = state.store.verify_audit().await?;
    Ok(Json(AuditVerification {
        ok: found.first_bad.is_none(),
        entries: found.entries,
        first_bad: found.first_bad,
        last_hash: found.last_hash,
    }))
}
