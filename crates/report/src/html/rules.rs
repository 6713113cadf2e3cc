//! Rules, each checked on customers that the search did not see.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, labelled, lead, percent_interval, say, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::drivers::Rule;
use crate::model::report::Report;

const LEAD: Pair = (
    "每条规则说明一群流失率明显偏高的客户。“验证”是在查找规则时没有用到的客户上重新计算的结果，请以它为准；只列出在那里依然成立的规则。",
    "Each rule describes customers who leave far more often. “Validated” was computed on customers that the search did not see; rely on that one. Only rules that hold there are listed.",
);
const NONE: Pair = (
    "没有找到在验证客户上依然成立的规则：流失可能由许多小因素共同造成，请看上面的主要原因。",
    "No rule held up on validation customers: churn probably comes from many small causes; see the drivers above.",
);
const CAPTION: Pair = ("流失规则及其验证", "Rules and their validation");
const RULE: Pair = ("规则", "Rule");
const VALIDATED: Pair = ("流失率（验证）", "Churn rate (validated)");
const FOUND: Pair = ("流失率（查找时）", "Churn rate (when found)");
const LIFT: Pair = ("提升度", "Lift");
const SAME: Pair = ("说的几乎是同一批客户", "Much the same customers");
const SUPPORT: Pair = ("覆盖客户", "Coverage");

/// One row a rule.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    if report.rules.is_empty() {
        return empty(say(lang, NONE));
    }
    let columns = [
        (RULE, Side::Left),
        (VALIDATED, Side::Right),
        (words::INTERVAL, Side::Right),
        (LIFT, Side::Right),
        (SUPPORT, Side::Right),
        (FOUND, Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, CAPTION), &columns);
    for rule in &report.rules {
        let (validated, found) = (&rule.validated, &rule.found);
        let fraction = figures::fraction(validated.churned, validated.customers);
        table.row(vec![
            text(rule, lang),
            Cell::NumberOver(figures::percent(validated.confidence), fraction),
            Cell::Number(percent_interval(validated.ci_low, validated.ci_high)),
            Cell::Number(figures::decimal(validated.lift, 2)),
            Cell::Number(figures::percent(validated.support)),
            Cell::NumberOver(
                figures::percent(found.confidence),
                figures::fraction(found.churned, found.customers),
            ),
        ]);
    }
    lead(say(lang, LEAD)) + &table.finish()
}

/// The rule, and below it the shortest other one that picks out much the same customers.
fn text(rule: &Rule, lang: Lang) -> Cell {
    let own = rule.text.get(lang).to_owned();
    let others = rule.same.iter().map(|other| other.get(lang));
    match others.min_by_key(|other| other.chars().count()) {
        Some(other) => Cell::TextOver(own, labelled(lang, say(lang, SAME), other)),
        None => Cell::Text(own),
    }
}
