//! Reads a Parquet file.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::datatypes::{DataType, SchemaRef};
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;

use crate::table::infer::{Inference, Rules};
use crate::table::row_map::RowMap;

use super::block::BLOCK_CELLS;
use super::collect::{Collected, check_size};
use super::csv::Parts;
use super::decode::Progress;
use super::header::check_header;
use super::notes::{left_out, table_of};
use super::options::ReadOptions;
use super::outcome::Decoding;
use super::refuse;
use super::typed_column::{TypedColumn, is_readable};

/// A Parquet file that cannot be read.
pub(crate) fn corrupt(what: &str) -> Refusal {
    Refusal::new(
        "corrupt-parquet",
        bilingual!(
            "Parquet 文件已损坏或不完整（{what}）",
            "the Parquet file is damaged or cut off ({what})"
        ),
        Bilingual::new("重新导出或重新下载", "export or download it again"),
    )
}

/// Reads a Parquet file.
pub(crate) fn read_parquet(file: File, options: &ReadOptions, progress: Progress<'_>) -> Result<Parts, Refusal> {
    // The decoder takes lengths and offsets from the file and panics on some hostile ones. That is its fault to mend
    // and ours to survive: nothing outlives the closure that a panic could have left half done.
    catch_unwind(AssertUnwindSafe(|| read_checked(file, options, progress))).unwrap_or_else(|_| Err(corrupt("panic")))
}

fn read_checked(file: File, options: &ReadOptions, progress: Progress<'_>) -> Result<Parts, Refusal> {
    let damaged = |error: &dyn std::fmt::Display| corrupt(&error.to_string());
    let bytes = file.metadata().map_err(|error| refuse::unreadable(&error))?.len();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| damaged(&error))?;
    let schema: SchemaRef = builder.schema().clone();
    if schema.fields().len() > options.max_columns {
        return Err(refuse::too_many_columns(schema.fields().len(), options.max_columns));
    }
    let (kept, nested): (Vec<usize>, Vec<usize>) =
        (0..schema.fields().len()).partition(|&index| is_readable(schema.field(index).data_type()));
    let names_of = |indices: &[usize]| {
        indices
            .iter()
            .map(|&index| schema.field(index).name().clone())
            .collect::<Vec<String>>()
    };
    let header = check_header(&names_of(&kept), 1, options)?;
    let mut notes = header.notes;
    if !nested.is_empty() {
        notes.push(left_out(&names_of(&nested), ("嵌套或二进制", "nested or binary")));
    }
    let total = usize::try_from(builder.metadata().file_metadata().num_rows()).map_err(|_| corrupt("num_rows"))?;
    check_size(total, kept.len())?;
    if kept.is_empty() || total == 0 {
        return Err(refuse::header_only());
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), kept.iter().copied());
    let batch_rows = (BLOCK_CELLS / kept.len()).clamp(1024, 65_536);
    let reader = builder
        .with_projection(mask)
        .with_batch_size(batch_rows)
        .build()
        .map_err(|error| damaged(&error))?;
    let mut columns: Vec<TypedColumn> = kept
        .iter()
        .zip(&header.names)
        .map(|(&index, name)| {
            let field = schema.field(index);
            TypedColumn::new(
                field.data_type(),
                options.as_text.contains(name),
                options.instants_in_utc,
            )
        })
        .collect();
    let mut rows = RowMap::default();
    for batch in reader {
        let batch = batch.map_err(|error| damaged(&error))?;
        columns
            .par_iter_mut()
            .zip(batch.columns())
            .try_for_each(|(column, array)| column.append(array))
            .map_err(|error| damaged(&error))?;
        for _ in 0..batch.num_rows() {
            rows.push(rows.len() as u64 + 1);
        }
        check_size(rows.len(), kept.len())?;
        progress(
            (bytes as f64 * (rows.len() as f64 / total as f64).min(1.0)) as u64,
            bytes,
        );
    }
    if rows.len() == 0 {
        return Err(refuse::header_only());
    }
    let rules = Rules {
        order: options.date_order,
        declared_text: true,
        utc: options.instants_in_utc,
    };
    let finished: Vec<Option<Inference>> = columns.into_par_iter().map(|column| column.finish(rules)).collect();
    let mut names = Vec::new();
    let mut columns = Vec::new();
    let mut binary = Vec::new();
    for (name, column) in header.names.into_iter().zip(finished) {
        match column {
            Some(column) => {
                names.push(name);
                columns.push(column);
            }
            None => binary.push(name),
        }
    }
    if !binary.is_empty() {
        notes.push(left_out(&binary, ("二进制", "binary")));
    }
    if columns.is_empty() {
        return Err(refuse::header_only());
    }
    let table = table_of(names, Collected { columns, rows }, &mut notes)?;
    Ok((table, Decoding::packed(Bilingual::same("Parquet")), notes))
}

/// The type behind a dictionary.
pub(crate) fn plain_type(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => values,
        other => other,
    }
}
