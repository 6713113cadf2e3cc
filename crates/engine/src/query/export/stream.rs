//! The answer of a SELECT into a file, as it comes.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use arrow::datatypes::SchemaRef;
use futures::StreamExt;
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::query::ask::{failed, opened, within};
use crate::query::session::SessionSettings;

use super::format::{ExportFormat, TextEncoding};
use super::run::OutFile;

/// How much may be written, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct ExportLimits {
    /// Rows at most: more are refused, a file that silently lacks rows is worth nothing.
    pub rows: u64,
    /// Time at most.
    pub time: Duration,
}

/// Writes the answer of one SELECT to `out` as it comes, and says how many rows there were. When the future is dropped, query and writing stop; what was
/// written until then is no whole file.
///
/// # Errors
/// As [`ask`](crate::query::ask), `export-too-large`, and when `out` cannot be written.
pub async fn export_sql<W: Write + Send + 'static>(
    view: Arc<LakeView>,
    settings: SessionSettings,
    text: String,
    (format, encoding): (ExportFormat, TextEncoding),
    limits: ExportLimits,
    out: W,
) -> Result<u64, EngineError> {
    within(limits.time, text.clone(), async move {
        let frame = opened(view, settings, &text).await?;
        let schema = SchemaRef::from(frame.schema().clone());
        let mut file = OutFile::new(&schema, format, encoding, out)?;
        let mut stream = frame.execute_stream().await.map_err(|error| failed(&text, &error))?;
        let mut rows = 0u64;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| failed(&text, &error))?;
            rows += batch.num_rows() as u64;
            if rows > limits.rows {
                return Err(too_large(limits.rows).into());
            }
            file.write(&batch)?;
        }
        file.finish()?;
        Ok(rows)
    })
    .await
}

fn too_large(limit: u64) -> Refusal {
    Refusal::new(
        "export-too-large",
        bilingual!("结果超过 {limit} 行", "the answer has more than {limit} rows"),
        Bilingual::new(
            "加上条件或 LIMIT，分几次导出",
            "add conditions or a LIMIT and export in parts",
        ),
    )
}
