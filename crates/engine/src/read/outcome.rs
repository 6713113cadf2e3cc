//! What reading gives.

use holdfast_domain::lang::Bilingual;

use crate::table::Table;

/// A table that was read, and how.
#[derive(Clone, Debug)]
pub struct ReadTable {
    /// The file's name without its folder.
    pub file: String,
    /// How it was decoded, e.g. `CSV，UTF-8（无 BOM，全文校验），分隔符“,”`.
    pub decoding: Bilingual,
    /// The table.
    pub table: Table,
    /// What was repaired, set aside or deserves a look.
    pub notes: Vec<ReadNote>,
}

/// Something a reader of the report should know about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadNote {
    /// A stable name in kebab-case, e.g. `blank-rows`.
    pub code: &'static str,
    /// Rows, columns or values it concerns.
    pub count: Option<u64>,
    /// What it says.
    pub text: Bilingual,
}

impl ReadNote {
    pub(crate) fn new(code: &'static str, count: Option<u64>, text: Bilingual) -> Self {
        Self { code, count, text }
    }
}
