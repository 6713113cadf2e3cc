//! `Idempotency-Key`: a write that is sent twice is done once, and answered alike.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use holdfast_domain::lang::Bilingual;
use holdfast_store::idempotency::begin::Repetition;
use sha2::{Digest as _, Sha256};

use super::caller::Caller;
use super::problem::Problem;
use super::state::State;
use super::to_its_end::writes;

/// The header.
pub const HEADER: &str = "idempotency-key";
const LONGEST: usize = 200;

/// Stands beside an answer that holds a secret (`Extension(ShownOnce)`): it is not kept, and whoever repeats the request is told so.
#[derive(Clone, Copy, Debug)]
pub struct ShownOnce;
/// Routes whose bodies are files, and have ids of their own: a batch, an upload.
const FILES: [&str; 2] = ["/api/v1/uploads", "/api/v1/events"];

/// Bodies and answers above this are not for keeping.
const MOST_BYTES: usize = 1 << 20;

/// Keeps the answer of a write that was done for a day, and gives it again to whoever repeats the request with the same key. The same key with another
/// request is refused. A request that was refused changed nothing: its key is free again, and a corrected one may have it.
pub async fn idempotency(Extract(state): Extract<State>, request: Request, next: Next) -> Response {
    let keeps = writes(&request) && !FILES.contains(&request.uri().path());
    let key = request
        .headers()
        .get(HEADER)
        .map(|value| value.to_str().unwrap_or_default().to_owned());
    let caller = request
        .extensions()
        .get::<Caller>()
        .map(|caller| caller.user_id.clone());
    match (keeps, key, caller) {
        (true, Some(key), Some(user)) => match once(&state, &user, &key, request, next).await {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        },
        _ => next.run(request).await,
    }
}

async fn once(state: &State, user: &str, key: &str, request: Request, next: Next) -> Result<Response, Problem> {
    if key.is_empty() || key.len() > LONGEST || !key.is_ascii() {
        return Err(Problem::invalid(
            "bad-idempotency-key",
            HEADER,
            Bilingual::new(
                "Idempotency-Key 应为 1 到 200 个 ASCII 字符",
                "an Idempotency-Key has 1 to 200 ASCII characters",
            ),
        ));
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.map_err(|_| too_large())?;
    let print = fingerprint(
        &parts.method,
        parts.uri.path_and_query().map_or("", |path| path.as_str()),
        &body,
    );
    let begun = state.store.begin_request(user, key, &print, state.now_us()).await;
    match begun.map_err(|error| Problem::failed(&error))? {
        Repetition::First => {}
        Repetition::UnderWay => {
            return Err(Problem::new(
                StatusCode::CONFLICT,
                "still-running",
                Bilingual::new("同一个请求正在处理", "the same request is being worked on"),
                Bilingual::new("稍后再查结果", "ask again in a moment"),
            ));
        }
        Repetition::Other => {
            return Err(Problem::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-used-before",
                Bilingual::new(
                    "这个 Idempotency-Key 已用于另一个请求",
                    "this Idempotency-Key was used for another request",
                ),
                Bilingual::new("换一个新的键", "use a new key"),
            ));
        }
        Repetition::Done { status, body } => return Ok(again(status, body)),
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = response.into_parts();
    // An answer is in memory already.
    let bytes = to_bytes(body, usize::MAX)
        .await
        .map_err(|error| Problem::failed(&error))?;
    let done = parts.status.is_success() || parts.status.is_redirection();
    let kept = if !done || bytes.len() > MOST_BYTES {
        state.store.forget_request(user, key).await
    } else if parts.extensions.get::<ShownOnce>().is_some() {
        let told = serde_json::to_string(&shown_once())?;
        state
            .store
            .finish_request(user, key, StatusCode::CONFLICT.as_u16(), &told)
            .await
    } else {
        let text = String::from_utf8_lossy(&bytes);
        state
            .store
            .finish_request(user, key, parts.status.as_u16(), &text)
            .await
    };
    if let Err(error) = kept {
        tracing::warn!(%error, "an answer could not be kept for its Idempotency-Key");
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// The first answer, once more.
fn again(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let kind = if status.is_success() {
        "application/json"
    } else {
        "application/problem+json"
    };
    let mut response = (status, body).into_response();
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    fields.insert("idempotent-replay", HeaderValue::from_static("true"));
    response
}

/// What tells requests apart: method, address and body.
fn fingerprint(method: &Method, address: &str, body: &[u8]) -> String {
    let mut digest = Sha256::new();
    for part in [method.as_str().as_bytes(), address.as_bytes(), body] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn shown_once() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "shown-once",
        Bilingual::new(
            "这个请求已完成；其中的密码或令牌只显示一次",
            "the request was done; the secret in its answer is shown once",
        ),
        Bilingual::new(
            "没有收到时重新创建或重置",
            "if it did not arrive, make or reset it anew",
        ),
    )
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body-too-large",
        Bilingual::new("请求内容太大", "the request's body is too large"),
        Bilingual::new(
            "带 Idempotency-Key 的请求不超过 1 MiB",
            "with an Idempotency-Key it has at most 1 MiB",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_that_differ_in_any_part_have_other_fingerprints() {
        let base = fingerprint(&Method::POST, "/a", b"x");
        assert_eq!(base, fingerprint(&Method::POST, "/a", b"x"));
        assert_ne!(base, fingerprint(&Method::PUT, "/a", b"x"));
        assert_ne!(base, fingerprint(&Method::POST, "/ax", b""));
    }
}
