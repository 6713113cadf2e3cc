//! What customers are still worth, within a churn report.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Lang;

use super::forecast::both;
use crate::figures;
use crate::html::parts::{lead, note};
use crate::model::lifetime::LifetimeSection;

/// The findings, the forecast against fact, and the parameters.
pub(in crate::html) fn body(section: &LifetimeSection, lang: Lang) -> String {
    let alive = figures::decimal(section.alive, 0);
    let customers = figures::count(section.customers);
    let share = figures::percent(section.alive / section.customers as f64);
    let purchases = figures::decimal(section.expected_purchases, 0);
    let (days, model) = (section.horizon_days, &section.model);
    let worth = section
        .expected_value_minor
        .map(|minor| figures::money_short(minor, lang));
    let found = match (lang, worth) {
        (Lang::Zh, Some(worth)) => format!(
            "按 {model}，{customers} 个客户里预计还有 {alive} 个（{share}）没有离开；未来 {days} 天预计购买 {purchases} 次，价值 {worth}。"
        ),
        (Lang::Zh, None) => format!(
            "按 {model}，{customers} 个客户里预计还有 {alive} 个（{share}）没有离开；未来 {days} 天预计购买 {purchases} 次。"
        ),
        (Lang::En, Some(worth)) => format!(
            "{model} expects {alive} of {customers} customers ({share}) to be still there, and {purchases} purchases over the next {days} days, worth {worth}."
        ),
        (Lang::En, None) => format!(
            "{model} expects {alive} of {customers} customers ({share}) to be still there, and {purchases} purchases over the next {days} days."
        ),
    };
    let parameters: Vec<String> = section
        .parameters
        .iter()
        .map(|p| {
            format!(
                "{} {} ± {}",
                p.name,
                figures::decimal(p.value, 4),
                figures::decimal(p.se, 4)
            )
        })
        .collect();
    let ll = figures::decimal(section.log_likelihood, 3);
    let parameters = parameters.join(", ");
    let fitted = match lang {
        Lang::Zh => format!("{model} 参数（± 标准误，时间以天计）：{parameters}；对数似然 {ll}。"),
        Lang::En => format!("{model} parameters (± standard error, time in days): {parameters}; log-likelihood {ll}."),
    };
    lead(&found)
        + &both(
            &section.tracking,
            &bilingual!("周", "weeks"),
            section.holdout.as_ref(),
            &bilingual!("天", "days"),
            lang,
        )
        + &note(section.reading.get(lang))
        + &note(&fitted)
}
