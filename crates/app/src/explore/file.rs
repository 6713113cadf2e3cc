//! Answers as files.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::sync::Arc;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::query::{ExportFormat, ExportLimits, Sheet, TextEncoding, export, export_sql};

use super::reader::Reader;
use super::sheet::sheet;
use super::sql::{LONGEST, SqlAsk};
use crate::customers::{ListQuestion, customer_sheet};
use crate::error::AppError;
use crate::lake::Ask;

/// Rows of a file at most.
const ROWS: u64 = 5_000_000;

/// What a file is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    format: ExportFormat,
    encoding: TextEncoding,
}

impl FileKind {
    /// By the words of the interface: `csv`, `xlsx`, `parquet`; `utf8` (with a byte order mark) or `gb18030` for CSV.
    ///
    /// # Errors
    /// `unknown-format`, `unknown-encoding`.
    pub fn parse(format: &str, encoding: Option<&str>) -> Result<Self, AppError> {
        let refused = |code, column, value: &str, zh: &str, en: &str, known: &str| -> AppError {
            Refusal::new(
                code,
                Bilingual::new(zh, en),
                bilingual!("可选：{known}", "choose {known}"),
            )
            .in_column(column)
            .with_value(value)
            .into()
        };
        let encoding = match encoding {
            None | Some("utf8") => TextEncoding::Utf8,
            Some("gb18030") => TextEncoding::Gb18030,
            Some(other) => {
                let known = "utf8, gb18030";
                return Err(refused(
                    "unknown-encoding",
                    "encoding",
                    other,
                    "不认识这种编码",
                    "there is no such encoding",
                    known,
                ));
            }
        };
        let Some(format) = ExportFormat::of_ending(format) else {
            let known = "csv, xlsx, parquet";
            return Err(refused(
                "unknown-format",
                "format",
                format,
                "不认识这种格式",
                "there is no such format",
                known,
            ));
        };
        Ok(Self { format, encoding })
    }

    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self.format {
            ExportFormat::Csv => "csv",
            ExportFormat::Parquet => "parquet",
            ExportFormat::Xlsx => "xlsx",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match (self.format, self.encoding) {
            (ExportFormat::Csv, TextEncoding::Utf8) => "text/csv; charset=utf-8",
            (ExportFormat::Csv, TextEncoding::Gb18030) => "text/csv; charset=gb18030",
            (ExportFormat::Parquet, _) => "application/vnd.apache.parquet",
            (ExportFormat::Xlsx, _) => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A file that was written, at its beginning. It has no name and is gone when it is closed.
#[derive(Debug)]
pub struct WrittenFile {
    /// The file.
    pub file: File,
    /// Its rows.
    pub rows: u64,
}

impl Reader {
    /// Writes the answer of one SELECT as it comes. When the future is dropped, query and writing stop.
    ///
    /// # Errors
    /// As [`Reader::sql`], `export-too-large`, `too-large-for-a-worksheet`; a full disk.
    pub async fn sql_file(&self, asked: SqlAsk, kind: FileKind) -> Result<WrittenFile, AppError> {
        let limits = ExportLimits {
            rows: ROWS,
            time: LONGEST,
        };
        let (file, out) = two_handles()?;
        let parts = (kind.format, kind.encoding);
        let settings = self.sql_settings(&asked);
        let rows = export_sql(Arc::clone(self.view()), settings, asked.text, parts, limits, out).await?;
        written(file, rows)
    }

    /// Writes a metric's table.
    ///
    /// # Errors
    /// As [`Reader::metric`]; a full disk.
    pub fn metric_file(&self, ask: &Ask, kind: FileKind) -> Result<WrittenFile, AppError> {
        write(sheet(&self.metric(ask)?), kind)
    }

    /// Writes the list of customers, names masked.
    ///
    /// # Errors
    /// `bad-filter`, `export-too-large`; a full disk.
    pub fn customers_file(
        &self,
        definition: Option<&str>,
        question: &ListQuestion,
        kind: FileKind,
    ) -> Result<WrittenFile, AppError> {
        let sheet = self.ask(definition, |room| customer_sheet(room, question))?;
        write(sheet, kind)
    }
}

fn write(sheet: Sheet, kind: FileKind) -> Result<WrittenFile, AppError> {
    let rows = sheet.into_rows()?;
    let (file, out) = two_handles()?;
    let mut out = BufWriter::new(out);
    export(&rows, kind.format, kind.encoding, &mut out)?;
    out.flush().map_err(failed)?;
    written(file, rows.rows() as u64)
}

/// A file without a name, to be read and to be written.
fn two_handles() -> Result<(File, File), AppError> {
    let file = tempfile::tempfile().map_err(failed)?;
    let out = file.try_clone().map_err(failed)?;
    Ok((file, out))
}

fn written(mut file: File, rows: u64) -> Result<WrittenFile, AppError> {
    file.rewind().map_err(failed)?;
    Ok(WrittenFile { file, rows })
}

fn failed(source: std::io::Error) -> AppError {
    AppError::Write {
        path: std::env::temp_dir(),
        source,
    }
}
