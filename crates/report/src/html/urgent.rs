//! The customers to look after first, with reasons.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, chip, empty, lead, say, words};
use super::table::{Cell, Side, Table};
use crate::escape::escaped;
use crate::figures;
use crate::model::report::Report;
use crate::model::warnings::Reason;

const LEAD: Pair = (
    "全部客户的评分见 scores.csv；这里是最紧急的几位。",
    "The scores of all customers are in scores.csv; these come first.",
);
const NONE: Pair = ("没有需要预警的客户。", "No customer needs a warning.");
const CAPTION: Pair = ("最紧急的客户与原因", "Most urgent customers and why");
const ID: Pair = ("客户", "Customer");
const LEVEL: Pair = ("级别", "Level");
const PROBABILITY: Pair = ("流失概率", "Probability");
const REASONS: Pair = ("原因（由强到弱）", "Reasons, strongest first");
const NO_REASON: Pair = ("没有单独突出的原因", "no single reason stands out");

/// One row a customer.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let customers = &report.warnings.top_customers;
    if customers.is_empty() {
        return empty(say(lang, NONE));
    }
    let with_value = customers.iter().any(|c| c.value_at_risk_minor.is_some());
    let mut columns = vec![(ID, Side::Left), (LEVEL, Side::Left), (PROBABILITY, Side::Right)];
    if with_value {
        columns.push((words::VALUE_AT_RISK, Side::Right));
    }
    columns.push((REASONS, Side::Left));
    let mut table = Table::new(lang, say(lang, CAPTION), &columns);
    for customer in customers {
        let mut row = vec![
            Cell::Text(customer.id.clone()),
            Cell::Chip(chip(customer.level, lang)),
            Cell::Number(figures::percent(customer.probability)),
        ];
        if with_value {
            let value = customer
                .value_at_risk_minor
                .map_or(figures::UNKNOWN.to_owned(), figures::money);
            row.push(Cell::Number(value));
        }
        row.push(Cell::Html(reasons(&customer.reasons, lang)));
        table.row(row);
    }
    lead(say(lang, LEAD)) + &table.finish()
}

fn reasons(reasons: &[Reason], lang: Lang) -> String {
    if reasons.is_empty() {
        return say(lang, NO_REASON).to_owned();
    }
    let mut out = String::from("<ul class=\"reasons\">");
    for reason in reasons {
        let tip = format!("{} {}", reason.name, figures::signed(reason.effect, 2));
        out.push_str(&format!(
            "<li title=\"{}\">{}</li>",
            escaped(&tip),
            escaped(reason.text.get(lang))
        ));
    }
    out.push_str("</ul>");
    out
}
