//! A metric's table as a sheet for a file.

use holdfast_engine::metrics::query::{Compare, Key, MetricRow, MetricTable, Number};
use holdfast_engine::query::{Sheet, SheetColumn};

/// One line a row, with the ground of every value: numerator, denominator, how much of the period the data cover, definition, version and as-of day.
pub(super) fn sheet(table: &MetricTable) -> Sheet {
    let mut out = Sheet::default();
    let rows = &table.rows;
    let texts = |of: &dyn Fn(&MetricRow) -> Option<String>| SheetColumn::Texts(rows.iter().map(of).collect());
    let always = |text: &str| SheetColumn::Texts(rows.iter().map(|_| Some(text.to_owned())).collect());
    out.push("metric", always(&table.metric.id));
    out.push("period", texts(&|row| Some(row.period.label.clone())));
    out.push(
        "first_day",
        SheetColumn::Days(rows.iter().map(|row| Some(row.period.first_day)).collect()),
    );
    out.push(
        "last_day",
        SheetColumn::Days(rows.iter().map(|row| Some(row.period.last_day)).collect()),
    );
    out.push("status", texts(&|row| Some(row.period.status.word().to_owned())));
    for (at, name) in table.dims.iter().enumerate() {
        out.push(name, texts(&|row| row.dims.get(at).cloned().flatten()));
    }
    for (at, name) in table.keys.iter().enumerate() {
        out.push(name, texts(&|row| key(row.keys.get(at)?)));
    }
    out.push("numerator", numbers(rows.iter().map(|row| row.numerator)));
    out.push("denominator", numbers(rows.iter().map(|row| row.denominator)));
    out.push("value", numbers(rows.iter().map(|row| row.value)));
    out.push(
        "ci_low",
        SheetColumn::Numbers(rows.iter().map(|row| Some(row.interval?.low)).collect()),
    );
    out.push(
        "ci_high",
        SheetColumn::Numbers(rows.iter().map(|row| Some(row.interval?.high)).collect()),
    );
    let comparisons = rows.first().map_or(0, |row| row.comparisons.len());
    for at in 0..comparisons {
        let name = match rows[0].comparisons[at].with {
            Compare::Previous => "previous_value",
            Compare::LastYear => "last_year_value",
        };
        out.push(name, numbers(rows.iter().map(|row| row.comparisons.get(at)?.value)));
    }
    out.push("unit", always(table.metric.unit.word()));
    out.push("currency", texts(&|_| table.currency.clone()));
    out.push("metric_version", always(&table.metric.version.to_string()));
    out.push("churn_definition", always(&table.churn.id));
    out.push("data_through", always(&table.through.to_string()));
    out
}

/// Whole numbers stay whole where all of them are.
fn numbers(values: impl Iterator<Item = Option<Number>>) -> SheetColumn {
    let values: Vec<Option<Number>> = values.collect();
    let whole = values
        .iter()
        .map(|value| match value {
            None => Some(None),
            Some(Number::Int(number)) => Some(Some(*number)),
            Some(Number::Float(_)) => None,
        })
        .collect::<Option<Vec<Option<i64>>>>();
    match whole {
        Some(whole) => SheetColumn::Whole(whole),
        None => SheetColumn::Numbers(values.into_iter().map(|value| Some(value?.as_f64())).collect()),
    }
}

fn key(key: &Key) -> Option<String> {
    match key {
        Key::Unknown => None,
        other => serde_json::to_value(other).ok().map(|value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        }),
    }
}
