//! The summary in sentences: what, how much, who, why, what to do, how sure.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money;
use holdfast_report::model::churn::ChurnSection;
use holdfast_report::model::data::Severity;
use holdfast_report::model::drivers::{CustomerSegment, Driver, Rule};
use holdfast_report::model::evaluation::Evaluation;
use holdfast_report::model::report::{Narrative, Question};
use holdfast_report::model::warnings::{ThresholdBasis, Thresholds, ValueSection, WarningSection};

use crate::analyze::study::{Study, ValidationPlan};
use crate::analyze::words::{grouped, share};

/// What the summary is told from.
pub struct Told<'a> {
    /// The study.
    pub study: &'a Study,
    /// File name.
    pub file: &'a str,
    /// Churn rates.
    pub churn: &'a ChurnSection,
    /// Quality.
    pub evaluation: &'a Evaluation,
    /// Drivers.
    pub drivers: &'a [Driver],
    /// Rules.
    pub rules: &'a [Rule],
    /// Groups.
    pub segments: &'a [CustomerSegment],
    /// Value.
    pub value: Option<&'a ValueSection>,
    /// Thresholds.
    pub thresholds: &'a Thresholds,
    /// Warnings.
    pub warnings: &'a WarningSection,
}

/// The six paragraphs.
pub fn tell(told: &Told) -> Vec<Narrative> {
    [
        (Question::What, what(told)),
        (Question::HowMuch, how_much(told)),
        (Question::Who, who(told)),
        (Question::Why, why(told)),
        (Question::WhatToDo, what_to_do(told)),
        (Question::HowSure, how_sure(told)),
    ]
    .into_iter()
    .map(|(question, text)| Narrative { question, text })
    .collect()
}

fn join(parts: Vec<Bilingual>) -> Bilingual {
    Bilingual {
        zh: parts.iter().map(|p| p.zh.as_str()).collect::<String>(),
        en: parts.iter().map(|p| p.en.as_str()).collect::<Vec<_>>().join(" "),
    }
}

fn what(told: &Told) -> Bilingual {
    let (file, customers) = (told.file, count(told.churn.customers));
    let (zh, en) = (&told.churn.sentence.zh, &told.churn.sentence.en);
    let mut parts = vec![bilingual!(
        "分析了“{file}”中的 {customers} 个客户。流失的定义：{zh}。",
        "This report covers {customers} customers in \"{file}\". Definition of churn: {en}."
    )];
    if let ValidationPlan::OutOfTime(plan) = &told.study.plan {
        let (cut, end) = (plan.test_cutoff, plan.test_outcome_end.plus(-1));
        parts.push(bilingual!(
            "流失率看的是 {cut} 时的活跃客户到 {end} 为止的结果。",
            "The churn rate is that of the customers active on {cut}, observed until {end}."
        ));
    }
    join(parts)
}

fn how_much(told: &Told) -> Bilingual {
    let c = told.churn;
    let (rate, low, high, churned, customers) = (
        share(c.rate),
        share(c.ci_low),
        share(c.ci_high),
        count(c.churned),
        count(c.customers),
    );
    let mut parts = vec![bilingual!(
        "流失率 {rate}（95% 区间 {low}–{high}）：{customers} 个客户中 {churned} 个流失。",
        "The churn rate is {rate} (95 % interval {low}–{high}): {churned} of {customers} customers."
    )];
    if let Some(value) = told.value {
        let (risk, total) = (
            grouped(&money::format_plain(value.at_risk_minor)),
            grouped(&money::format_plain(value.total_minor)),
        );
        let part = share(value.at_risk_minor as f64 / value.total_minor.max(1) as f64);
        parts.push(bilingual!(
            "当前客户的价值共 {total}，其中 {risk}（{part}）面临流失风险。",
            "The customers still there are worth {total}, of which {risk} ({part}) is at risk."
        ));
    }
    join(parts)
}

fn who(told: &Told) -> Bilingual {
    let mut parts = Vec::new();
    if let Some(rule) = told
        .rules
        .iter()
        .max_by(|a, b| a.validated.lift.total_cmp(&b.validated.lift))
    {
        let (zh, en) = (&rule.text.zh, capital(&rule.text.en));
        let (churned, customers) = (rule.validated.churned, rule.validated.customers);
        parts.push(bilingual!(
            "{zh}（在未参与搜索的客户上验证：{churned}/{customers}）。",
            "{en} (checked on customers that the search did not see: {churned} of {customers})."
        ));
    }
    if let (Some(first), Some(last)) = (told.segments.first(), told.segments.last())
        && told.segments.len() > 1
    {
        let (a_zh, a_en, a) = (&first.name.zh, &first.name.en, share(first.churn_rate));
        let (b_zh, b_en, b) = (&last.name.zh, &last.name.en, share(last.churn_rate));
        parts.push(bilingual!(
            "客群中流失最多的是“{a_zh}”（{a}），最少的是“{b_zh}”（{b}）。",
            "Of the customer groups, \"{a_en}\" loses most ({a}) and \"{b_en}\" least ({b})."
        ));
    }
    if parts.is_empty() {
        parts.push(bilingual!(
            "没有哪类客户的流失明显高于平均。",
            "No kind of customer leaves clearly more often than the average."
        ));
    }
    join(parts)
}

fn why(told: &Told) -> Bilingual {
    let top: Vec<&Driver> = told.drivers.iter().take(3).filter(|d| d.importance > 0.0).collect();
    if top.is_empty() {
        return bilingual!(
            "数据里没有找到与流失有关的列。",
            "No column of the data has to do with churn."
        );
    }
    let list = |zh: bool| -> String {
        top.iter()
            .map(|d| {
                let part = share(d.share);
                if zh {
                    format!("{}（{part}）", d.label.zh)
                } else {
                    format!("{} ({part})", d.label.en)
                }
            })
            .collect::<Vec<_>>()
            .join(if zh { "、" } else { ", " })
    };
    let first = &top[0].sentence;
    Bilingual {
        zh: format!(
            "最主要的因素：{}（括号内为在模型解释中的占比）。{}。这些是与流失相关的因素，是否为原因需用对照实验确认。",
            list(true),
            first.zh
        ),
        en: format!(
            "The strongest factors are {} (share of the model's explanation). {}. They go together with churn; whether they cause it takes a controlled trial.",
            list(false),
            capital(&first.en)
        ),
    }
}

/// Area under the ROC curve below which the ranking is not to be acted on.
const GUESSING: f64 = 0.6;

fn what_to_do(told: &Told) -> Bilingual {
    let warned = count(told.warnings.levels.iter().map(|l| l.customers).sum());
    let caught = share(told.warnings.levels.iter().map(|l| l.caught).sum());
    let (zh, en) = (&told.thresholds.text.zh, capital(&told.thresholds.text.en));
    let mut parts = vec![bilingual!(
        "{zh}。在现有客户中预警 {warned} 个，预计覆盖今后流失的 {caught}。",
        "{en}. Of the customers still there, {warned} are warned about, who hold about {caught} of the churn to be expected."
    )];
    let guessing = told.evaluation.auc.mean < GUESSING;
    if let Some(red) = told
        .warnings
        .levels
        .first()
        .filter(|red| red.customers > 0 && !guessing)
    {
        let (customers, precision) = (count(red.customers), share(red.precision));
        parts.push(bilingual!(
            "先联系红色的 {customers} 个客户：其中约 {precision} 会流失；名单和原因见 scores.csv。",
            "Call the {customers} red ones first, of whom about {precision} leave; ids and reasons are in scores.csv."
        ));
    }
    if told.thresholds.basis == ThresholdBasis::Profit {
        let e = told.thresholds.economics;
        let (value, offer, contact, accept) = (e.customer_value, e.offer_cost, e.contact_cost, share(e.acceptance));
        parts.push(bilingual!(
            "阈值假设：客户价值 {value:.2}，优惠 {offer:.2}，联系 {contact:.2}，接受率 {accept}；请用自己的数字重算。",
            "The line assumes a customer value of {value:.2}, an offer of {offer:.2}, a contact of {contact:.2} and {accept} acceptance; run again with your own figures."
        ));
    }
    parts.push(bilingual!(
        "高风险不等于挽留有效：请留出对照组，再看优惠是否起作用。",
        "High risk does not mean that an offer works: keep a hold-out group and see."
    ));
    join(parts)
}

fn how_sure(told: &Told) -> Bilingual {
    let e = told.evaluation;
    let (auc, low, high) = (e.auc.mean, e.auc.ci_low, e.auc.ci_high);
    let grade = match auc {
        a if a >= 0.8 => ("良好", "good"),
        a if a >= 0.7 => ("可用", "usable"),
        a if a >= GUESSING => ("偏弱", "weak"),
        _ => ("接近随机，不要据此行动", "close to guessing: do not act on it"),
    };
    let (zh, en) = grade;
    let lift = e.top_decile_lift.mean;
    let mut parts = vec![bilingual!(
        "在模型没见过的客户上，AUC {auc:.3}（{low:.3}–{high:.3}），排序能力{zh}；最高的十分之一客户的流失率是平均的 {lift:.1} 倍。",
        "On customers that the model did not see, AUC is {auc:.3} ({low:.3}–{high:.3}), {en}; the top tenth churns {lift:.1} times as often as the average."
    )];
    if let Some(slope) = e.calibration.slope.map(|m| m.mean) {
        parts.push(bilingual!(
            "校准斜率 {slope:.2}（1 为理想，小于 1 说明概率过于极端）。",
            "Calibration slope {slope:.2} (1 is ideal, below 1 the probabilities are too extreme)."
        ));
    }
    let warnings: Vec<_> = told
        .study
        .notes
        .iter()
        .filter(|n| n.severity == Severity::Warning)
        .collect();
    if !warnings.is_empty() {
        let count = warnings.len();
        parts.push(bilingual!(
            "数据有 {count} 条需要注意的事项，见“数据”一节。",
            "Remarks about the data that deserve a look: {count}; see the section on data."
        ));
    }
    join(parts)
}

fn count(n: u64) -> String {
    grouped(&n.to_string())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
