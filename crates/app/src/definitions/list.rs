//! The definitions of a workspace.

use std::path::Path;

use holdfast_domain::lang::Bilingual;
use holdfast_domain::rule::{ChurnRule, DeclaredChurn};

use crate::error::AppError;
use crate::workspace::edit::file::ConfigText;
use crate::workspace::open::file_of;
use crate::workspace::parse::parse;

/// Definitions with the version of the file that they stand in.
#[derive(Clone, Debug, PartialEq)]
pub struct Definitions {
    /// In the file's order.
    pub items: Vec<Definition>,
    /// Version of `holdfast.toml`.
    pub version: String,
}

/// A definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its id.
    pub id: String,
    /// The rule.
    pub rule: ChurnRule,
    /// The rule in a sentence.
    pub sentence: Bilingual,
    /// Whether metrics use it unless told otherwise.
    pub default: bool,
}

impl Definitions {
    pub(super) fn of(churn: Vec<DeclaredChurn>, version: String) -> Self {
        let items = churn.into_iter().enumerate().map(|(at, declared)| Definition {
            id: declared.id,
            sentence: declared.rule.sentence(),
            rule: declared.rule,
            default: at == 0,
        });
        Self {
            items: items.collect(),
            version,
        }
    }
}

/// The definitions of the workspace in a folder.
///
/// # Errors
/// `no-workspace`, whatever is wrong with `holdfast.toml`.
pub fn definitions(dir: &Path) -> Result<Definitions, AppError> {
    let present = ConfigText::read(dir)?;
    let config = parse(&present.text, &file_of(dir))?;
    Ok(Definitions::of(config.churn, present.version))
}
