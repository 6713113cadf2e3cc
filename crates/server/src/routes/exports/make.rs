//! `POST /exports`.

use axum::Extension;
use axum::extract::State as Extract;
use axum::response::Response;
use holdfast_app::explore::{FileKind, WrittenFile};
use holdfast_app::quality::batches::rfc3339;
use holdfast_domain::access::permission::Permission;
use holdfast_identity::act;
use holdfast_identity::signed_in::SignedIn;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::send::send;
use crate::frame::caller::Caller;
use crate::frame::extract::Body;
use crate::frame::problem::Problem;
use crate::frame::reader::reader;
use crate::frame::state::State;
use crate::routes::customers::CustomerFilter;
use crate::routes::metrics::MetricParameters;
use crate::routes::sql::{filters, query};

/// What is to be exported, and as what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// What.
    pub what: ExportWhat,
    /// The format.
    pub format: ExportFormat,
    /// How the characters of a CSV file are stored; absent: `utf8`, with a byte order mark.
    pub encoding: Option<ExportEncoding>,
}

/// What can be exported.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportWhat {
    /// The answer of a SELECT.
    Sql {
        /// One SELECT.
        query: String,
        /// `dimension=value`: rows of customers with this value on the last day with data alone, as in `POST /sql`.
        #[serde(default, rename = "where")]
        #[schema(max_items = 20)]
        filters: Vec<String>,
    },
    /// A metric's table.
    Metric {
        /// The metric.
        id: String,
        /// The question.
        #[serde(default)]
        params: MetricParameters,
    },
    /// The list of customers, names masked.
    Customers {
        /// Which ones.
        #[serde(default)]
        filter: CustomerFilter,
    },
}

/// The format of a file.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// Parquet.
    Parquet,
}

/// How characters are stored.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportEncoding {
    /// UTF-8 with a byte order mark.
    Utf8,
    /// GB18030.
    Gb18030,
}

impl Export {
    fn kind(&self) -> Result<FileKind, Problem> {
        let format = match self.format {
            ExportFormat::Csv => "csv",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Parquet => "parquet",
        };
        let encoding = self.encoding.map(|encoding| match encoding {
            ExportEncoding::Utf8 => "utf8",
            ExportEncoding::Gb18030 => "gb18030",
        });
        Ok(FileKind::parse(format, encoding)?)
    }
}

/// Makes a file of an answer and sends it. Every export is written into the audit log before its first byte is sent.
#[utoipa::path(post, path = "/exports", tag = "exports", request_body = Export,
    responses((status = 200, description = "The file.", content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.apache.parquet"))), Problem))]
pub async fn make_export(
    Extract(state): Extract<State>,
    caller: Caller,
    Extension(signed_in): Extension<SignedIn>,
    Body(asked): Body<Export>,
) -> Result<Response, Problem> {
    caller.may(needed(&asked.what))?;
    let kind = asked.kind()?;
    let target = target(&asked.what);
    let (reader, _) = reader(&state, &caller).await?;
    let detail = detail(&asked.what);
    let written: WrittenFile = match asked.what {
        ExportWhat::Sql {
            query: text,
            filters: conditions,
        } => {
            let (text, conditions) = (query(text)?, filters(conditions)?);
            let asking = reader.clone();
            let asked = state.work.run(move || asking.sql_ask(text, &conditions)).await?;
            let _turn = state.open.turn().await?;
            reader.sql_file(asked, kind).await?
        }
        ExportWhat::Metric { id, params } => {
            let ask = params.ask(id);
            state.work.run(move || reader.metric_file(&ask, kind)).await?
        }
        ExportWhat::Customers { filter } => {
            let question = filter.question();
            let write = move || reader.customers_file(filter.definition.as_deref(), &question, kind);
            state.work.run(write).await?
        }
    };
    let now_us = state.now_us();
    let detail = json!({ "what": detail, "format": kind.ending(), "rows": written.rows });
    let entry = act::of(&signed_in, "data.exported", target, detail);
    state.store.append_audit(&entry, now_us).await?;
    let stamp = rfc3339(now_us).unwrap_or_default().replace([':', '.'], "-");
    let name = format!("holdfast-{target}-{stamp}.{}", kind.ending());
    send(written.file, &name, kind.media_type(), written.rows)
}

/// What a caller needs besides leave to export.
fn needed(what: &ExportWhat) -> Permission {
    match what {
        ExportWhat::Sql { .. } => Permission::RunSql,
        ExportWhat::Metric { .. } => Permission::ViewMetrics,
        ExportWhat::Customers { .. } => Permission::ViewCustomers,
    }
}

fn target(what: &ExportWhat) -> &'static str {
    match what {
        ExportWhat::Sql { .. } => "sql",
        ExportWhat::Metric { .. } => "metric",
        ExportWhat::Customers { .. } => "customers",
    }
}

/// Characters of a query that the audit log keeps.
const KEPT: usize = 2_000;

/// What the audit log says of it.
fn detail(what: &ExportWhat) -> Value {
    match what {
        ExportWhat::Sql { query, filters } => {
            json!({ "query": query.chars().take(KEPT).collect::<String>(), "where": filters })
        }
        ExportWhat::Metric { id, params } => json!({ "metric": id, "params": params }),
        ExportWhat::Customers { filter } => json!({ "filter": filter }),
    }
}
