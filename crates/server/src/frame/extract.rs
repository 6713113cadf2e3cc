//! Bodies, queries and paths as routes take them; what does not fit is answered with a problem.

use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use holdfast_domain::lang::Bilingual;

use super::problem::Problem;
use super::state::State;

/// A body of JSON.
#[derive(Clone, Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(Problem))]
pub struct Body<T>(pub T);

/// What stands behind the question mark.
#[derive(Clone, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

/// Parts of the path.
#[derive(Clone, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// A form with a file, as large as the settings allow.
#[derive(Debug)]
pub struct Form(pub Multipart);

/// What a form may have besides its file.
const AROUND_FILE: usize = 1 << 20;

impl FromRequest<State> for Form {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &State) -> Result<Self, Problem> {
        let file = usize::try_from(state.settings.upload_bytes).unwrap_or(usize::MAX);
        DefaultBodyLimit::max(file.saturating_add(AROUND_FILE)).apply(&mut request);
        Ok(Self(Multipart::from_request(request, state).await?))
    }
}

fn unread(status: StatusCode, code: &str, zh: &str, en: &str, said: &str) -> Problem {
    Problem::new(
        status,
        code,
        Bilingual::new(format!("{zh}：{said}"), format!("{en}: {said}")),
        Bilingual::new("对照 /api/openapi.json 改正", "compare with /api/openapi.json"),
    )
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        let (status, said) = (rejection.status(), rejection.body_text());
        unread(status, "bad-body", "请求正文不对", "the body does not fit", &said)
    }
}

impl From<MultipartRejection> for Problem {
    fn from(rejection: MultipartRejection) -> Self {
        let (status, said) = (rejection.status(), rejection.body_text());
        unread(
            status,
            "bad-form",
            "不是带文件的表单",
            "this is no form with a file",
            &said,
        )
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        let said = rejection.body_text();
        unread(
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad-query",
            "参数不对",
            "a parameter does not fit",
            &said,
        )
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        let said = rejection.body_text();
        unread(
            StatusCode::NOT_FOUND,
            "bad-path",
            "地址不对",
            "the address does not fit",
            &said,
        )
    }
}
