//! The OpenAPI document: what is not said by the routes themselves.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, SecurityRequirement};
use utoipa::{Modify, OpenApi};

use crate::frame::authenticate::COOKIE;
use crate::frame::problem::{FieldError, Problem};
use crate::routes::models::query::CardLang;

/// The document that routes are added to.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Holdfast",
        description = "Customer churn: measured, warned of, explained. Lists are pages with a cursor; edits carry If-Match; writes may carry an \
                       Idempotency-Key; money is in minor units; days belong to the workspace's time zone; what is not done is answered with problem details (RFC 9457)."
    ),
    components(schemas(Problem, FieldError, CardLang)),
    modifiers(&Sign)
)]
pub struct ApiDoc;

/// Ways to sign in.
struct Sign;

impl Modify for Sign {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))),
        );
        components.add_security_scheme(
            "token",
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
        );
        document.security = Some(vec![
            SecurityRequirement::new("session", Vec::<String>::new()),
            SecurityRequirement::new("token", Vec::<String>::new()),
        ]);
    }
}
