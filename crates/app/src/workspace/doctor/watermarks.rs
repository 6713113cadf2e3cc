//! Whether a source that is read from a watermark on would miss what changes below it.

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::source::SourceSpec;

use super::report::DoctorReport;

/// Tables whose rows happen and stay as they are: their own time may be the watermark. Of snapshots the label is often known later.
pub(crate) fn stays(table: CanonicalTable) -> bool {
    matches!(
        table,
        CanonicalTable::Events | CanonicalTable::Responses | CanonicalTable::Mentions
    )
}

/// Warns of a watermark that does not move when a row changes.
pub(crate) fn check(source: &SourceSpec, report: &mut DoctorReport) {
    let (Some(watermark), Some(table)) = (&source.watermark, CanonicalTable::parse(&source.table)) else {
        return;
    };
    if stays(table) || source.columns.get(table.time_field()) != Some(watermark) {
        return;
    }
    let id = &source.id;
    report.warn(
        format!("source.{id}.watermark"),
        bilingual!(
            "“{id}”按“{watermark}”增量读取，但行以后还会变（结束、归属、解决）：这些变化读不到",
            "\"{id}\" is read from \"{watermark}\" on, but its rows change later (ends, owners, answers): such changes are never read"
        ),
        bilingual!(
            "watermark 改成每次修改都会变大的列（如 updated_at），没有就删去 watermark",
            "let watermark be a column that grows with every change, such as updated_at, or take it out"
        ),
    );
}
