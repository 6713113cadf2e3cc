//! Edits say which version they edit.

use axum::http::{HeaderMap, StatusCode, header};
use holdfast_domain::lang::Bilingual;

use super::problem::Problem;

/// The version that `If-Match` names, without quotes.
///
/// # Errors
/// 428 `version-needed` without it.
pub fn if_match(headers: &HeaderMap) -> Result<String, Problem> {
    let value = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    let text = value.map(|value| value.trim().trim_start_matches("W/").trim_matches('"').to_owned());
    text.filter(|text| !text.is_empty()).ok_or_else(|| {
        Problem::new(
            StatusCode::PRECONDITION_REQUIRED,
            "version-needed",
            Bilingual::new("修改时必须说明改的是哪个版本", "an edit says which version it edits"),
            Bilingual::new("带上请求头 If-Match: \"版本\"", "send the header If-Match: \"version\""),
        )
    })
}

/// 412: somebody else was first.
pub fn changed_meanwhile() -> Problem {
    Problem::new(
        StatusCode::PRECONDITION_FAILED,
        "changed-meanwhile",
        Bilingual::new("这一项已被别人修改", "somebody else has changed it meanwhile"),
        Bilingual::new("重新加载后再改", "load it again and make your change once more"),
    )
}
