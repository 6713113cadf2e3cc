//! Writes the Parquet files of a commit, several at once.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::{max, min};
use arrow::datatypes::{DataType, Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use deltalake_core::kernel::Add;
use jiff::Timestamp;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::error::{Doing, EngineError};

use super::schema::ROW_NO;

/// Rows of a file at most: large commits are written as several, side by side.
const FILE_ROWS: usize = 4 << 20;
/// Rows of a row group: what one thread reads at a time.
const GROUP_ROWS: usize = 1 << 19;

/// A partition's rows.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Name and value of each partition column; the batches do not hold these columns.
    pub(crate) partition: Vec<(&'static str, String)>,
    /// The rows.
    pub(crate) batches: Vec<RecordBatch>,
}

/// Writes parts into a table's folder and says what to add to it. `stem` makes file names unique within the table.
pub(crate) fn write(folder: &Path, stem: &str, parts: &[Part], at_ms: i64) -> Result<Vec<Add>, EngineError> {
    let mut pieces: Vec<(&Part, Vec<RecordBatch>)> = Vec::new();
    for part in parts {
        let rows: usize = part.batches.iter().map(RecordBatch::num_rows).sum();
        // Two files at least once there is work for two cores.
        let size = if rows > 2 * GROUP_ROWS {
            FILE_ROWS.min(rows.div_ceil(2))
        } else {
            FILE_ROWS
        };
        pieces.extend(split(&part.batches, size).into_iter().map(|piece| (part, piece)));
    }
    let indexed: Vec<(usize, (&Part, Vec<RecordBatch>))> = pieces.into_iter().enumerate().collect();
    indexed
        .into_par_iter()
        .map(|(index, (part, batches))| write_one(folder, &format!("{stem}-{index:04}.parquet"), part, &batches, at_ms))
        .collect()
}

fn split(batches: &[RecordBatch], size: usize) -> Vec<Vec<RecordBatch>> {
    let mut pieces = Vec::new();
    let (mut piece, mut filled) = (Vec::new(), 0);
    for batch in batches {
        let mut from = 0;
        while from < batch.num_rows() {
            let take = (batch.num_rows() - from).min(size - filled);
            piece.push(batch.slice(from, take));
            (from, filled) = (from + take, filled + take);
            if filled == size {
                pieces.push(std::mem::take(&mut piece));
                filled = 0;
            }
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

fn properties(batch: &RecordBatch) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for field in batch.schema().fields() {
        let path = || ColumnPath::from(field.name().as_str());
        match field.data_type() {
            // Growing or close numbers: differences are small.
            DataType::Timestamp(..) | DataType::Int32 | DataType::Date32 => {
                properties = properties
                    .set_column_dictionary_enabled(path(), false)
                    .set_column_encoding(path(), Encoding::DELTA_BINARY_PACKED);
            }
            DataType::Int64 if field.name() == ROW_NO => {
                properties = properties
                    .set_column_dictionary_enabled(path(), false)
                    .set_column_encoding(path(), Encoding::DELTA_BINARY_PACKED);
            }
            _ => {}
        }
    }
    properties.build()
}

fn write_one(folder: &Path, name: &str, part: &Part, batches: &[RecordBatch], at_ms: i64) -> Result<Add, EngineError> {
    let doing = || format!("writing {}", folder.join(name).display());
    let mut relative = String::new();
    for (column, value) in &part.partition {
        relative.push_str(&format!("{column}={value}/"));
    }
    relative.push_str(name);
    let path = folder.join(&relative);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).doing(doing)?;
    }
    let file = File::create(&path).doing(doing)?;
    let Some(first) = batches.first() else {
        return Err(EngineError::Failed {
            doing: doing(),
            cause: "no rows".to_owned(),
        });
    };
    // Without Arrow's own schema in the file, a text that was handed over as a dictionary is a text to every reader.
    let options = ArrowWriterOptions::new()
        .with_properties(properties(first))
        .with_skip_arrow_metadata(true);
    let file = BufWriter::with_capacity(1 << 20, file);
    let mut writer = ArrowWriter::try_new_with_options(file, first.schema(), options).doing(doing)?;
    for batch in batches {
        writer.write(batch).doing(doing)?;
    }
    // On the disk before the log names it: a full one must fail here, not later, and a power cut must not leave a name without its rows.
    let mut buffer = writer.into_inner().doing(doing)?;
    std::io::Write::flush(&mut buffer).doing(doing)?;
    buffer.get_ref().sync_all().doing(doing)?;
    let size = fs::metadata(&path).doing(doing)?.len();
    Ok(Add {
        path: relative,
        partition_values: part
            .partition
            .iter()
            .map(|(column, value)| ((*column).to_owned(), Some(value.clone())))
            .collect(),
        size: size as i64,
        modification_time: at_ms,
        data_change: true,
        stats: Some(statistics(batches).to_string()),
        ..Add::default()
    })
}

/// Rows, and least and largest values of whole numbers, days and instants: what lets readers skip files.
fn statistics(batches: &[RecordBatch]) -> Value {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let (mut least, mut largest, mut nulls) = (Map::new(), Map::new(), Map::new());
    let Some(first) = batches.first() else {
        return json!({ "numRecords": 0 });
    };
    for (index, field) in first.schema().fields().iter().enumerate() {
        let missing: usize = batches.iter().map(|batch| batch.column(index).null_count()).sum();
        nulls.insert(field.name().clone(), json!(missing));
        let range = batches
            .iter()
            .filter_map(|batch| range(batch.column(index).as_ref()))
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let Some((low, high)) = range else { continue };
        let shown = match field.data_type() {
            DataType::Int64 | DataType::Int32 => Some((json!(low), json!(high))),
            DataType::Date32 => Some((json!(day(low)), json!(day(high)))),
            // Milliseconds: the least is rounded down, the largest up.
            _ => millis(low)
                .zip(millis(high.saturating_add(999)))
                .map(|(low, high)| (json!(low), json!(high))),
        };
        // Without a range a file is merely not skipped.
        let Some((low, high)) = shown else { continue };
        least.insert(field.name().clone(), low);
        largest.insert(field.name().clone(), high);
    }
    json!({ "numRecords": rows, "minValues": least, "maxValues": largest, "nullCount": nulls })
}

fn range(array: &dyn Array) -> Option<(i64, i64)> {
    match array.data_type() {
        DataType::Int64 => {
            let array = array.as_primitive::<Int64Type>();
            Some((min(array)?, max(array)?))
        }
        DataType::Int32 => {
            let array = array.as_primitive::<Int32Type>();
            Some((min(array)?.into(), max(array)?.into()))
        }
        DataType::Date32 => {
            let array = array.as_primitive::<Date32Type>();
            Some((min(array)?.into(), max(array)?.into()))
        }
        DataType::Timestamp(..) => {
            let array = array.as_primitive::<TimestampMicrosecondType>();
            Some((min(array)?, max(array)?))
        }
        _ => None,
    }
}

fn day(number: i64) -> String {
    holdfast_domain::day::Day::from_number(number.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32).to_string()
}

fn millis(at_us: i64) -> Option<String> {
    Timestamp::from_millisecond(at_us.div_euclid(1000))
        .ok()
        .map(|at| format!("{at:.3}"))
}
