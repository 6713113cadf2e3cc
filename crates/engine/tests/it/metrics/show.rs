//! An answer as lines of text.

use holdfast_engine::metrics::query::{Key, MetricRow, MetricTable, Number};

/// At most four decimals, none that say nothing.
pub fn float(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn number(value: Option<Number>) -> String {
    match value {
        Some(Number::Int(value)) => value.to_string(),
        Some(Number::Float(value)) => float(value),
        None => "null".to_owned(),
    }
}

fn row(table: &MetricTable, row: &MetricRow) -> String {
    let mut words = vec![row.period.label.clone(), row.period.status.word().to_owned()];
    words.extend(
        row.dims
            .iter()
            .map(|dim| dim.clone().unwrap_or_else(|| "null".to_owned())),
    );
    words.extend(row.keys.iter().map(|key| match key {
        Key::Whole(value) => value.to_string(),
        Key::Text(value) => value.clone(),
        Key::Unknown => "null".to_owned(),
    }));
    if table.metric.denominator.is_some() {
        words.push(format!("{}/{}", number(row.numerator), number(row.denominator)));
    }
    words.push(number(row.value));
    if let Some(interval) = row.interval {
        words.push(format!("[{},{}]", float(interval.low), float(interval.high)));
    }
    for comparison in &row.comparisons {
        words.push(format!(
            "| {} {} {}",
            comparison.period,
            comparison.status.word(),
            number(comparison.value)
        ));
        if let Some(change) = comparison.change {
            words.push(number(Some(change.absolute)));
            words.push(change.relative.map_or("null".to_owned(), float));
        }
    }
    if let Some(change) = row.to_benchmark {
        words.push(format!("| benchmark {}", number(Some(change.absolute))));
    }
    words.join(" ")
}

/// The rows of an answer.
pub fn lines(table: &MetricTable) -> Vec<String> {
    table.rows.iter().map(|r| row(table, r)).collect()
}
