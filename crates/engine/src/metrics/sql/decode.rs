//! From the batches of an answer to rows of a metric.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;
use datafusion::execution::context::SessionContext;
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::execute::{Failure, execute};
use crate::error::EngineError;
use crate::metrics::catalog::{IntervalKind, Metric, Unit};
use crate::metrics::query::{Key, Number};

/// What the SQL says of one period, combination of dimensions and key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// First day of the period, days since 1970.
    pub period: i32,
    /// Values of the dimensions asked for.
    pub dims: Vec<Option<String>>,
    /// Values of the metric's own keys.
    pub keys: Vec<Key>,
    /// What was counted.
    pub numerator: Option<Number>,
    /// Out of what.
    pub denominator: Option<Number>,
    /// Promoters and detractors, where the interval needs them.
    pub net: Option<(u64, u64)>,
    /// The SQL's own word on how much has been seen: `complete`, `partial`, `not_due`.
    pub status: Option<String>,
}

/// The answer of a metric's SELECT.
pub(crate) struct Answer {
    /// Its rows, in no particular order.
    pub cells: Vec<Cell>,
}

/// Says what is wrong with the SQL of a metric.
struct Blame<'a>(&'a Metric);

impl Answer {
    /// Runs the SELECT.
    ///
    /// # Errors
    /// `metric-sql-failed` with what the query engine says; `bad-metric-column` for a column that is missing or of the wrong type.
    pub fn of(context: &SessionContext, metric: &Metric, dims: &[String], sql: &str) -> Result<Self, EngineError> {
        let blame = Blame(metric);
        let batches = execute(context, sql).map_err(|failure| match failure {
            Failure::Engine(error) => error,
            Failure::Query(cause) => blame.failed(&cause).into(),
            Failure::TooManyRows(rows) => blame.failed(&format!("{rows} rows")).into(),
        })?;
        let mut cells = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
        for batch in &batches {
            read(&blame, dims, batch, &mut cells)?;
        }
        Ok(Self { cells })
    }
}

fn read(blame: &Blame<'_>, dims: &[String], batch: &RecordBatch, cells: &mut Vec<Cell>) -> Result<(), Refusal> {
    let metric = blame.0;
    let period = blame.cast(batch, "period", &DataType::Date32)?;
    let period = period.as_primitive::<Date32Type>();
    let numerator = Numbers::of(blame, batch, "numerator")?;
    let denominator = match metric.denominator {
        Some(_) => Some(Numbers::of(blame, batch, "denominator")?),
        None => None,
    };
    let net = match metric.interval {
        IntervalKind::Nps => Some((
            Numbers::of(blame, batch, "promoters")?,
            Numbers::of(blame, batch, "detractors")?,
        )),
        _ => None,
    };
    let text = |name: &str| blame.cast(batch, name, &DataType::Utf8);
    let dim_columns: Vec<ArrayRef> = dims.iter().map(|dim| text(dim)).collect::<Result<_, _>>()?;
    let keys: Vec<Keys> = metric
        .keys
        .iter()
        .map(|key| Keys::of(blame, batch, key))
        .collect::<Result<_, _>>()?;
    let status = match batch.column_by_name("status") {
        Some(_) => Some(text("status")?),
        None => None,
    };
    let at = |column: &ArrayRef, row: usize| {
        let column = column.as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    for row in 0..batch.num_rows() {
        if period.is_null(row) {
            return Err(blame.column("period", Bilingual::new("有空的 period", "a period is null")));
        }
        let net = match &net {
            Some((promoters, detractors)) => promoters.whole(row).zip(detractors.whole(row)),
            None => None,
        };
        cells.push(Cell {
            period: period.value(row),
            dims: dim_columns.iter().map(|column| at(column, row)).collect(),
            keys: keys.iter().map(|key| key.at(row)).collect(),
            numerator: numerator.at(blame, row)?,
            denominator: match &denominator {
                Some(column) => column.at(blame, row)?,
                None => None,
            },
            net,
            status: status.as_ref().and_then(|column| at(column, row)),
        });
    }
    Ok(())
}

/// A numeric column.
struct Numbers {
    name: &'static str,
    column: ArrayRef,
}

impl Numbers {
    fn of(blame: &Blame<'_>, batch: &RecordBatch, name: &'static str) -> Result<Self, Refusal> {
        let kind = blame.find(batch, name)?.data_type().clone();
        if !(kind.is_numeric() || kind == DataType::Null) {
            return Err(blame.column(name, bilingual!("不是数值（{kind}）", "not a number ({kind})")));
        }
        let wanted = if kind.is_integer() || kind == DataType::Null {
            DataType::Int64
        } else {
            DataType::Float64
        };
        if wanted == DataType::Float64 && name == "numerator" && blame.0.unit == Unit::Money {
            return Err(blame.column(
                name,
                Bilingual::new("金额应为整数（最小货币单位）", "money must be whole minor units"),
            ));
        }
        Ok(Self {
            name,
            column: blame.cast(batch, name, &wanted)?,
        })
    }

    fn at(&self, blame: &Blame<'_>, row: usize) -> Result<Option<Number>, Refusal> {
        if self.column.is_null(row) {
            return Ok(None);
        }
        if let Some(column) = self.column.as_primitive_opt::<Int64Type>() {
            return Ok(Some(Number::Int(column.value(row))));
        }
        let value = self.column.as_primitive::<Float64Type>().value(row);
        if !value.is_finite() {
            return Err(blame.column(
                self.name,
                bilingual!("出现了不是有限数的值 {value}", "a value is not finite: {value}"),
            ));
        }
        Ok(Some(Number::Float(value)))
    }

    fn whole(&self, row: usize) -> Option<u64> {
        let column = self.column.as_primitive_opt::<Int64Type>()?;
        column.is_valid(row).then(|| column.value(row).max(0).unsigned_abs())
    }
}

/// A column of a metric's own keys: whole numbers or text.
enum Keys {
    Whole(ArrayRef),
    Text(ArrayRef),
}

impl Keys {
    fn of(blame: &Blame<'_>, batch: &RecordBatch, name: &str) -> Result<Self, Refusal> {
        if blame.find(batch, name)?.data_type().is_integer() {
            return Ok(Self::Whole(blame.cast(batch, name, &DataType::Int64)?));
        }
        Ok(Self::Text(blame.cast(batch, name, &DataType::Utf8)?))
    }

    fn at(&self, row: usize) -> Key {
        match self {
            Self::Whole(column) if column.is_valid(row) => Key::Whole(column.as_primitive::<Int64Type>().value(row)),
            Self::Text(column) if column.is_valid(row) => Key::Text(column.as_string::<i32>().value(row).to_owned()),
            _ => Key::Unknown,
        }
    }
}

impl Blame<'_> {
    fn find<'b>(&self, batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, Refusal> {
        batch.column_by_name(name).ok_or_else(|| {
            self.column(
                name,
                Bilingual::new("SELECT 没有给出这一列", "the SELECT does not give this column"),
            )
        })
    }

    fn cast(&self, batch: &RecordBatch, name: &str, wanted: &DataType) -> Result<ArrayRef, Refusal> {
        let column = self.find(batch, name)?;
        cast(column, wanted).map_err(|_| {
            let kind = column.data_type();
            self.column(
                name,
                bilingual!(
                    "类型 {kind} 不能当作 {wanted}",
                    "type {kind} cannot be taken as {wanted}"
                ),
            )
        })
    }

    fn column(&self, name: &str, problem: Bilingual) -> Refusal {
        Refusal::new(
            "bad-metric-column",
            problem,
            Bilingual::new(
                "period 为日期，numerator 与 denominator 为数值（金额为整数），维度写 {dims}",
                "give period as a date, numerator and denominator as numbers (money whole), dimensions by {dims}",
            ),
        )
        .in_file(self.0.file.as_str())
        .in_column(name)
    }

    fn failed(&self, cause: &str) -> Refusal {
        Refusal::new(
            "metric-sql-failed",
            bilingual!("SQL 执行失败：{cause}", "the SQL failed: {cause}"),
            Bilingual::new(
                "对照 docs/methods/metrics.md 检查表名与列名；维度会加在 {dims} 处",
                "check names of tables and columns against docs/methods/metrics.md; dimensions go where {dims} stands",
            ),
        )
        .in_file(self.0.file.as_str())
    }
}
