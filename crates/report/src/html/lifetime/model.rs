//! The fitted models, and what was left out of the data.

use holdfast_domain::lang::Lang;

use crate::escape::escaped;
use crate::figures::{self, UNKNOWN};
use crate::html::parts::{Pair, labelled, note, say, sub};
use crate::html::table::{Cell, Side, Table};
use crate::model::lifetime::{LifetimeReport, Parameters};

const PARAMETER: Pair = ("参数", "Parameter");
const ESTIMATE: Pair = ("估计值", "Estimate");
const ERROR: Pair = ("标准误", "Standard error");
const INTERVAL: Pair = ("95% 区间", "95 % interval");
const MODEL: Pair = ("模型", "Model");
const LIKELIHOOD: Pair = ("对数似然", "Log-likelihood");

/// Parameters, the other models of the family, and the model of spend.
pub(super) fn body(report: &LifetimeReport, lang: Lang) -> String {
    let mut out = parameters(&report.model_name, &report.parameters, lang);
    let (ll, aic) = (
        figures::decimal(report.log_likelihood, 3),
        figures::decimal(report.aic, 1),
    );
    let (rows, distinct) = (figures::count(report.rows), figures::count(report.distinct));
    out.push_str(&note(&match lang {
        Lang::Zh => format!("对数似然 {ll}，AIC {aic}；{rows} 行，其中不同的 {distinct} 行。"),
        Lang::En => format!("Log-likelihood {ll}, AIC {aic}; {rows} rows, {distinct} of them different."),
    }));
    if report.comparison.len() > 1 {
        let columns = [
            (MODEL, Side::Left),
            (LIKELIHOOD, Side::Right),
            (("AIC", "AIC"), Side::Right),
        ];
        let caption = say(
            lang,
            (
                "同一数据下的其他模型（AIC 越低越好）",
                "Other models of the same data (lower AIC is better)",
            ),
        );
        let mut table = Table::new(lang, caption, &columns);
        for other in &report.comparison {
            let number = |value: Option<f64>, digits| value.map_or(UNKNOWN.to_owned(), |v| figures::decimal(v, digits));
            table.row(vec![
                Cell::Text(other.model.clone()),
                Cell::Number(number(other.log_likelihood, 3)),
                Cell::Number(number(other.aic, 1)),
            ]);
        }
        out.push_str(&table.finish());
    }
    if let Some(spend) = &report.spend {
        out.push_str(&sub(say(lang, ("每次购买的金额", "Spend of a purchase"))));
        out.push_str(&parameters("Gamma–Gamma", &spend.parameters, lang));
        let (n, mean) = (figures::decimal(spend.n, 0), figures::decimal(spend.mean, 2));
        let ll = figures::decimal(spend.log_likelihood, 3);
        let correlation = spend.correlation.map_or(UNKNOWN.to_owned(), |r| figures::decimal(r, 3));
        out.push_str(&note(&match lang {
            Lang::Zh => format!(
                "用 {n} 个有复购的客户拟合，对数似然 {ll}；每次期望金额平均 {mean}；频次与金额的相关系数 {correlation}（模型假设为 0）。"
            ),
            Lang::En => format!(
                "Fitted on {n} customers with a repeat purchase, log-likelihood {ll}; mean expected spend {mean}; correlation of frequency and spend {correlation} (the model takes it to be 0)."
            ),
        }));
    }
    out
}

fn parameters(name: &str, parameters: &Parameters, lang: Lang) -> String {
    let columns = [
        (PARAMETER, Side::Left),
        (ESTIMATE, Side::Right),
        (ERROR, Side::Right),
        (INTERVAL, Side::Right),
    ];
    let caption = labelled(lang, say(lang, PARAMETER), name);
    let mut table = Table::new(lang, &caption, &columns);
    for p in &parameters.0 {
        table.row(vec![
            Cell::Text(p.name.clone()),
            Cell::Number(figures::decimal(p.value, 5)),
            Cell::Number(figures::decimal(p.se, 5)),
            Cell::Number(figures::interval(
                figures::decimal(p.ci_low, 5),
                figures::decimal(p.ci_high, 5),
            )),
        ]);
    }
    table.finish()
}

/// What was read and left out.
pub(super) fn notes(report: &LifetimeReport, lang: Lang) -> String {
    let mut out = format!("<p>{}</p>\n<ul>\n", escaped(report.decoding.get(lang)));
    for text in &report.notes {
        out.push_str(&format!("<li>{}</li>\n", escaped(text.get(lang))));
    }
    out.push_str("</ul>\n");
    out
}
