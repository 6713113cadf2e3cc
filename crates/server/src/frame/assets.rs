//! The web pages, which are part of the program.

use axum::body::Body;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::headers::page_policy;
use super::problem::Problem;
use super::state::State;

/// `web/dist`, as `cargo xtask web` built it.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Web;

/// What stands in the page where its nonce goes.
const NONCE: &str = "__HOLDFAST_NONCE__";

const MISSING: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>Holdfast</title>\
<p>本程序编译时没有网页：先运行 <code>cargo xtask web</code>，再编译。接口照常可用。</p>\
<p lang=\"en\">This program was compiled without its pages: run <code>cargo xtask web</code> and compile again. The interface works.</p></html>";

/// A file of the pages, or the page itself for every address that is one of its own.
pub async fn assets(Extract(state): Extract<State>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return Problem::not_found().into_response();
    }
    match Web::get(path) {
        Some(file) if path != "index.html" && !path.is_empty() => asset(path, &file, &headers),
        // A file that was there before an update is not to be answered with a page.
        None if path.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        _ => page(&state).unwrap_or_else(IntoResponse::into_response),
    }
}

fn asset(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let digest: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{digest}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains(&tag));
    let status = if known {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let body = if known {
        Body::empty()
    } else {
        Body::from(file.data.clone().into_owned())
    };
    let mut response = (status, body).into_response();
    let fields = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if let Ok(value) = HeaderValue::from_str(kind.as_ref()) {
        fields.insert(header::CONTENT_TYPE, value);
    }
    if let Ok(value) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, value);
    }
    // Names under assets/ carry a digest of what is in them.
    let keep = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, no-cache"
    };
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn page(state: &State) -> Result<Response, Problem> {
    let nonce = state.nonce()?;
    let text = match Web::get("index.html") {
        Some(file) => String::from_utf8_lossy(&file.data).replace(NONCE, &nonce),
        None => MISSING.to_owned(),
    };
    let mut response = Html(text).into_response();
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce)) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}
