//! The title, what was read, and the figures that matter most.

use holdfast_domain::lang::Lang;

use crate::escape::escaped;
use crate::figures;
use crate::html::parts::{Card, Pair, labelled, say};
use crate::model::lifetime::LifetimeReport;

const TITLE: Pair = ("客户生命周期价值", "Customer lifetime value");
const THROUGH: Pair = ("观察到", "Observed through");

/// The title of the page: what it is and of which file.
pub(super) fn title(report: &LifetimeReport, lang: Lang) -> String {
    format!("{} · {}", say(lang, TITLE), report.file)
}

/// The head of the page.
pub(super) fn body(report: &LifetimeReport, lang: Lang) -> String {
    let mut facts = vec![format!("<b>{}</b>", escaped(&report.file)), escaped(&report.model_name)];
    if let Some(day) = report.observed_through {
        facts.push(escaped(&labelled(lang, say(lang, THROUGH), &day.to_string())));
    }
    let cards: String = cards(report, lang).iter().map(Card::html).collect();
    format!(
        "<h1>{}</h1>\n<p class=\"facts\">{}</p>\n<ul class=\"cards\">\n{cards}</ul>\n",
        say(lang, TITLE),
        facts.join(" · ")
    )
}

fn card(class: &'static str, name: &str, value: String, detail: String) -> Card {
    Card {
        class,
        name: name.to_owned(),
        value,
        tip: String::new(),
        detail,
    }
}

fn cards(report: &LifetimeReport, lang: Lang) -> Vec<Card> {
    let totals = &report.totals;
    let ahead = ahead(report, lang);
    // Contracts and opportunities count in periods, and so does their discount.
    let periods = !report.renewals.is_empty() || report.observed_through.is_none();
    let mut cards = Vec::new();
    if let Some(value) = totals.potential_minor {
        let interval = match (totals.potential_low_minor, totals.potential_high_minor) {
            (Some(low), Some(high)) => {
                figures::interval(figures::money_short(low, lang), figures::money_short(high, lang))
            }
            _ => String::new(),
        };
        cards.push(Card {
            tip: figures::money(value),
            ..card(
                "main",
                say(lang, ("期望价值", "Expected value")),
                figures::money_short(value, lang),
                format!("{ahead}\n{} {interval}", say(lang, ("95% 区间", "95 % interval"))),
            )
        });
    }
    if let Some(purchases) = totals.expected_purchases {
        cards.push(card(
            if cards.is_empty() { "main" } else { "" },
            say(lang, ("期望购买次数", "Expected purchases")),
            figures::decimal(purchases, 0),
            ahead,
        ));
    }
    let share = figures::percent(totals.alive / totals.customers);
    cards.push(card(
        if cards.is_empty() { "main" } else { "" },
        say(lang, ("预计仍在的客户", "Customers still there")),
        figures::decimal(totals.alive, 0),
        match lang {
            Lang::Zh => format!("{} 个客户的 {share}", figures::decimal(totals.customers, 0)),
            Lang::En => format!("{share} of {}", figures::decimal(totals.customers, 0)),
        },
    ));
    if let Some(value) = totals.historical_minor {
        cards.push(Card {
            tip: figures::money(value),
            ..card(
                "",
                say(lang, ("至今毛利", "Margin so far")),
                figures::money_short(value, lang),
                match lang {
                    Lang::Zh => format!("毛利率 {}", figures::percent(totals.margin)),
                    Lang::En => format!("at a margin of {}", figures::percent(totals.margin)),
                },
            )
        });
    }
    if let Some(value) = totals.residual_minor {
        cards.push(Card {
            tip: figures::money(value),
            ..card(
                "",
                say(lang, ("剩余价值（折现）", "Residual value, discounted")),
                figures::money_short(value, lang),
                match lang {
                    Lang::Zh if periods => format!("每期折现率 {}", figures::percent(totals.discount.unwrap_or(0.0))),
                    Lang::En if periods => format!("at {} a period", figures::percent(totals.discount.unwrap_or(0.0))),
                    Lang::Zh => format!("年折现率 {}", figures::percent(totals.discount.unwrap_or(0.0))),
                    Lang::En => format!("at {} a year", figures::percent(totals.discount.unwrap_or(0.0))),
                },
            )
        });
    }
    cards
}

/// `未来 52 周` / `over the next 52 weeks`.
fn ahead(report: &LifetimeReport, lang: Lang) -> String {
    let digits = usize::from(report.horizon.fract() != 0.0);
    let horizon = figures::decimal(report.horizon, digits);
    let unit = report.unit.get(lang);
    match lang {
        Lang::Zh => format!("未来 {horizon} {unit}"),
        Lang::En => format!("over the next {horizon} {unit}"),
    }
}
