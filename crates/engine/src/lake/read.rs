//! Reads columns of Parquet files, row groups side by side, and applies the as-of cut.

use std::fs::File;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, RecordBatchOptions, new_null_array};
use arrow::compute::{cast, filter_record_batch};
use arrow::datatypes::{DataType, Int32Type, Int64Type, Schema, TimestampMicrosecondType};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowPredicateFn, ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowFilter,
};
use parquet::file::statistics::Statistics;
use rayon::prelude::*;

use crate::error::{Doing, EngineError};

use super::delta::DataFile;
use super::restriction::Permitted;
use super::retractions::Retractions;
use super::schema::{CUSTOMER_KEY, ROW_NO};
use super::view::LakeView;

/// What a scan leaves out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Only rows whose `known_at` is at most this.
    pub(crate) known_by_us: Option<i64>,
    /// Only rows whose instant in this column lies before this.
    pub(crate) before: Option<(&'static str, i64)>,
    /// Only rows whose instant in this column lies at or after this.
    pub(crate) from: Option<(&'static str, i64)>,
    /// No row that was corrected.
    pub(crate) retractions: Option<Arc<Retractions>>,
    /// Only rows with these numbers, which grow.
    pub(crate) rows: Option<Arc<[i64]>>,
    /// Only rows of this customer: other columns are read only where the key is met.
    pub(crate) customer: Option<u32>,
    /// Only rows of these customers.
    pub(crate) permitted: Option<Arc<Permitted>>,
}

impl Filter {
    /// Columns that must be read to decide.
    fn columns(&self) -> Vec<&'static str> {
        let mut columns = Vec::new();
        columns.extend(self.known_by_us.map(|_| "known_at"));
        columns.extend(self.before.map(|(column, _)| column));
        columns.extend(
            self.from
                .map(|(column, _)| column)
                .filter(|column| !columns.contains(column)),
        );
        if self.retractions.is_some() || self.rows.is_some() {
            columns.push(ROW_NO);
        }
        columns.extend(self.permitted.as_ref().map(|_| CUSTOMER_KEY));
        columns
    }

    /// Whether anything may be left out.
    pub(crate) fn cuts(&self) -> bool {
        !self.columns().is_empty()
    }

    fn mask(&self, batch: &RecordBatch) -> Option<BooleanArray> {
        let mut keep: Option<Vec<bool>> = None;
        let mut and = |condition: &dyn Fn(usize) -> bool| {
            let keep = keep.get_or_insert_with(|| vec![true; batch.num_rows()]);
            for (row, kept) in keep.iter_mut().enumerate() {
                *kept = *kept && condition(row);
            }
        };
        let instants = |name: &str| {
            batch
                .column_by_name(name)
                .and_then(|column| column.as_primitive_opt::<TimestampMicrosecondType>())
                .map(|column| column.values().clone())
        };
        if let Some((limit, known)) = self.known_by_us.zip(instants("known_at")) {
            and(&|row| known[row] <= limit);
        }
        if let Some((column, limit)) = self.before
            && let Some(at) = instants(column)
        {
            and(&|row| at[row] < limit);
        }
        if let Some((column, limit)) = self.from
            && let Some(at) = instants(column)
        {
            and(&|row| at[row] >= limit);
        }
        let numbers = batch
            .column_by_name(ROW_NO)
            .and_then(|column| column.as_primitive_opt::<Int64Type>());
        if let Some((retracted, numbers)) = self.retractions.as_ref().zip(numbers) {
            let numbers = numbers.values();
            and(&|row| !retracted.holds(numbers[row]));
        }
        if let Some((wanted, numbers)) = self.rows.as_ref().zip(numbers) {
            let numbers = numbers.values();
            and(&|row| wanted.binary_search(&numbers[row]).is_ok());
        }
        if let Some(permitted) = &self.permitted {
            let keys = batch
                .column_by_name(CUSTOMER_KEY)
                .and_then(|column| column.as_primitive_opt::<Int32Type>());
            // A row that does not say whose it is is nobody's.
            and(&|row| keys.is_some_and(|keys| keys.is_valid(row) && permitted.holds(keys.value(row) as u32)));
        }
        keep.map(BooleanArray::from)
    }
}

impl LakeView {
    /// Columns of a table's rows as of the moment, each row group's turned into something else at once; with `rows`, only those of these numbers (which
    /// grow). Days and the instants at which things happened cut nothing here.
    pub(crate) fn map_rows<T: Send>(
        &self,
        name: &str,
        columns: &Schema,
        rows: Option<Arc<[i64]>>,
        each: impl Fn(RecordBatch) -> Result<T, EngineError> + Sync,
    ) -> Result<Vec<T>, EngineError> {
        let filter = Filter {
            rows,
            ..self.filter(None)?
        };
        map_groups(&self.files(name)?, columns, &filter, each)
    }

    /// The same of all rows that were ever written, corrected ones included.
    pub(crate) fn map_all_rows<T: Send>(
        &self,
        name: &str,
        columns: &Schema,
        rows: Option<Arc<[i64]>>,
        each: impl Fn(RecordBatch) -> Result<T, EngineError> + Sync,
    ) -> Result<Vec<T>, EngineError> {
        let filter = Filter {
            rows,
            ..self.for_reader()?
        };
        map_groups(&self.files(name)?, columns, &filter, each)
    }
}

struct Opened<'a> {
    data: &'a DataFile,
    metadata: ArrowReaderMetadata,
}

/// Reads `columns` (those that a file lacks are null) of all files, in the order of files and rows. Dictionary types are read as such.
pub(crate) fn read(files: &[DataFile], columns: &Schema, filter: &Filter) -> Result<Vec<RecordBatch>, EngineError> {
    map_groups(files, columns, filter, Ok)
}

/// Reads like [`read`] and turns each row group's rows into something else at once, before the next is read.
pub(crate) fn map_groups<T: Send>(
    files: &[DataFile],
    columns: &Schema,
    filter: &Filter,
    each: impl Fn(RecordBatch) -> Result<T, EngineError> + Sync,
) -> Result<Vec<T>, EngineError> {
    let opened: Vec<Opened<'_>> = files
        .par_iter()
        .map(|data| {
            let doing = || format!("reading {}", data.path.display());
            let file = File::open(&data.path).doing(doing)?;
            let metadata = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).doing(doing)?;
            Ok(Opened { data, metadata })
        })
        .collect::<Result<_, EngineError>>()?;
    let tasks: Vec<(&Opened<'_>, usize)> = opened
        .iter()
        .flat_map(|file| (0..file.metadata.metadata().num_row_groups()).map(move |group| (file, group)))
        .filter(|(file, group)| may_match(file, *group, filter))
        .collect();
    let batches: Vec<Vec<T>> = tasks
        .into_par_iter()
        .map(|(file, group)| {
            let batches = read_group(file, group, columns, filter)?;
            batches.into_iter().map(&each).collect()
        })
        .collect::<Result<_, EngineError>>()?;
    Ok(batches.into_iter().flatten().collect())
}

/// Whether a row group's statistics leave a chance that one of its rows passes.
fn may_match(file: &Opened<'_>, group: usize, filter: &Filter) -> bool {
    let group = file.metadata.metadata().row_group(group);
    let range = |name: &str| {
        let column = group
            .columns()
            .iter()
            .find(|column| column.column_path().string() == name)?;
        match column.statistics()? {
            Statistics::Int64(range) => Some((*range.min_opt()?, *range.max_opt()?)),
            _ => None,
        }
    };
    let outside = |found: Option<(&'static str, i64)>, test: fn(i64, i64, i64) -> bool| {
        found.is_some_and(|(column, limit)| range(column).is_some_and(|(least, largest)| test(least, largest, limit)))
    };
    let has_wanted = filter.rows.as_ref().is_none_or(|wanted| {
        range(ROW_NO).is_none_or(|(least, largest)| {
            let first = wanted.partition_point(|&row| row < least);
            wanted.get(first).is_some_and(|&row| row <= largest)
        })
    });
    let has_customer = filter.customer.is_none_or(|key| {
        let stated = group
            .columns()
            .iter()
            .find(|column| column.column_path().string() == CUSTOMER_KEY)
            .and_then(|column| column.statistics());
        match stated {
            Some(Statistics::Int32(range)) => {
                let key = key as i32;
                range.min_opt().is_none_or(|least| *least <= key) && range.max_opt().is_none_or(|most| key <= *most)
            }
            _ => true,
        }
    });
    has_wanted
        && has_customer
        && !outside(filter.before, |least, _, limit| least >= limit)
        && !outside(filter.from, |_, largest, limit| largest < limit)
}

fn read_group(
    file: &Opened<'_>,
    group: usize,
    columns: &Schema,
    filter: &Filter,
) -> Result<Vec<RecordBatch>, EngineError> {
    let doing = || format!("reading {}", file.data.path.display());
    let stored = file.metadata.schema();
    let wanted: Vec<&str> = columns
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .chain(filter.columns())
        .collect();
    // Texts that are wanted as dictionaries are not built as texts first.
    let hinted: Vec<_> = stored
        .fields()
        .iter()
        .map(|field| match columns.field_with_name(field.name()) {
            Ok(wanted)
                if matches!(wanted.data_type(), DataType::Dictionary(..)) && field.data_type() == &DataType::Utf8 =>
            {
                Arc::new(field.as_ref().clone().with_data_type(wanted.data_type().clone()))
            }
            _ => Arc::clone(field),
        })
        .collect();
    let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(hinted)));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(file.metadata.metadata()), options).doing(doing)?;
    let mask = ProjectionMask::columns(
        metadata.parquet_schema(),
        wanted
            .iter()
            .copied()
            .filter(|name| stored.field_with_name(name).is_ok()),
    );
    let rows = metadata.metadata().row_group(group).num_rows().max(1) as usize;
    let of_customer = filter
        .customer
        .map(|key| only(key, ProjectionMask::columns(metadata.parquet_schema(), [CUSTOMER_KEY])));
    let mut builder =
        ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(&file.data.path).doing(doing)?, metadata)
            .with_row_groups(vec![group])
            .with_projection(mask)
            .with_batch_size(rows);
    if let Some(of_customer) = of_customer {
        builder = builder.with_row_filter(of_customer);
    }
    let reader = builder.build().doing(doing)?;
    let mut batches = Vec::new();
    for batch in reader {
        let batch = batch.doing(doing)?;
        let batch = match filter.mask(&batch) {
            Some(mask) if mask.true_count() == batch.num_rows() => batch,
            Some(mask) => filter_record_batch(&batch, &mask).doing(doing)?,
            None => batch,
        };
        batches.push(shaped(&batch, columns).doing(doing)?);
    }
    Ok(batches)
}

/// Only rows of a customer.
fn only(key: u32, column: ProjectionMask) -> RowFilter {
    let is_theirs = move |batch: RecordBatch| {
        let keys = batch.column(0).as_primitive::<Int32Type>();
        Ok(keys.iter().map(|found| Some(found == Some(key as i32))).collect())
    };
    RowFilter::new(vec![Box::new(ArrowPredicateFn::new(column, is_theirs))])
}

/// Exactly the wanted columns, in order and type.
fn shaped(batch: &RecordBatch, columns: &Schema) -> Result<RecordBatch, arrow::error::ArrowError> {
    let arrays = columns
        .fields()
        .iter()
        .map(|field| match batch.column_by_name(field.name()) {
            Some(array) if array.data_type() == field.data_type() => Ok(Arc::clone(array)),
            Some(array) => cast(array, field.data_type()),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        })
        .collect::<Result<Vec<ArrayRef>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let nullable: Vec<_> = columns
        .fields()
        .iter()
        .map(|f| f.as_ref().clone().with_nullable(true))
        .collect();
    RecordBatch::try_new_with_options(Arc::new(Schema::new(nullable)), arrays, &options)
}
