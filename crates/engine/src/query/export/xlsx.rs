//! An Excel workbook. It is put together in memory: a worksheet's rows are bounded.

use std::io::Write;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Schema};
use arrow::util::display::ArrayFormatter;
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use rust_xlsxwriter::{Workbook, Worksheet};

use crate::error::{Doing, EngineError};

use super::safe::options;

/// Rows of a worksheet, its head included.
const SHEET_ROWS: u32 = 1_048_576;
/// Columns of a worksheet.
const SHEET_COLUMNS: usize = 16_384;
/// Characters of a cell.
const CELL_CHARACTERS: usize = 32_767;

/// A workbook under way.
pub(super) struct XlsxFile<W: Write> {
    sheet: Worksheet,
    line: u32,
    out: W,
}

fn doing() -> String {
    "writing a workbook".to_owned()
}

impl<W: Write> XlsxFile<W> {
    /// Writes the head.
    pub(super) fn new(schema: &Schema, out: W) -> Result<Self, EngineError> {
        if schema.fields().len() > SHEET_COLUMNS {
            return Err(too_large(&format!("{} columns", schema.fields().len())).into());
        }
        let mut sheet = Worksheet::new();
        for (column, field) in (0u16..).zip(schema.fields()) {
            sheet.write_string(0, column, field.name()).doing(doing)?;
        }
        Ok(Self { sheet, line: 0, out })
    }

    /// Writes rows.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), EngineError> {
        let rows = u64::from(self.line) + batch.num_rows() as u64;
        if rows >= u64::from(SHEET_ROWS) {
            return Err(too_large(&format!("{rows} rows")).into());
        }
        let options = options();
        let numbers: Vec<Option<ArrayRef>> = batch
            .columns()
            .iter()
            .map(|column| {
                column
                    .data_type()
                    .is_numeric()
                    .then(|| cast(column, &DataType::Float64).ok())
                    .flatten()
            })
            .collect();
        let shown: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<Result<_, _>>()
            .doing(doing)?;
        let nulls: Vec<_> = batch.columns().iter().map(|column| column.logical_nulls()).collect();
        for row in 0..batch.num_rows() {
            self.line += 1;
            for at in 0..batch.num_columns() {
                if nulls[at].as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                    continue;
                }
                match &numbers[at] {
                    Some(values) => {
                        let value = values.as_primitive::<Float64Type>().value(row);
                        // A workbook has no number that is none.
                        if value.is_finite() {
                            self.sheet.write_number(self.line, at as u16, value).doing(doing)?;
                        }
                    }
                    None => {
                        let text: String = shown[at].value(row).to_string().chars().take(CELL_CHARACTERS).collect();
                        self.sheet.write_string(self.line, at as u16, text).doing(doing)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Result<(), EngineError> {
        let mut book = Workbook::new();
        book.push_worksheet(self.sheet);
        let bytes = book.save_to_buffer().doing(doing)?;
        self.out.write_all(&bytes).doing(doing)?;
        self.out.flush().doing(doing)
    }
}

fn too_large(size: &str) -> Refusal {
    let rows = SHEET_ROWS - 1;
    Refusal::new(
        "too-large-for-a-worksheet",
        bilingual!(
            "{size} 放不进工作表（最多 {rows} 行、{SHEET_COLUMNS} 列）",
            "{size} do not fit a worksheet (at most {rows} rows, {SHEET_COLUMNS} columns)"
        ),
        Bilingual::new(
            "导出为 CSV 或 Parquet，或用 SQL 选少一些",
            "export as CSV or Parquet, or choose fewer with SQL",
        ),
    )
}
