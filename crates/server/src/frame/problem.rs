//! What is answered when something is not done: RFC 9457 problem details, in both languages.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdfast_app::error::AppError;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::wire::text::Text;

/// Problem details. `status` decides whether trying again makes sense, `code` what a program does, `problem` and `remedy` what a person reads.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: the code says more than an address would.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong, in English: for programs that know nothing of `problem`.
    pub detail: String,
    /// A stable name in kebab-case.
    pub code: String,
    /// What is wrong, with place and value.
    pub problem: Text,
    /// What to do.
    pub remedy: Text,
    /// Fields of the request that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds after which trying again makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// The request, as the log names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// A field that is wrong.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Its name; a column for files.
    pub field: String,
    /// What is wrong.
    pub problem: Text,
}

impl Problem {
    /// A problem with a status.
    pub fn new(status: StatusCode, code: &str, problem: Bilingual, remedy: Bilingual) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: problem.en.clone(),
            code: code.to_owned(),
            problem: problem.into(),
            remedy: remedy.into(),
            errors: Vec::new(),
            retry_after_s: None,
            request_id: None,
        }
    }

    /// 422: a field of the request is wrong.
    pub fn invalid(code: &str, field: &str, problem: Bilingual) -> Self {
        let mut found = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code,
            problem.clone(),
            Bilingual::new("改正后重试", "correct it and try again"),
        );
        found.errors.push(FieldError {
            field: field.to_owned(),
            problem: problem.into(),
        });
        found
    }

    /// 404.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            Bilingual::new(
                "没有这一项，或您无权查看",
                "there is no such thing, or you may not see it",
            ),
            Bilingual::new("返回列表重新选择", "go back to the list and choose again"),
        )
    }

    /// 401.
    pub fn not_signed_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "not-signed-in",
            Bilingual::new(
                "尚未登录或登录已过期",
                "you are not signed in, or your session has ended",
            ),
            Bilingual::new("请登录", "sign in"),
        )
    }

    /// 403.
    pub fn forbidden(what: &Bilingual) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            Bilingual::new(
                format!("您的角色没有这项权限：{}", what.zh),
                format!("your roles do not permit this: {}", what.en),
            ),
            Bilingual::new(
                "请管理员在设置中授予相应角色",
                "ask an administrator for a role that does",
            ),
        )
    }

    /// 500: our fault. The cause goes to the log and not to the client.
    pub fn failed(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "failed",
            Bilingual::new("服务器内部出错", "the server failed"),
            Bilingual::new(
                "稍后重试；仍不行时把请求编号交给管理员",
                "try again; if it persists give the request's number to an administrator",
            ),
        )
    }

    /// 429 or 503: busy.
    pub fn busy(status: StatusCode, code: &str, retry_after_s: u64) -> Self {
        let mut found = Self::new(
            status,
            code,
            Bilingual::new("请求太多，暂不受理", "too many requests at the moment"),
            bilingual_seconds(retry_after_s),
        );
        found.retry_after_s = Some(retry_after_s);
        found
    }

    /// The status.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn bilingual_seconds(seconds: u64) -> Bilingual {
    Bilingual::new(format!("{seconds} 秒后重试"), format!("try again in {seconds} seconds"))
}

/// Which status a refusal of a use case is: what is not there is 404, what is not yet there is 409, the rest is the request's fault.
fn status_of(code: &str) -> StatusCode {
    match code {
        "no-such-model" | "no-such-upload" | "no-such-scores" | "no-such-source" | "unknown-metric"
        | "no-such-metric" => StatusCode::NOT_FOUND,
        "no-data" | "no-workspace" | "no-churn-definition" | "no-model" | "nothing-before" | "no-scores" => {
            StatusCode::CONFLICT
        }
        "set-up-already" | "second-factor-there" | "no-proposal" | "too-many-tokens" | "key-lost" => {
            StatusCode::CONFLICT
        }
        "people-only" => StatusCode::FORBIDDEN,
        "config-changed" => StatusCode::PRECONDITION_FAILED,
        "damaged-head" | "damaged-registry" | "newer-lake" | "no-runtime" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Files are named by their last part alone: where the server keeps them is not the client's to know. Nor has a client a command line.
fn without_folders(refusal: &Refusal) -> Refusal {
    let mut shown = refusal.clone();
    shown.file = refusal
        .file
        .as_deref()
        .map(|file| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned());
    if refusal.code == "no-workspace" {
        shown.remedy = Bilingual::new(
            "在“数据”页上传一个文件，工作区由它建立",
            "upload a file under Data: the workspace is made from it",
        );
    }
    shown
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let refusal = without_folders(&refusal);
        let mut found = Self::new(
            status_of(refusal.code),
            refusal.code,
            Bilingual::new(refusal.message(Lang::Zh), refusal.message(Lang::En)),
            refusal.remedy.clone(),
        );
        if let Some(column) = &refusal.column {
            found.errors.push(FieldError {
                field: column.clone(),
                problem: refusal.problem.into(),
            });
        }
        found
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => (*refusal).into(),
            other => Self::failed(&other),
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::failed(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status_code();
        let retry = self.retry_after_s;
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
        if let Some(seconds) = retry {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        // The frame adds the request's number, which is not known here.
        response.extensions_mut().insert(self);
        response
    }
}

/// Whatever a route answers besides, it can answer this.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        let response = ResponseBuilder::new()
            .description("not done, and why")
            .content("application/problem+json", content)
            .build();
        BTreeMap::from([("default".to_owned(), response.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_its_place_and_loses_the_servers_folders() {
        let refusal = Refusal::new("ragged-row", Bilingual::same("x"), Bilingual::same("y"))
            .in_file("/srv/shop/uploads/orders.csv")
            .at_row(7)
            .in_column("amount");
        let problem = Problem::from(refusal);
        assert_eq!(problem.status, 422);
        assert!(problem.problem.en.starts_with("orders.csv"), "{}", problem.problem.en);
        assert!(!problem.problem.en.contains("/srv"));
        assert_eq!(problem.errors[0].field, "amount");
    }
}
