//! What tests of people ask in the same way.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{PASSWORD, Server, Somebody};

/// The body of a response.
pub async fn body(response: Response) -> Value {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap_or(Value::Null)
}

/// A request with a token or other headers.
pub async fn asked(
    server: &Server,
    method: &str,
    path: &str,
    fields: &[(&str, &str)],
    content: Option<Value>,
) -> Response {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    let content = content.map_or_else(Body::empty, |value| Body::from(value.to_string()));
    let request = request
        .header(header::CONTENT_TYPE, "application/json")
        .body(content)
        .unwrap();
    server.router.clone().oneshot(request).await.unwrap()
}

/// Somebody's headers besides others.
pub fn fields<'a>(who: &'a Somebody, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("cookie", who.cookie.as_str()), ("x-csrf-token", who.csrf.as_str())];
    fields.extend_from_slice(more);
    fields
}

/// Somebody with these roles, who has chosen a password.
pub async fn somebody(server: &Server, administrator: &Somebody, login: &str, roles: Value) -> (Somebody, String) {
    let new = json!({"login": login, "name": login, "roles": roles});
    let (status, made) = server.send(Some(administrator), "POST", "/users", Some(new)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let temporary = made["temporary_password"].as_str().unwrap();
    let first = server.sign_in(login, temporary).await;
    let change = json!({"current": temporary, "new": PASSWORD});
    let (status, me) = server.send(Some(&first), "POST", "/me/password", Some(change)).await;
    assert_eq!(status, StatusCode::OK, "{me}");
    (
        server.sign_in(login, PASSWORD).await,
        made["id"].as_str().unwrap().to_owned(),
    )
}
