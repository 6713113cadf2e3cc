//! Answers that depend on the data alone: kept, and not sent again to whoever has them.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::caller::Caller;
use super::problem::Problem;
use super::state::State;

/// Bytes that all kept answers may take together.
const KEPT_BYTES: u64 = 128 << 20;

/// Kept answers. The key holds everything that an answer depends on: the commit of the lake (so that a refresh needs no clearing: nobody asks with
/// an old commit any more), the version of the definitions and metrics, what the caller may see, and the question itself.
#[derive(Clone, Debug)]
pub struct AnswerCache(moka::future::Cache<String, Kept>);

#[derive(Clone, Debug)]
struct Kept {
    body: Bytes,
    tag: HeaderValue,
}

impl Default for AnswerCache {
    fn default() -> Self {
        let weigh = |key: &String, kept: &Kept| u32::try_from(key.len() + kept.body.len() + 64).unwrap_or(u32::MAX);
        Self(
            moka::future::Cache::builder()
                .max_capacity(KEPT_BYTES)
                .weigher(weigh)
                .build(),
        )
    }
}

/// What an answer depends on besides the caller.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// State of everything that answers are made of: commit of the lake, definitions, metrics (`Live::version`).
    pub version: &'a str,
    /// The route and its parameters, in one form for one question.
    pub asked: &'a str,
}

/// Answers from what is kept, or by `make`, at most once at a time for the same question; 304 to whoever has it.
///
/// # Errors
/// Those of `make`, which are not kept.
pub async fn answer<T, F>(
    state: &State,
    caller: &Caller,
    headers: &HeaderMap,
    question: Question<'_>,
    make: impl FnOnce() -> F,
) -> Result<Response, Problem>
where
    T: Serialize,
    F: Future<Output = Result<T, Problem>>,
{
    let Question { version, asked } = question;
    let key = format!("{version}\n{}\n{asked}", caller.permission_key());
    let made = async {
        let value = make().await?;
        let body = Bytes::from(serde_json::to_vec(&value)?);
        let tag = tag_of(&body);
        Ok::<_, Problem>(Kept { body, tag })
    };
    let kept = state
        .answers
        .0
        .try_get_with(key, made)
        .await
        .map_err(|problem| (*problem).clone())?;
    Ok(respond(headers, &kept))
}

/// A strong tag: the answer's own digest.
fn tag_of(body: &[u8]) -> HeaderValue {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(body);
    let text: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{text}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

fn respond(headers: &HeaderMap, kept: &Kept) -> Response {
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        // Compression on the way turns a strong tag into a weak one.
        .any(|tag| tag.trim().trim_start_matches("W/").as_bytes() == kept.tag.as_bytes());
    let status = if known {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let body = if known {
        Body::empty()
    } else {
        Body::from(kept.body.clone())
    };
    let mut response = (status, body).into_response();
    let fields = response.headers_mut();
    fields.insert(header::ETAG, kept.tag.clone());
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // Personal to the caller, and asked for again each time: a commit may have come.
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    fields.insert(header::VARY, HeaderValue::from_static("Cookie, Authorization"));
    response
}
