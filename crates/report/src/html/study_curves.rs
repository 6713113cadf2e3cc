//! Curves of a survival study with bands and customers at risk, and their medians.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, figure, labelled, note, say, words};
use super::survival::{CLASSES, MOST_CURVES};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::survival_study::SurvivalStudy;
use crate::svg::curves::{Line, LineChart, UnderRow};
use crate::svg::scale::AxisKind;

const SURVIVAL: Pair = ("仍是客户的比例", "Share still a customer");
const HAZARD: Pair = ("累积风险", "Cumulative hazard");
const INCIDENCE: Pair = ("因各原因离开的比例", "Share who have left for each cause");
const BAND: Pair = ("阴影为 95% 区间", "shaded: 95 % band");
const AT_RISK: Pair = ("观察中的客户", "customers under observation");
const ALL: Pair = ("全部客户", "all customers");
const NOT_REACHED: Pair = ("未到一半", "fewer than half have left");
/// Times in a table of asked shares at most.
const MOST_TIMES: usize = 200;

/// A step of whatever is drawn: time, value, band.
type Step = (f64, f64, f64, f64);

/// The curve of one name.
struct Named {
    name: String,
    steps: Vec<Step>,
}

/// The charts and tables; empty when the study has no curves.
pub(super) fn body(study: &SurvivalStudy, lang: Lang) -> String {
    let mut out = String::new();
    let survival = study
        .curves
        .iter()
        .map(|s| (s.stratum.clone(), (s.time, s.survival, s.ci_low, s.ci_high)));
    let hazard = study
        .hazards
        .iter()
        .map(|s| (s.stratum.clone(), (s.time, s.hazard, s.ci_low, s.ci_high)));
    let incidence = study.incidences.iter().map(|s| {
        let name = if study.group.is_none() {
            s.cause.clone()
        } else {
            format!("{} · {}", s.stratum, s.cause)
        };
        (name, (s.time, s.incidence, s.ci_low, s.ci_high))
    });
    out.push_str(&chart(study, SURVIVAL, named(survival), 1.0, lang));
    out.push_str(&chart(study, HAZARD, named(hazard), 0.0, lang));
    out.push_str(&chart(study, INCIDENCE, named(incidence), 0.0, lang));
    out.push_str(&medians(study, lang));
    out.push_str(&asked(study, lang));
    out
}

/// Steps gathered by name, in order of appearance.
fn named(steps: impl Iterator<Item = (String, Step)>) -> Vec<Named> {
    let mut curves: Vec<Named> = Vec::new();
    for (name, step) in steps {
        // Steps of one name stand together, but for causes that meet again in a later stratum under another name.
        match curves.last_mut().filter(|last| last.name == name) {
            Some(last) => last.steps.push(step),
            None => curves.push(Named {
                name,
                steps: vec![step],
            }),
        }
    }
    curves
}

fn chart(study: &SurvivalStudy, title: Pair, curves: Vec<Named>, start: f64, lang: Lang) -> String {
    if curves.is_empty() {
        return String::new();
    }
    let title_text = say(lang, title);
    let single = curves.len() == 1;
    let more = curves.len().saturating_sub(MOST_CURVES);
    let under = curves
        .iter()
        .zip(CLASSES)
        .filter_map(|(curve, class)| at_risk(study, &curve.name, class))
        .collect::<Vec<_>>();
    let lines = curves
        .into_iter()
        .zip(CLASSES)
        .map(|(curve, class)| {
            let origin = (0.0, start, start, start);
            let steps = || std::iter::once(origin).chain(curve.steps.iter().copied());
            Line {
                points: steps().map(|s| (s.0, s.1)).collect(),
                band: steps().map(|s| (s.0, s.2, s.3)).collect(),
                step: true,
                class,
                name: if single { String::new() } else { curve.name },
            }
        })
        .collect();
    let is_share = title != HAZARD;
    let unit = study.unit.as_ref().map_or("", |u| u.get(lang));
    let chart = LineChart {
        title: title_text.to_owned(),
        description: say(lang, BAND).to_owned(),
        x_name: if unit.is_empty() {
            study.duration.clone()
        } else {
            labelled(lang, &study.duration, unit)
        },
        x_kind: AxisKind::Number,
        y_kind: if is_share { AxisKind::Percent } else { AxisKind::Number },
        y_range: is_share.then_some((0.0, 1.0)),
        lines,
        marker: None,
        under: (!under.is_empty()).then(|| (say(lang, AT_RISK).to_owned(), under)),
    };
    let mut out = figure(title_text, say(lang, BAND), &chart.draw(), "");
    if more > 0 {
        out.push_str(&note(&match lang {
            Lang::Zh => format!("图中只画前 {MOST_CURVES} 条，其余 {more} 条见表格或 survival.json。"),
            Lang::En => {
                format!("The chart shows the first {MOST_CURVES}; {more} more are in the table or in survival.json.")
            }
        }));
    }
    out
}

fn at_risk(study: &SurvivalStudy, name: &str, class: &'static str) -> Option<UnderRow> {
    let cells: Vec<(f64, String)> = study
        .at_risk
        .iter()
        .filter(|row| row.stratum == name)
        .map(|row| (row.time, figures::decimal(row.at_risk, 0)))
        .collect();
    (!cells.is_empty()).then_some(UnderRow { class, cells })
}

fn shown(study: &SurvivalStudy, stratum: &str, lang: Lang) -> String {
    if study.group.is_none() && stratum == "all" {
        say(lang, ALL).to_owned()
    } else {
        stratum.to_owned()
    }
}

fn medians(study: &SurvivalStudy, lang: Lang) -> String {
    if study.medians.is_empty() {
        return String::new();
    }
    let columns = [
        (("客户", "Customers"), Side::Left),
        (("人数", "Number"), Side::Right),
        (words::CHURNED, Side::Right),
        (("中位时长", "Median time"), Side::Right),
        (words::INTERVAL, Side::Right),
        (("平均时长", "Mean time"), Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, ("每条曲线", "Each curve")), &columns);
    for row in &study.medians {
        let time = |t: Option<f64>| t.map_or(figures::UNKNOWN.to_owned(), |t| figures::decimal(t, 1));
        let median = row
            .median
            .map_or(say(lang, NOT_REACHED).to_owned(), |m| figures::decimal(m, 1));
        table.row(vec![
            Cell::Text(shown(study, &row.stratum, lang)),
            Cell::Number(figures::count(row.n)),
            Cell::Number(figures::count(row.events)),
            Cell::Number(median),
            Cell::Number(match row.ci_low {
                None => figures::UNKNOWN.to_owned(),
                low => figures::interval(time(low), time(row.ci_high)),
            }),
            match (row.restricted_mean, row.tau) {
                (Some(mean), Some(tau)) => {
                    Cell::NumberOver(figures::decimal(mean, 2), format!("≤ {}", figures::decimal(tau, 1)))
                }
                _ => Cell::Number(figures::UNKNOWN.to_owned()),
            },
        ]);
    }
    table.finish()
}

fn asked(study: &SurvivalStudy, lang: Lang) -> String {
    if study.at.is_empty() {
        return String::new();
    }
    let columns = [
        (("客户", "Customers"), Side::Left),
        (("时间", "Time"), Side::Right),
        (("比例", "Share"), Side::Right),
        (words::INTERVAL, Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, ("在指定时间", "At the times asked for")), &columns);
    for row in study.at.iter().take(MOST_TIMES) {
        table.row(vec![
            Cell::Text(shown(study, &row.stratum, lang)),
            Cell::Number(figures::decimal(row.time, 1)),
            Cell::Number(figures::percent(row.value)),
            Cell::Number(super::parts::percent_interval(row.ci_low, row.ci_high)),
        ]);
    }
    table.finish()
}
