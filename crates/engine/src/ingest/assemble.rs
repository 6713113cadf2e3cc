//! A source's table as rows of a canonical table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow::buffer::{NullBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field as ArrowField, Int32Type};
use holdfast_domain::bilingual;
use holdfast_domain::canonical::{CanonicalTable, Field, FieldType};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_domain::zone::Zone;

use crate::lake::schema::{column_name, column_type};
use crate::query::masked;
use crate::table::{Column, DateOrder, Levels, Table, TextColumn, Values};

use super::attributes::attributes;
use super::cells::{Cells, Converted, HowToRead, NONE, convert, kind_name};
use super::report::Reject;

/// Rows of a canonical table, all of the source's, with what is wrong with some of them.
pub(crate) struct Assembled {
    /// Ids of the customers.
    pub(crate) ids: Option<(Vec<u32>, Levels)>,
    /// The canonical columns and attributes by their names in the lake; row number, key and origin are added later.
    pub(crate) columns: Vec<(ArrowField, ArrayRef)>,
    /// `known_at` where the source has it.
    pub(crate) known_at: Option<Vec<i64>>,
    /// The time of the row's fact, or its day in days: what `known_at` defaults to.
    pub(crate) times: Option<Vec<i64>>,
    /// Rows that are taken.
    pub(crate) taken: Vec<bool>,
    /// Why others, or single values, are not.
    pub(crate) rejects: Vec<Reject>,
    /// Canonical column ← source column.
    pub(crate) mapping: Vec<(String, String)>,
}

/// What assembling needs to know besides the table.
pub(crate) struct Context<'a> {
    pub(crate) spec: &'a SourceSpec,
    pub(crate) table: CanonicalTable,
    pub(crate) zone: &'a Zone,
    pub(crate) currency: &'a str,
    /// The types that attributes have in the lake already.
    pub(crate) attributes: &'a BTreeMap<String, DataType>,
    /// Columns that the table has as text for the sake of a few values, as the others would have them.
    pub(crate) typed: &'a BTreeMap<String, Column>,
    /// Attributes of customers that are personal.
    pub(crate) personal: &'a BTreeSet<String>,
    /// The day of the import.
    pub(crate) today: i64,
    /// The last instant at which a row's fact may have happened; absent: any.
    pub(crate) latest_us: Option<i64>,
}

impl Context<'_> {
    /// The order of day and month, where the source says it.
    pub(crate) fn order(&self) -> Option<DateOrder> {
        match self.spec.date_order.as_deref() {
            Some("dmy") => Some(DateOrder::DayFirst),
            Some("mdy") => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }
}

/// Reads a table's columns as those of a canonical table.
pub(crate) fn assemble(read: &Table, context: &Context<'_>) -> Result<Assembled, Refusal> {
    let mut out = Assembled {
        ids: None,
        columns: Vec::new(),
        known_at: None,
        times: None,
        taken: vec![true; read.rows],
        rejects: Vec::new(),
        mapping: Vec::new(),
    };
    for field in context.table.fields() {
        let Some(converted) = canonical(read, field, context, &mut out)? else {
            if field.required {
                return Err(unmapped(field, context.spec));
            }
            continue;
        };
        reject_rows(read, field, &converted, context, &mut out);
        place(field, converted, context, &mut out);
    }
    attributes(read, context, &mut out)?;
    out.rejects.sort_by(|a, b| (a.row, &a.column).cmp(&(b.row, &b.column)));
    Ok(out)
}

/// The values of one canonical column: a column of the source, a constant, or quantity × unit price.
fn canonical(
    read: &Table,
    field: &Field,
    context: &Context<'_>,
    out: &mut Assembled,
) -> Result<Option<Converted>, Refusal> {
    let spec = context.spec;
    let how = HowToRead {
        zone: context.zone,
        order: context.order(),
        minor_units: spec.money_in_minor_units,
    };
    if let Some(name) = spec.columns.get(field.name) {
        let column = find(read, name, field)?;
        out.mapping.push((field.name.to_owned(), name.clone()));
        let mut converted = convert(column, field.kind, &how)?;
        if (context.table, field.name) == (CanonicalTable::Snapshots, "as_of") {
            fill_in(&mut converted, context.today);
        }
        return Ok(Some(converted));
    }
    if let Some(text) = spec.constants.get(field.name) {
        out.mapping.push((field.name.to_owned(), format!("\"{text}\"")));
        let column = Column::new(field.name, Values::Text(TextColumn::from_texts([Some(text.as_str())])));
        let one = convert(&column, field.kind, &how)?;
        return Ok(Some(repeated(&one, read.rows)));
    }
    if (context.table, field.name) == (CanonicalTable::Snapshots, "as_of") {
        // A snapshot without a day is one of today.
        return Ok(Some(Converted {
            cells: Cells::Whole(vec![context.today; read.rows]),
            bad: Vec::new(),
        }));
    }
    let Some(product) = spec.amount_from.as_ref().filter(|_| field.name == "amount") else {
        return Ok(None);
    };
    let factors = [&product.quantity, &product.unit_price]
        .map(|name| find(read, name, field).and_then(|column| convert(column, FieldType::Number, &how)));
    let [Ok(quantity), Ok(price)] = factors else {
        let [quantity, price] = factors;
        return Err(quantity.err().or(price.err()).unwrap_or_else(|| unmapped(field, spec)));
    };
    out.mapping.push((
        field.name.to_owned(),
        format!("{} × {}", product.quantity, product.unit_price),
    ));
    Ok(Some(multiplied(&quantity, &price, spec.money_in_minor_units)))
}

fn multiplied(quantity: &Converted, price: &Converted, minor_units: bool) -> Converted {
    let (Cells::Number(quantities), Cells::Number(prices)) = (&quantity.cells, &price.cells) else {
        return Converted {
            cells: Cells::Whole(Vec::new()),
            bad: Vec::new(),
        };
    };
    let mut bad: Vec<u32> = quantity.bad.iter().chain(&price.bad).copied().collect();
    let cells = quantities
        .iter()
        .zip(prices)
        .enumerate()
        .map(|(row, (quantity, price))| {
            let product = quantity * price;
            if product.is_nan() {
                return NONE;
            }
            let minor = if minor_units {
                money::to_minor(product / 100.0)
            } else {
                money::to_minor(product)
            };
            minor.unwrap_or_else(|| {
                bad.push(row as u32);
                NONE
            })
        })
        .collect();
    bad.sort_unstable();
    bad.dedup();
    Converted {
        cells: Cells::Whole(cells),
        bad,
    }
}

/// Puts a day where there is none.
fn fill_in(converted: &mut Converted, day: i64) {
    let Cells::Whole(days) = &mut converted.cells else {
        return;
    };
    for (row, value) in days.iter_mut().enumerate() {
        if *value == NONE && converted.bad.binary_search(&(row as u32)).is_err() {
            *value = day;
        }
    }
}

fn repeated(one: &Converted, rows: usize) -> Converted {
    let cells = match &one.cells {
        Cells::Text(codes, levels) => Cells::Text(vec![codes[0]; rows], levels.clone()),
        Cells::Whole(values) => Cells::Whole(vec![values[0]; rows]),
        Cells::Number(values) => Cells::Number(vec![values[0]; rows]),
        Cells::Flag(values) => Cells::Flag(vec![values[0]; rows]),
    };
    let bad = if one.bad.is_empty() {
        Vec::new()
    } else {
        (0..rows as u32).collect()
    };
    Converted { cells, bad }
}

pub(crate) fn find<'t>(read: &'t Table, name: &str, field: &Field) -> Result<&'t Column, Refusal> {
    read.column(name).ok_or_else(|| {
        let names: Vec<&str> = read
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .take(40)
            .collect();
        let there = names.join(", ");
        let wanted = field.name;
        Refusal::new(
            "no-such-column",
            bilingual!(
                "没有这一列（{wanted} 要用它）；现有：{there}",
                "there is no such column (wanted for {wanted}); there are: {there}"
            ),
            Bilingual::new(
                "在 holdfast.toml 的 [source.columns] 里改成现有的列名；来源改了列名时也是这样",
                "name one of these under [source.columns] in holdfast.toml; so too when the source renamed it",
            ),
        )
        .in_column(name)
    })
}

fn unmapped(field: &Field, spec: &SourceSpec) -> Refusal {
    let (name, id, zh, en) = (field.name, &spec.id, field.zh, field.en);
    Refusal::new(
        "unmapped-column",
        bilingual!(
            "来源“{id}”没有指定 {name}（{zh}）",
            "source \"{id}\" does not say where {name} ({en}) is"
        ),
        bilingual!(
            "在 [source.columns] 里写 {name} = \"列名\"",
            "write {name} = \"COLUMN\" under [source.columns]"
        ),
    )
    .in_column(name)
}

/// Rows whose value is unreadable, missing though required, or money of another currency.
fn reject_rows(read: &Table, field: &Field, converted: &Converted, context: &Context<'_>, out: &mut Assembled) {
    let column = context.spec.columns.get(field.name).cloned();
    let value = |row: usize| match (&column, &context.spec.amount_from) {
        (Some(column), _) => shown(read.column(column)?, row, context),
        (None, Some(product)) if field.name == "amount" => {
            let factor = |name: &str| shown(read.column(name)?, row, context);
            Some(format!(
                "{} × {}",
                factor(&product.quantity).unwrap_or_default(),
                factor(&product.unit_price).unwrap_or_default()
            ))
        }
        _ => context.spec.constants.get(field.name).cloned(),
    };
    let mut reject = |row: usize, reason: &'static str, text: Bilingual| {
        out.taken[row] = false;
        out.rejects.push(Reject {
            row: read.row_number(row),
            column: column.clone().or_else(|| Some(field.name.to_owned())),
            value: value(row),
            reason,
            text,
            row_kept: false,
        });
    };
    for &row in &converted.bad {
        let Bilingual { zh, en } = kind_name(field.kind);
        reject(
            row as usize,
            "unreadable-value",
            bilingual!(
                "不是{zh}；改正该值后重新导入",
                "this is not {en}; correct it and import again"
            ),
        );
    }
    let missing = |row: usize| match &converted.cells {
        Cells::Text(codes, _) => codes[row] == TextColumn::MISSING,
        Cells::Whole(values) => values[row] == NONE,
        Cells::Number(values) => values[row].is_nan(),
        Cells::Flag(values) => values[row] < 0,
    };
    if field.required {
        let unreadable = |row: usize| converted.bad.binary_search(&(row as u32)).is_ok();
        for row in (0..read.rows).filter(|&row| missing(row) && !unreadable(row)) {
            let name = field.name;
            reject(
                row,
                "missing-value",
                bilingual!(
                    "缺少 {name}；补上后重新导入",
                    "{name} is missing; fill it in and import again"
                ),
            );
        }
    }
    if let Some(latest) = context.latest_us.filter(|_| field.name == context.table.time_field())
        && let Cells::Whole(values) = &converted.cells
    {
        for row in (0..read.rows).filter(|&row| values[row] > latest) {
            reject(
                row,
                "in-the-future",
                Bilingual::new(
                    "发生时间在将来；检查时钟和时区后重新发送",
                    "it has not happened yet; check the clock and the time zone and send it again",
                ),
            );
        }
    }
    if field.name == "currency"
        && let Cells::Text(codes, levels) = &converted.cells
    {
        let own: Vec<bool> = levels
            .iter()
            .map(|level| level.trim().eq_ignore_ascii_case(context.currency))
            .collect();
        let currency = context.currency;
        for (row, &code) in codes.iter().enumerate() {
            if own.get(code as usize) == Some(&false) {
                reject(
                    row,
                    "other-currency",
                    bilingual!(
                        "工作区的币种是 {currency}；先换算，或另建工作区",
                        "the workspace's currency is {currency}; convert first, or make a workspace for this one"
                    ),
                );
            }
        }
    }
}

/// A value as a reject shows it: at most 80 characters, and not in full where it is personal.
pub(crate) fn shown(column: &Column, row: usize, context: &Context<'_>) -> Option<String> {
    let text: String = column.text_at(row)?.chars().take(80).collect();
    Some(if context.spec.personal.contains(&column.name) {
        masked(&text)
    } else {
        text
    })
}

fn place(field: &Field, converted: Converted, context: &Context<'_>, out: &mut Assembled) {
    if field.name == context.table.time_field()
        && let Cells::Whole(values) = &converted.cells
    {
        out.times = Some(values.clone());
    }
    match (field.name, converted.cells) {
        ("customer_id", Cells::Text(codes, levels)) => {
            if context.table == CanonicalTable::Customers {
                let column = ArrowField::new("customer_id", text_type(), true);
                out.columns.push((column, text_array(codes.clone(), &levels)));
            }
            out.ids = Some((codes, levels));
        }
        ("known_at", Cells::Whole(values)) => out.known_at = Some(values),
        (_, cells) => {
            let name = column_name(field, context.table);
            let data_type = column_type(field.kind);
            let array = array(cells, &data_type);
            out.columns
                .push((ArrowField::new(name, array.data_type().clone(), true), array));
        }
    }
}

fn text_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// Texts as a dictionary: the levels are stored once.
pub(crate) fn text_array(codes: Vec<u32>, levels: &Levels) -> ArrayRef {
    let values = StringArray::from_iter_values(levels.iter());
    let nulls = codes
        .contains(&TextColumn::MISSING)
        .then(|| NullBuffer::from_iter(codes.iter().map(|&c| c != TextColumn::MISSING)));
    let keys: ScalarBuffer<i32> = codes
        .into_iter()
        .map(|code| if code == TextColumn::MISSING { 0 } else { code as i32 })
        .collect();
    let keys = Int32Array::new(keys, nulls);
    if levels.is_empty() {
        // Nothing but missing values: a dictionary may not be empty under keys.
        let values = StringArray::from_iter_values([""]);
        return Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(values)));
    }
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(values)))
}

pub(crate) fn array(cells: Cells, data_type: &DataType) -> ArrayRef {
    match cells {
        Cells::Text(codes, levels) => text_array(codes, &levels),
        Cells::Number(values) => numbers(&values),
        Cells::Flag(values) => Arc::new(BooleanArray::from_iter(
            values.iter().map(|&v| (v >= 0).then_some(v == 1)),
        )),
        Cells::Whole(values) => {
            let nulls = values
                .contains(&NONE)
                .then(|| NullBuffer::from_iter(values.iter().map(|&v| v != NONE)));
            match data_type {
                DataType::Date32 => {
                    let days: ScalarBuffer<i32> =
                        values.iter().map(|&v| if v == NONE { 0 } else { v as i32 }).collect();
                    Arc::new(Date32Array::new(days, nulls))
                }
                DataType::Int64 => Arc::new(Int64Array::new(values.into(), nulls)),
                _ => Arc::new(TimestampMicrosecondArray::new(values.into(), nulls).with_timezone("UTC")),
            }
        }
    }
}

fn numbers(values: &[f64]) -> ArrayRef {
    Arc::new(Float64Array::from_iter(
        values.iter().map(|&v| (!v.is_nan()).then_some(v)),
    ))
}
