//! Which sections a report has, in reading order.

use holdfast_domain::lang::Lang;

use super::shell::Section;
use super::{
    data, definitions, differences, drivers, events, groups, lifetime, quality, rules, segments, summary, survival,
    urgent, value, warnings,
};
use crate::model::report::Report;

/// All sections of this report. What the report has no data for is left out.
pub(super) fn sections(report: &Report, lang: Lang) -> Vec<Section> {
    let always = |id, title, body| Some(Section { id, title, body });
    let survival = report.survival.as_ref().map(|s| survival::body(s, lang));
    let events = report
        .events
        .as_ref()
        .map(|e| events::body(e, report.churn.suggestion.as_ref(), lang));
    let lifetime = report.events.as_ref().and_then(|e| e.lifetime.as_ref());
    let lifetime = lifetime.map(|section| lifetime::section::body(section, lang));
    let value = report.value.as_ref().map(|v| value::body(v, report, lang));
    let maybe = |id, title, body: Option<String>| body.map(|body| Section { id, title, body });
    [
        always("summary", ("摘要", "Summary"), summary::body(report, lang)),
        always(
            "segments",
            ("谁在流失：分群流失率", "Churn by segment"),
            segments::body(report, lang),
        ),
        always(
            "differences",
            ("流失与留存客户的差异", "Retained against lost"),
            differences::body(report, lang),
        ),
        always(
            "drivers",
            ("流失的主要原因", "What drives churn"),
            drivers::body(report, lang),
        ),
        always("rules", ("流失规则", "Rules"), rules::body(report, lang)),
        always("groups", ("客户群", "Groups of customers"), groups::body(report, lang)),
        maybe("survival", ("客户能留多久", "How long customers stay"), survival),
        maybe("events", ("购买行为", "Purchase behaviour"), events),
        maybe("lifetime", ("客户还值多少", "What customers are still worth"), lifetime),
        maybe("value", ("涉及的价值", "What is at stake"), value),
        always(
            "warnings",
            ("预警阈值与级别", "Thresholds and warning levels"),
            warnings::body(report, lang),
        ),
        always(
            "urgent",
            ("最需要跟进的客户", "Customers to look after first"),
            urgent::body(report, lang),
        ),
        always(
            "quality",
            ("模型有多准", "How good the model is"),
            quality::body(report, lang),
        ),
        always("data", ("数据与字段", "Data and columns"), data::body(report, lang)),
        always(
            "definitions",
            ("附录：口径与公式", "Appendix: definitions"),
            definitions::body(report, lang),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
