//! What only an event log shows.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, figure, grid, lead, note, say, sized, sub, words};
use super::table::{Cell, Side, Table};
use super::{cohorts, suggestion};
use crate::figures;
use crate::model::churn::DefinitionSuggestion;
use crate::model::events::{EventSection, IntervalBin};
use crate::svg::bars::{Bar, BarChart};
use crate::svg::columns::{Column, ColumnChart};
use crate::svg::scale::AxisKind;

const RFM: Pair = ("RFM 客户分类", "RFM classes");
const RFM_CAPTION: Pair = (
    "R 最近是否购买，F 是否常买，M 是否花得多",
    "R: bought recently, F: buys often, M: spends much",
);
const NO_RFM: Pair = ("没有可分类的客户。", "There are no customers to classify.");
const CLASS: Pair = ("类别", "Class");
const RFM_LETTERS: Pair = ("R · F · M", "R · F · M");
const AMOUNT: Pair = ("金额合计", "Total amount");
const RISK: Pair = ("平均流失概率", "Mean churn probability");
const INTERVALS: Pair = ("两次购买的间隔", "Days between purchases");
const DAYS: Pair = ("间隔天数", "days between two purchases");
const NO_INTERVALS: Pair = (
    "没有客户购买过两次，因此没有购买间隔。",
    "Nobody bought twice, so there are no intervals.",
);

/// Cohorts, lifecycle, RFM, intervals, and how the churn definition was chosen.
pub(super) fn body(events: &EventSection, chosen: Option<&DefinitionSuggestion>, lang: Lang) -> String {
    let (n, first, last) = (figures::count(events.events), events.first_day, events.last_day);
    let mut out = lead(&match lang {
        Lang::Zh => format!("{first} 至 {last} 共 {n} 次有效活动（同一客户同一天算一次）。"),
        Lang::En => format!("{n} active customer days from {first} to {last} (a customer counts once a day)."),
    });
    out.push_str(&cohorts::triangle(events, lang));
    out.push_str(&cohorts::lifecycle(events, lang));
    out.push_str(&sub(say(lang, RFM)));
    out.push_str(&rfm(events, lang));
    out.push_str(&sub(say(lang, INTERVALS)));
    out.push_str(&intervals(events, lang));
    if let Some(suggestion) = chosen {
        out.push_str(&suggestion::body(suggestion, lang));
    }
    out
}

fn rfm(events: &EventSection, lang: Lang) -> String {
    if events.rfm.iter().all(|c| c.customers == 0) {
        return empty(say(lang, NO_RFM));
    }
    let total: u64 = events.rfm.iter().map(|c| c.customers).sum();
    let bars = events.rfm.iter().map(|class| Bar {
        label: class.name.get(lang).to_owned(),
        value: class.customers as f64,
        figure: figures::count(class.customers),
        note: figures::percent(class.customers as f64 / total as f64),
        tip: figures::fraction(class.customers, total),
        ..Bar::default()
    });
    let chart = BarChart {
        title: say(lang, RFM).to_owned(),
        description: events.rfm_reading.get(lang).to_owned(),
        kind: AxisKind::Number,
        wide: true,
        reference: None,
        bars: bars.collect(),
    };
    let columns = [
        (CLASS, Side::Left),
        (RFM_LETTERS, Side::Left),
        (words::CUSTOMERS, Side::Right),
        (AMOUNT, Side::Right),
        (RISK, Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, RFM_CAPTION), &columns);
    for class in &events.rfm {
        let letters = [class.recent, class.frequent, class.monetary];
        let marks = letters.map(|high| if high { "↑" } else { "↓" }).join(" · ");
        let risk = class
            .mean_probability
            .map_or(figures::UNKNOWN.to_owned(), figures::percent);
        table.row(vec![
            Cell::Text(class.name.get(lang).to_owned()),
            Cell::Text(marks),
            Cell::NumberOver(
                figures::count(class.customers),
                figures::percent(class.customers as f64 / total as f64),
            ),
            Cell::Number(figures::money(class.amount_minor)),
            Cell::Number(risk),
        ]);
    }
    let caption = say(lang, ("各类客户数", "Customers by class"));
    figure(caption, "", &sized(chart.draw(), "mid"), "") + &table.finish() + &note(events.rfm_reading.get(lang))
}

fn intervals(events: &EventSection, lang: Lang) -> String {
    let total: u64 = events.intervals.iter().map(|b| b.count).sum();
    if total == 0 {
        return empty(say(lang, NO_INTERVALS));
    }
    let median = events.median_interval_days.map(|d| figures::decimal(d, 0));
    let columns = events.intervals.iter().map(|bin| Column {
        label: days(bin),
        value: bin.count as f64,
        tip: format!(
            "{}: {} ({})",
            days(bin),
            figures::count(bin.count),
            figures::percent(bin.count as f64 / total as f64)
        ),
        marked: false,
    });
    let small = match (&median, lang) {
        (Some(m), Lang::Zh) => format!("共 {} 个间隔，中位数 {m} 天", figures::count(total)),
        (Some(m), Lang::En) => format!("{} intervals, median {m} days", figures::count(total)),
        (None, Lang::Zh) => format!("共 {} 个间隔", figures::count(total)),
        (None, Lang::En) => format!("{} intervals", figures::count(total)),
    };
    let chart = ColumnChart {
        title: say(lang, INTERVALS).to_owned(),
        description: small.clone(),
        x_name: say(lang, DAYS).to_owned(),
        kind: AxisKind::Number,
        reference: None,
        columns: columns.collect(),
    };
    grid(&[figure(
        say(lang, ("间隔的分布", "Distribution of intervals")),
        &small,
        &chart.draw(),
        "",
    )])
}

/// `7–13`, or `365+` for the open bin.
fn days(bin: &IntervalBin) -> String {
    match bin.to_days {
        Some(end) if end - bin.from_days > 1 => format!("{}–{}", bin.from_days, end - 1),
        Some(_) => bin.from_days.to_string(),
        None => format!("{}+", bin.from_days),
    }
}
