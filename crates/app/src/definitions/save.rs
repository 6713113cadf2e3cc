//! Other definitions instead of those that there are.

use std::path::Path;

use holdfast_domain::rule::DeclaredChurn;

use super::list::Definitions;
use crate::error::AppError;
use crate::workspace::edit::churn::set_churn;
use crate::workspace::edit::file::edit;
use crate::workspace::open::file_of;
use crate::workspace::parse::parse;

/// Puts definitions into `holdfast.toml`, in place of those of the version that was read; the first is the one that metrics use. Figures follow at once:
/// nothing is computed ahead by definition.
///
/// # Errors
/// `config-changed` where the file has another version; whatever the file's own check refuses: nothing was written then.
pub fn save(dir: &Path, version: &str, wanted: &[DeclaredChurn]) -> Result<Definitions, AppError> {
    let (text, config) = edit(dir, Some(version), |present| {
        let churn = parse(present, &file_of(dir))?.churn;
        set_churn(present, &churn, wanted)
    })?;
    Ok(Definitions::of(config.churn, text.version))
}
