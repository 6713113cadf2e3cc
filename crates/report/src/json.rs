//! `report.json` and its like: any report struct as JSON.

use serde::ser::{Error as _, Serialize};

use crate::finite::find_non_finite;

/// The report as pretty-printed JSON with a final newline. Fields stand in the order of the structs, so the same report
/// gives the same bytes.
///
/// # Errors
/// A number that is not finite: JSON has no word for it, and `serde_json` alone would write `null`, which means
/// "absent" here. The message holds the path of the number, e.g. `churn.rate`.
pub fn to_json<T: Serialize>(report: &T) -> Result<String, serde_json::Error> {
    if let Some(path) = find_non_finite(report) {
        return Err(serde_json::Error::custom(format!("{path} is not a finite number")));
    }
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}
