//! Personal columns of a source.

use crate::query::masked;

use super::import::Import;
use super::report::BatchReport;

/// The lake's columns that the source's personal ones became.
pub(super) fn personal_columns<'a>(job: &'a Import<'_>, report: &'a BatchReport) -> impl Iterator<Item = &'a String> {
    report
        .mapping
        .iter()
        .filter(|(_, column)| job.spec.personal.contains(column))
        .map(|(name, _)| name)
}

/// A preview is shown to whoever may import, perhaps on a screen that others see.
pub(super) fn hide_personal(job: &Import<'_>, report: &mut BatchReport) {
    let names: Vec<String> = personal_columns(job, report).cloned().collect();
    for row in &mut report.preview {
        for name in &names {
            if let Some(value) = row.get_mut(name).filter(|value| !value.is_null()) {
                let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                *value = masked(&text).into();
            }
        }
    }
}
