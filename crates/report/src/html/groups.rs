//! Groups of similar customers.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, figure, lead, note, rate_tip, say, sized, words};
use super::table::{Cell, Side, Table};
use crate::escape::escaped;
use crate::figures;
use crate::model::drivers::CustomerSegment;
use crate::model::report::Report;
use crate::svg::bars::{Bar, BarChart};
use crate::svg::scale::AxisKind;

const LEAD: Pair = (
    "把相似的客户聚成几群（聚类时不看是否流失），再比较各群的流失率。",
    "Similar customers are grouped without looking at churn; then the groups’ churn rates are compared.",
);
const NONE: Pair = (
    "客户之间没有足够清晰的分群，因此没有列出客户群。",
    "Customers do not fall into clear enough groups, so none are listed.",
);
const CHART: Pair = ("各客户群的流失率", "Churn rate by group");
const CAPTION: Pair = ("各群的特点", "What sets each group apart");
const GROUP: Pair = ("客户群", "Group");
const SIZE: Pair = ("规模", "Size");
const MEAN_AMOUNT: Pair = ("人均金额", "Mean amount");
const PROFILE: Pair = ("与其他客户相比", "Against all other customers");
const UNSTABLE: Pair = (
    "换一半客户重新聚类，分法会明显不同：这些群只适合帮助描述客户，不宜当作固定分类。",
    "Learned from other halves of the customers the groups come out differently: they help to describe customers, but are no fixed classes.",
);
const CONTINUUM: Pair = (
    "客户之间是连续过渡的，群与群之间没有天然的界线。",
    "Customers pass into one another gradually: there is no natural border between the groups.",
);

/// A chart of the rates and a table of the profiles.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    if report.segments.is_empty() {
        return empty(say(lang, NONE));
    }
    let mut out = lead(say(lang, LEAD)) + &rates(report, lang) + &profiles(&report.segments, lang);
    if let Some(division) = report.division {
        if !division.stable {
            out.push_str(&note(say(lang, UNSTABLE)));
        } else if !division.apart {
            out.push_str(&note(say(lang, CONTINUUM)));
        }
    }
    out
}

fn name(group: &CustomerSegment, lang: Lang) -> String {
    format!("{} {}", group.number, group.name.get(lang))
}

fn rates(report: &Report, lang: Lang) -> String {
    let overall = report.churn.rate;
    let bars = report.segments.iter().map(|g| {
        let churned = figures::numerator(g.churn_rate, g.customers);
        Bar {
            label: name(g, lang),
            value: g.churn_rate,
            interval: Some((g.ci_low, g.ci_high)),
            figure: figures::percent(g.churn_rate),
            note: figures::fraction(churned, g.customers),
            tip: rate_tip(lang, churned, g.customers, g.ci_low, g.ci_high),
            class: if g.ci_low > overall { "alarm" } else { "" },
        }
    });
    let title = say(lang, CHART);
    let chart = BarChart {
        title: title.to_owned(),
        description: report
            .segments
            .iter()
            .map(|g| format!("{} {}", name(g, lang), figures::percent(g.churn_rate)))
            .collect::<Vec<_>>()
            .join(say(lang, ("；", "; "))),
        kind: AxisKind::Percent,
        wide: true,
        reference: Some((
            overall,
            format!("{} {}", say(lang, words::OVERALL), figures::percent(overall)),
        )),
        bars: bars.collect(),
    };
    figure(title, "", &sized(chart.draw(), "mid"), "")
}

fn profiles(groups: &[CustomerSegment], lang: Lang) -> String {
    let with_amount = groups.iter().any(|g| g.mean_amount_minor.is_some());
    let mut columns = vec![
        (GROUP, Side::Left),
        (SIZE, Side::Right),
        (words::CHURN_RATE, Side::Right),
    ];
    if with_amount {
        columns.push((MEAN_AMOUNT, Side::Right));
    }
    columns.push((PROFILE, Side::Left));
    let mut table = Table::new(lang, say(lang, CAPTION), &columns);
    for group in groups {
        let churned = figures::numerator(group.churn_rate, group.customers);
        let mut row = vec![
            Cell::Text(name(group, lang)),
            Cell::NumberOver(figures::count(group.customers), figures::percent(group.share)),
            Cell::NumberOver(
                figures::percent(group.churn_rate),
                figures::fraction(churned, group.customers),
            ),
        ];
        if with_amount {
            let amount = group
                .mean_amount_minor
                .map_or(figures::UNKNOWN.to_owned(), figures::money);
            row.push(Cell::Number(amount));
        }
        row.push(Cell::Html(profile(group, lang)));
        table.row(row);
    }
    table.finish()
}

fn profile(group: &CustomerSegment, lang: Lang) -> String {
    let mut out = String::from("<ul class=\"plain\">");
    for entry in &group.profile {
        let arrow = if entry.distance > 0.0 { "↑" } else { "↓" };
        let (label, mine, all) = (entry.label.get(lang), entry.group.get(lang), entry.overall.get(lang));
        let text = match lang {
            Lang::Zh => format!("{arrow} {label}：{mine}（其他客户 {all}）"),
            Lang::En => format!("{arrow} {label}: {mine} (others {all})"),
        };
        out.push_str(&format!("<li>{}</li>", escaped(&text)));
    }
    out.push_str("</ul>");
    out
}
