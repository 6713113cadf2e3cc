//! How long customers stay.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, figure, grid, labelled, lead, note, say, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::survival::{SurvivalCurve, SurvivalSection};
use crate::svg::curves::{Line, LineChart};
use crate::svg::scale::AxisKind;

/// Colours and dash patterns run out after this many.
pub(super) const MOST_CURVES: usize = 6;
/// Classes of the lines, in order.
pub(super) const CLASSES: [&str; MOST_CURVES] = ["s0", "s1", "s2", "s3", "s4", "s5"];

const OVERALL: Pair = ("全部客户的留存曲线", "Survival of all customers");
const BAND: Pair = ("Kaplan–Meier，阴影为 95% 区间", "Kaplan–Meier, shaded: 95 % band");
const STAYING: Pair = ("仍是客户的比例", "Share still a customer");
const WHO: Pair = ("客户", "Customers");
const MEDIAN: Pair = ("中位留存时长", "Median time to churn");
const NOT_REACHED: Pair = ("未到一半", "fewer than half have left");
const CAPTION: Pair = ("时长单位", "Unit of time");

/// The overall curve, the curves of the strongest segment, and medians.
pub(super) fn body(section: &SurvivalSection, lang: Lang) -> String {
    let mut charts = vec![overall(section, lang)];
    if !section.by_segment.is_empty() {
        charts.push(by_segment(section, lang));
    }
    let mut out = lead(&labelled(lang, section.duration.get(lang), section.reading.get(lang)));
    out.push_str(&grid(&charts));
    out.push_str(&medians(section, lang));
    let rest = section.by_segment.len().saturating_sub(MOST_CURVES);
    if rest > 0 {
        out.push_str(&note(&match lang {
            Lang::Zh => format!("图中只画前 {MOST_CURVES} 组，其余 {rest} 组见表格。"),
            Lang::En => format!("The chart shows the first {MOST_CURVES} groups; {rest} more are in the table."),
        }));
    }
    out
}

fn line(curve: &SurvivalCurve, name: String, class: &'static str) -> Line {
    let start = curve.points.first().is_none_or(|p| p.time > 0.0);
    let origin = start.then_some((0.0, 1.0));
    let points = origin
        .into_iter()
        .chain(curve.points.iter().map(|p| (p.time, p.survival)));
    let band = origin
        .map(|_| (0.0, 1.0, 1.0))
        .into_iter()
        .chain(curve.points.iter().map(|p| (p.time, p.ci_low, p.ci_high)));
    Line {
        name,
        class,
        points: points.collect(),
        band: band.collect(),
        step: true,
    }
}

fn chart(title: &str, lines: Vec<Line>, section: &SurvivalSection, lang: Lang) -> String {
    LineChart {
        title: title.to_owned(),
        description: section.reading.get(lang).to_owned(),
        x_name: labelled(lang, section.duration.get(lang), section.unit.get(lang)),
        x_kind: AxisKind::Number,
        y_kind: AxisKind::Percent,
        y_range: Some((0.0, 1.0)),
        lines,
        marker: None,
        under: None,
    }
    .draw()
}

fn overall(section: &SurvivalSection, lang: Lang) -> String {
    let title = say(lang, OVERALL);
    let line = line(&section.overall, String::new(), CLASSES[0]);
    let small = format!("{} · {}", say(lang, STAYING), say(lang, BAND));
    figure(title, &small, &chart(title, vec![line], section, lang), "")
}

fn by_segment(section: &SurvivalSection, lang: Lang) -> String {
    let lines = section
        .by_segment
        .iter()
        .zip(CLASSES)
        .map(|(curve, class)| line(curve, curve.name.get(lang).to_owned(), class))
        .collect();
    let column = section.segment_column.as_deref().unwrap_or(say(lang, WHO));
    let title = match lang {
        Lang::Zh => format!("按“{column}”分的留存曲线"),
        Lang::En => format!("Survival by {column}"),
    };
    let test = section.log_rank.map(|t| {
        let (chi, p) = (figures::decimal(t.chi_squared, 1), figures::named_p("p", t.p_value));
        let df = t.degrees_of_freedom;
        match lang {
            Lang::Zh => format!("对数秩检验：χ² = {chi}，自由度 {df}，{p}"),
            Lang::En => format!("log-rank test: χ² = {chi}, {df} degrees of freedom, {p}"),
        }
    });
    figure(
        &title,
        &test.unwrap_or_default(),
        &chart(&title, lines, section, lang),
        "",
    )
}

fn medians(section: &SurvivalSection, lang: Lang) -> String {
    let columns = [
        (WHO, Side::Left),
        (words::CUSTOMERS, Side::Right),
        (words::CHURNED, Side::Right),
        (MEDIAN, Side::Right),
    ];
    let unit = section.unit.get(lang);
    let caption = labelled(lang, say(lang, CAPTION), unit);
    let mut table = Table::new(lang, &caption, &columns);
    for curve in std::iter::once(&section.overall).chain(&section.by_segment) {
        let median = curve
            .median
            .map_or(say(lang, NOT_REACHED).to_owned(), |m| figures::decimal(m, 1));
        table.row(vec![
            Cell::Text(curve.name.get(lang).to_owned()),
            Cell::Number(figures::count(curve.customers)),
            Cell::Number(figures::count(curve.churned)),
            Cell::Number(median),
        ]);
    }
    table.finish()
}
