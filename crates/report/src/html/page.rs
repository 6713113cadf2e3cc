//! The churn report as a page.

use holdfast_domain::lang::Lang;

use super::contents::sections;
use super::headline;
use super::shell::{Content, footer, page};
use crate::model::report::Report;

/// The report as one HTML file with both languages, `first` shown until the reader picks the other one.
///
/// Opens offline, prints on A4, works without scripts. Numbers that are not finite are shown as an en dash.
pub fn to_html(report: &Report, first: Lang) -> String {
    page(first, |lang| Content {
        title: headline::title(report, lang),
        head: headline::body(report, lang),
        sections: sections(report, lang),
        footer: footer(&report.holdfast_version, report.seed, &report.schema_version, lang),
    })
}
