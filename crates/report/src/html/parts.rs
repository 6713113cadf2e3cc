//! Small pieces that all sections are made of.

use holdfast_domain::lang::Lang;
use holdfast_domain::level::Level;

use crate::escape::escaped;
use crate::figures;

/// A text of the page itself in Chinese and English; neither half can be missing.
pub(super) type Pair = (&'static str, &'static str);

/// The half of a pair that belongs to `lang`.
pub(super) fn say(lang: Lang, pair: Pair) -> &'static str {
    match lang {
        Lang::Zh => pair.0,
        Lang::En => pair.1,
    }
}

/// Words that many sections use.
pub(super) mod words {
    use super::Pair;

    pub(in crate::html) const CUSTOMERS: Pair = ("客户数", "Customers");
    pub(in crate::html) const CHURNED: Pair = ("流失", "Churned");
    pub(in crate::html) const CHURN_RATE: Pair = ("流失率", "Churn rate");
    pub(in crate::html) const INTERVAL: Pair = ("95% 区间", "95 % interval");
    pub(in crate::html) const OVERALL: Pair = ("整体", "overall");
    pub(in crate::html) const COLUMN: Pair = ("字段", "Column");
    pub(in crate::html) const VALUE_AT_RISK: Pair = ("风险价值", "Value at risk");
    pub(in crate::html) const AS_TABLE: Pair = ("查看数据表", "Show as a table");
}

/// `“a”、“b”` or `a, b`: the separator of lists in running text.
pub(super) fn list_comma(lang: Lang) -> &'static str {
    say(lang, ("、", ", "))
}

/// A label and a value as running text.
pub(super) fn labelled(lang: Lang, label: &str, value: &str) -> String {
    format!("{label}{}{value}", say(lang, ("：", ": ")))
}

/// A quiet paragraph under a heading.
pub(super) fn lead(text: &str) -> String {
    format!("<p class=\"lead\">{}</p>\n", escaped(text))
}

/// A small remark below a table or chart.
pub(super) fn note(text: &str) -> String {
    format!("<p class=\"note\">{}</p>\n", escaped(text))
}

/// What stands where there is nothing to show, and why.
pub(super) fn empty(text: &str) -> String {
    format!("<p class=\"empty\">{}</p>\n", escaped(text))
}

/// A heading within a section.
pub(super) fn sub(text: &str) -> String {
    format!("<h3>{}</h3>\n", escaped(text))
}

/// A chart with its caption; `under` is HTML below it (a table to unfold, a remark).
pub(super) fn figure(caption: &str, small: &str, svg: &str, under: &str) -> String {
    let small = if small.is_empty() {
        String::new()
    } else {
        format!("<small>{}</small>", escaped(small))
    };
    format!(
        "<figure><figcaption>{}{small}</figcaption><div class=\"scroll\">{svg}</div>{under}</figure>\n",
        escaped(caption)
    )
}

/// A chart that keeps more of its size where there is little room and scrolls instead: `mid` a little, `wide` entirely.
pub(super) fn sized(svg: String, class: &str) -> String {
    svg.replacen("class=\"chart\"", &format!("class=\"chart {class}\""), 1)
}

/// Figures side by side where there is room.
pub(super) fn grid(figures: &[String]) -> String {
    format!("<div class=\"grid\">\n{}</div>\n", figures.concat())
}

/// A warning level as a coloured chip that also says its name.
pub(super) fn chip(level: Level, lang: Lang) -> String {
    let class = match level {
        Level::Red => "red",
        Level::Orange => "orange",
        Level::Yellow => "yellow",
        Level::None => "none",
    };
    format!(
        "<span class=\"level {class}\">{}</span>",
        escaped(level.name().get(lang))
    )
}

/// `24.5% – 28.7%`.
pub(super) fn percent_interval(low: f64, high: f64) -> String {
    figures::interval(figures::percent(low), figures::percent(high))
}

/// `1,869 / 7,043` with a word for what it is, as a tip.
pub(super) fn rate_tip(lang: Lang, churned: u64, customers: u64, low: f64, high: f64) -> String {
    let fraction = figures::fraction(churned, customers);
    let interval = percent_interval(low, high);
    match lang {
        Lang::Zh => format!("流失 / 客户：{fraction}；95% 区间 {interval}"),
        Lang::En => format!("churned / customers: {fraction}; 95 % interval {interval}"),
    }
}

/// A figure that matters most, in the head of a page.
pub(super) struct Card {
    /// `main` for the first, else empty.
    pub(super) class: &'static str,
    /// What it is.
    pub(super) name: String,
    /// The figure.
    pub(super) value: String,
    /// What the pointer shows; may be empty.
    pub(super) tip: String,
    /// One or more lines.
    pub(super) detail: String,
}

impl Card {
    /// The card as HTML.
    pub(super) fn html(&self) -> String {
        let lines: Vec<String> = self
            .detail
            .lines()
            .map(|line| format!("<span class=\"d\">{}</span>", escaped(line)))
            .collect();
        let tip = if self.tip.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escaped(&self.tip))
        };
        format!(
            "<li class=\"{}\"{tip}><span class=\"k\">{}</span><span class=\"v\">{}</span>{}</li>\n",
            self.class,
            escaped(&self.name),
            escaped(&self.value),
            lines.concat()
        )
    }
}
