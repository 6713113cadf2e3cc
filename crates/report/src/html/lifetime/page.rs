//! The sections of the page, in reading order; those without data are left out.

use holdfast_domain::lang::Lang;

use super::{forecast, head, model, renewals, worth};
use crate::escape::escaped;
use crate::html::shell::{Content, Section, footer, page};
use crate::model::lifetime::LifetimeReport;

/// The study as one HTML file with both languages, `first` shown until the reader picks the other one.
///
/// Opens offline, prints on A4, works without scripts. Numbers that are not finite are shown as an en dash.
pub fn to_html(report: &LifetimeReport, first: Lang) -> String {
    page(first, |lang| Content {
        title: head::title(report, lang),
        head: head::body(report, lang),
        sections: sections(report, lang),
        footer: footer(&report.holdfast_version, report.seed, &report.schema_version, lang),
    })
}

fn sections(report: &LifetimeReport, lang: Lang) -> Vec<Section> {
    let summary: String = report
        .narrative
        .iter()
        .map(|text| format!("<p>{}</p>\n", escaped(text.get(lang))))
        .collect();
    let all = [
        ("summary", ("摘要", "Summary"), summary),
        (
            "renewals",
            ("续约与留存", "Renewal and survival"),
            renewals::body(report, lang),
        ),
        (
            "forecast",
            ("预测与实际", "Forecast against fact"),
            forecast::body(report, lang),
        ),
        (
            "worth",
            ("客户价值", "What customers are worth"),
            worth::body(report, lang),
        ),
        (
            "days",
            ("首购后 30 天", "The first 30 days"),
            forecast::days(report, lang),
        ),
        (
            "model",
            ("模型与参数", "Model and parameters"),
            model::body(report, lang),
        ),
        ("notes", ("数据说明", "About the data"), model::notes(report, lang)),
    ];
    all.into_iter()
        .filter(|(_, _, body)| !body.is_empty())
        .map(|(id, title, body)| Section { id, title, body })
        .collect()
}
