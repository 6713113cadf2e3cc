//! What was read, what each column was taken for, and what deserves a second look.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, note, say, sub, words};
use super::table::{Cell, Side, Table};
use crate::escape::escaped;
use crate::figures;
use crate::model::data::{ColumnSummary, DataSection, Severity};
use crate::model::report::Report;

/// More columns than this are left to report.json.
const MOST_COLUMNS: usize = 200;

const NOTES: Pair = ("需要留意的地方", "What to know about the data");
const NO_NOTES: Pair = (
    "没有发现问题：所有行都进入了分析。",
    "Nothing stood out: every row entered the analysis.",
);
const COLUMNS: Pair = ("字段", "Columns");
const NO_COLUMNS: Pair = ("没有字段说明。", "No columns are described.");
const ROLE: Pair = ("角色", "Taken for");
const REASON: Pair = ("依据", "Because");
const MISSING: Pair = ("缺失", "Missing");
const DISTINCT: Pair = ("不同值", "Distinct");
const USED: Pair = ("进入模型", "In the model");

/// Counts, notes, columns.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let data = &report.data;
    let mut out = format!("<p class=\"lead\">{}</p>\n", escaped(&reading(data, lang)));
    out.push_str(&sub(say(lang, NOTES)));
    out.push_str(&notes(data, lang));
    out.push_str(&sub(say(lang, COLUMNS)));
    out.push_str(&columns(data, lang));
    out
}

fn reading(data: &DataSection, lang: Lang) -> String {
    let (rows, used) = (figures::count(data.rows), figures::count(data.rows_used));
    let (customers, decoding) = (figures::count(data.customers), data.decoding.get(lang));
    match lang {
        Lang::Zh => {
            format!(
                "{}：{decoding}。读入 {rows} 行，{used} 行进入分析，共 {customers} 位客户。",
                data.file
            )
        }
        Lang::En => format!(
            "{}: {decoding}. {rows} rows read, {used} entered the analysis, {customers} customers.",
            data.file
        ),
    }
}

fn notes(data: &DataSection, lang: Lang) -> String {
    if data.notes.is_empty() {
        return empty(say(lang, NO_NOTES));
    }
    let columns = [
        (("级别", "Severity"), Side::Left),
        (("说明", "Note"), Side::Left),
        (("数量", "Count"), Side::Right),
    ];
    let caption = say(
        lang,
        (
            "被搁置、修正或值得复核的内容",
            "Set aside, repaired or worth a second look",
        ),
    );
    let mut table = Table::new(lang, caption, &columns);
    for entry in &data.notes {
        let (class, name) = match entry.severity {
            Severity::Warning => ("badge warning", ("注意", "warning")),
            Severity::Info => ("badge", ("说明", "info")),
        };
        let count = entry.count.map_or_else(String::new, figures::count);
        table.row(vec![
            Cell::Chip(format!("<span class=\"{class}\">{}</span>", say(lang, name))),
            Cell::Html(format!(
                "{}<small><code>{}</code></small>",
                escaped(entry.text.get(lang)),
                escaped(&entry.code)
            )),
            Cell::Number(count),
        ]);
    }
    table.finish()
}

fn columns(data: &DataSection, lang: Lang) -> String {
    if data.columns.is_empty() {
        return empty(say(lang, NO_COLUMNS));
    }
    let head = [
        (words::COLUMN, Side::Left),
        (ROLE, Side::Left),
        (USED, Side::Left),
        (MISSING, Side::Right),
        (DISTINCT, Side::Right),
        (REASON, Side::Left),
    ];
    let caption = say(
        lang,
        (
            "每个字段被当作什么，以及为什么",
            "What each column was taken for, and why",
        ),
    );
    let mut table = Table::new(lang, caption, &head);
    for column in data.columns.iter().take(MOST_COLUMNS) {
        table.row(row(column, data.rows, lang));
    }
    let rest = data.columns.len().saturating_sub(MOST_COLUMNS);
    let mut out = table.finish();
    if rest > 0 {
        out.push_str(&note(&match lang {
            Lang::Zh => format!("其余 {rest} 个字段见 report.json。"),
            Lang::En => format!("{rest} more columns are in report.json."),
        }));
    }
    out
}

fn row(column: &ColumnSummary, rows: u64, lang: Lang) -> Vec<Cell> {
    let missing = if column.missing == 0 {
        Cell::Number("0".to_owned())
    } else {
        Cell::NumberOver(
            figures::count(column.missing),
            figures::percent(column.missing as f64 / rows as f64),
        )
    };
    let used = if column.used { ("是", "yes") } else { ("否", "no") };
    vec![
        Cell::Text(column.name.clone()),
        Cell::Text(column.role.name().get(lang).to_owned()),
        Cell::Text(say(lang, used).to_owned()),
        missing,
        Cell::Number(figures::count(column.distinct)),
        Cell::Long(column.reason.get(lang).to_owned()),
    ]
}
