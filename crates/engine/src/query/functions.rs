//! The functions of SQL that make much out of little, bounded: a query's memory is counted where rows are sorted and joined, not within a value.

use std::sync::Arc;

use arrow::array::{Array, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};
use datafusion::prelude::SessionContext;

/// Arrays of any length out of two numbers, and names of files.
const REFUSED: [&str; 9] = [
    "range",
    "generate_series",
    "array_repeat",
    "list_repeat",
    "array_resize",
    "list_resize",
    "input_file_name",
    "file_row_index",
    "version",
];
/// Functions that repeat a text as often as their second argument says.
const REPEATING: [&str; 3] = ["repeat", "lpad", "rpad"];
/// Characters that one call of these may make for a batch of rows.
const MOST: i64 = 64 << 20;

/// Takes the unbounded functions out of a session and bounds those that repeat. The table functions `generate_series` and `range` stay: they give rows one
/// batch at a time.
pub(super) fn bound(context: &SessionContext) {
    for name in REFUSED {
        context.deregister_udf(name);
    }
    for name in REPEATING {
        if let Ok(inner) = context.udf(name) {
            context.register_udf(ScalarUDF::from(Bounded { inner }));
        }
    }
}

/// A function of a text and a number, refused where the number is too large.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bounded {
    inner: Arc<ScalarUDF>,
}

impl ScalarUDFImpl for Bounded {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<arrow::datatypes::FieldRef> {
        self.inner.return_field_from_args(args)
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.inner().coerce_types(types)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if let [text, times, ..] = args.args.as_slice() {
            let rows = args.number_rows;
            let made = made(&text.to_array(rows)?, &times.to_array(rows)?, self.name() == "repeat")?;
            if made > MOST {
                return Err(DataFusionError::ResourcesExhausted(format!(
                    "{} would make {made} characters; {MOST} are possible at a time",
                    self.name()
                )));
            }
        }
        self.inner.invoke_with_args(args)
    }
}

/// Characters that are made at most: the number, times the text's length where the text is repeated as a whole.
fn made(texts: &dyn Array, times: &dyn Array, whole: bool) -> Result<i64> {
    let times = cast(times, &DataType::Int64)?;
    let lengths = if whole {
        let texts = cast(texts, &DataType::LargeUtf8)?;
        let texts = texts.as_string::<i64>();
        texts
            .iter()
            .map(|text| text.map_or(0, |text| text.len() as i64))
            .collect()
    } else {
        vec![1; texts.len()]
    };
    let times = times.as_primitive::<Int64Type>().iter();
    Ok(times
        .zip(lengths)
        .map(|(times, length)| times.unwrap_or(0).max(0).saturating_mul(length))
        .fold(0, i64::saturating_add))
}
