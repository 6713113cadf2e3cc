//! Churn by the values of each segmenting column.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, figure, grid, lead, percent_interval, rate_tip, say, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::churn::{SegmentRow, SegmentTable};
use crate::model::report::Report;
use crate::svg::bars::{Bar, BarChart};
use crate::svg::scale::AxisKind;

const LEAD: Pair = (
    "差异最大的字段在前。横条是流失率，细线是 95% Wilson 区间，虚线是整体流失率，右侧是流失数 / 客户数。深红色的一组整个区间都高于整体。",
    "Columns with the largest spread first. Bars are churn rates, whiskers 95 % Wilson intervals, the dashed line is the overall rate; churned / customers stand to the right. Red: the whole interval lies above the overall rate.",
);
const NONE: Pair = (
    "没有适合分群的字段：没有类别字段，也没有能分段的数值字段。",
    "No column lends itself to segments: there is no category, and no number that could be cut into ranges.",
);
const VALUE: Pair = ("取值", "Value");

/// One small chart a column.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    if report.churn.by_segment.is_empty() {
        return empty(say(lang, NONE));
    }
    let charts: Vec<String> = report
        .churn
        .by_segment
        .iter()
        .map(|table| column(table, report.churn.rate, lang))
        .collect();
    lead(say(lang, LEAD)) + &grid(&charts)
}

fn column(table: &SegmentTable, overall: f64, lang: Lang) -> String {
    let bars = table.rows.iter().map(|row| bar(row, overall, lang)).collect();
    let overall_name = format!("{} {}", say(lang, words::OVERALL), figures::percent(overall));
    let chart = BarChart {
        title: match lang {
            Lang::Zh => format!("按“{}”分的流失率", table.label.zh),
            Lang::En => format!("Churn rate by {}", table.label.en),
        },
        description: describe(table, lang),
        kind: AxisKind::Percent,
        wide: false,
        reference: Some((overall, overall_name)),
        bars,
    };
    let strength = format!(
        "Cramér's V = {}{}{}",
        figures::decimal(table.cramers_v, 2),
        say(lang, ("，", ", ")),
        figures::named_p("q", table.q_value)
    );
    figure(table.label.get(lang), &strength, &chart.draw(), &as_table(table, lang))
}

fn bar(row: &SegmentRow, overall: f64, lang: Lang) -> Bar {
    Bar {
        label: row.value.get(lang).to_owned(),
        value: row.rate,
        interval: Some((row.ci_low, row.ci_high)),
        figure: figures::percent(row.rate),
        note: figures::fraction(row.churned, row.customers),
        tip: rate_tip(lang, row.churned, row.customers, row.ci_low, row.ci_high),
        class: if row.ci_low > overall { "alarm" } else { "" },
    }
}

fn describe(table: &SegmentTable, lang: Lang) -> String {
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|r| format!("{} {}", r.value.get(lang), figures::percent(r.rate)))
        .collect();
    rows.join(say(lang, ("；", "; ")))
}

fn as_table(table: &SegmentTable, lang: Lang) -> String {
    let columns = [
        (VALUE, Side::Left),
        (words::CUSTOMERS, Side::Right),
        (words::CHURNED, Side::Right),
        (words::CHURN_RATE, Side::Right),
        (words::INTERVAL, Side::Right),
    ];
    let mut out = Table::new(lang, table.label.get(lang), &columns);
    for row in &table.rows {
        out.row(vec![
            Cell::Text(row.value.get(lang).to_owned()),
            Cell::Number(figures::count(row.customers)),
            Cell::Number(figures::count(row.churned)),
            Cell::Number(figures::percent(row.rate)),
            Cell::Number(percent_interval(row.ci_low, row.ci_high)),
        ]);
    }
    out.folded(say(lang, words::AS_TABLE))
}
