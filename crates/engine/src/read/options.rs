//! What the user may decide about reading.

use crate::table::DateOrder;

/// How a file is to be read. The default finds everything out.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The encoding of a text file by its WHATWG label, e.g. `gb18030`, `utf-16le`.
    pub encoding: Option<String>,
    /// The byte between the fields of a text file.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The order of day and month in dates such as 5/1/2024.
    pub date_order: Option<DateOrder>,
    /// Columns to keep as text, by name.
    pub as_text: Vec<String>,
    /// Names in `as_text` that no column has are no error.
    pub as_text_where_there: bool,
    /// Times with a zone or an offset come out in UTC ([`crate::table::InstantColumn::utc`]) rather than as the local
    /// time written; a column where some have one and others have none is refused.
    pub instants_in_utc: bool,
    /// A file with more columns than this is refused.
    pub max_columns: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            encoding: None,
            delimiter: None,
            sheet: None,
            date_order: None,
            as_text: Vec::new(),
            as_text_where_there: false,
            instants_in_utc: false,
            max_columns: 5000,
        }
    }
}
