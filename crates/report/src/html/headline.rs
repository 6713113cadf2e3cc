//! The title, what was read, and the figures that matter most.

use holdfast_domain::lang::Lang;

use super::parts::{Card, Pair, labelled, percent_interval, say, words};
use crate::escape::escaped;
use crate::figures;
use crate::model::churn::Completeness;
use crate::model::data::Shape;
use crate::model::report::Report;

const TITLE: Pair = ("客户流失分析报告", "Customer churn report");
const AS_OF: Pair = ("数据截至", "As of");
const NO_DATE: Pair = ("快照数据，无日期", "snapshot without dates");
const WATERMARK: Pair = ("最新记录", "latest record");
const WARNED: Pair = ("已预警客户", "Customers warned about");
const AUC: Pair = ("模型区分能力（AUC）", "Model discrimination (AUC)");
const PARTIAL: Pair = ("期间未完，数字会变", "period not over; will change");
const NOT_DUE: Pair = ("期间未开始", "period not begun");

/// The title of the page: what it is and of which file.
pub(super) fn title(report: &Report, lang: Lang) -> String {
    format!("{} · {}", say(lang, TITLE), report.data.file)
}

/// The head of the page.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let mut out = format!("<h1>{}</h1>\n<p class=\"facts\">", say(lang, TITLE));
    out.push_str(&facts(report, lang));
    out.push_str("</p>\n<ul class=\"cards\">\n");
    for card in cards(report, lang) {
        out.push_str(&card.html());
    }
    out.push_str("</ul>\n");
    out
}

fn facts(report: &Report, lang: Lang) -> String {
    let data = &report.data;
    let shape = match data.shape {
        Shape::Snapshot => say(lang, ("客户快照", "customer snapshot")),
        Shape::EventLog => say(lang, ("事件流水", "event log")),
    };
    let day = data
        .as_of
        .map_or_else(|| say(lang, NO_DATE).to_owned(), |d| d.to_string());
    let mut facts = vec![
        format!("<b>{}</b>", escaped(&data.file)),
        shape.to_owned(),
        escaped(&labelled(lang, say(lang, AS_OF), &day)),
    ];
    if let Some(day) = data.watermark {
        facts.push(escaped(&labelled(lang, say(lang, WATERMARK), &day.to_string())));
    }
    facts.push(escaped(report.churn.sentence.get(lang)));
    facts.join(" · ")
}

fn cards(report: &Report, lang: Lang) -> Vec<Card> {
    let churn = &report.churn;
    let mut cards = vec![rate_card(report, lang)];
    cards.push(Card {
        class: "",
        name: say(lang, words::CUSTOMERS).to_owned(),
        value: figures::count(churn.customers),
        tip: String::new(),
        detail: labelled(
            lang,
            say(lang, ("其中流失", "of them churned")),
            &figures::count(churn.churned),
        ),
    });
    if let Some(value) = &report.value {
        let share = figures::percent(value.at_risk_minor as f64 / value.total_minor as f64);
        cards.push(Card {
            class: "",
            name: say(lang, words::VALUE_AT_RISK).to_owned(),
            value: figures::money_short(value.at_risk_minor, lang),
            tip: figures::money(value.at_risk_minor),
            detail: match lang {
                Lang::Zh => format!(
                    "占客户总价值 {} 的 {share}",
                    figures::money_short(value.total_minor, lang)
                ),
                Lang::En => format!(
                    "{share} of a total of {}",
                    figures::money_short(value.total_minor, lang)
                ),
            },
        });
    }
    let warned: u64 = report.warnings.levels.iter().map(|l| l.customers).sum();
    let scored = report.warnings.scored;
    cards.push(Card {
        class: "",
        name: say(lang, WARNED).to_owned(),
        value: figures::count(warned),
        tip: figures::fraction(warned, scored),
        detail: match lang {
            Lang::Zh => format!(
                "占评分客户 {} 的 {}",
                figures::count(scored),
                figures::percent(warned as f64 / scored as f64)
            ),
            Lang::En => format!(
                "{} of {} scored",
                figures::percent(warned as f64 / scored as f64),
                figures::count(scored)
            ),
        },
    });
    let auc = &report.evaluation.auc;
    let interval = figures::interval(figures::decimal(auc.ci_low, 3), figures::decimal(auc.ci_high, 3));
    cards.push(Card {
        class: "",
        name: say(lang, AUC).to_owned(),
        value: figures::decimal(auc.mean, 3),
        tip: say(lang, ("0.5 等于瞎猜，1 为完美", "0.5 is guessing, 1 is perfect")).to_owned(),
        detail: format!("{} {interval}", say(lang, words::INTERVAL)),
    });
    cards
}

fn rate_card(report: &Report, lang: Lang) -> Card {
    let churn = &report.churn;
    let interval = percent_interval(churn.ci_low, churn.ci_high);
    let status = match churn.status {
        Completeness::Complete => None,
        Completeness::Partial => Some(say(lang, PARTIAL)),
        Completeness::NotDue => Some(say(lang, NOT_DUE)),
    };
    let fraction = figures::fraction(churn.churned, churn.customers);
    let mut detail = format!("{fraction}\n{} {interval}", say(lang, words::INTERVAL));
    if let Some(status) = status {
        detail.push('\n');
        detail.push_str(status);
    }
    Card {
        class: "main",
        name: say(lang, words::CHURN_RATE).to_owned(),
        value: figures::percent(churn.rate),
        tip: churn.metric.clone(),
        detail,
    }
}
