//! What reading gives.

use holdfast_domain::lang::Bilingual;

use crate::table::Table;

/// How a text file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextForm {
    /// The encoding's name, e.g. `UTF-8`, `GB18030`.
    pub encoding: &'static str,
    /// How it was found.
    pub found: EncodingFound,
    /// The byte between fields; absent for JSON.
    pub delimiter: Option<u8>,
}

/// How the encoding of a text file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingFound {
    /// By its byte-order mark.
    ByteOrderMark,
    /// Every byte of it is valid UTF-8.
    ValidUtf8,
    /// It is not UTF-8, and valid throughout in the next encoding that is tried.
    Fallback,
    /// The user said so.
    Told,
}

/// How a file was decoded.
#[derive(Clone, Debug)]
pub(crate) struct Decoding {
    pub(crate) words: Bilingual,
    pub(crate) text: Option<TextForm>,
}

impl Decoding {
    /// Of a file that is no text.
    pub(crate) fn packed(words: Bilingual) -> Self {
        Self { words, text: None }
    }
}

/// A table that was read, and how.
#[derive(Clone, Debug)]
pub struct ReadTable {
    /// The file's name without its folder.
    pub file: String,
    /// How it was decoded, e.g. `CSV，UTF-8（无 BOM，全文校验），分隔符“,”`.
    pub decoding: Bilingual,
    /// The same for programs; absent for what is no text.
    pub text: Option<TextForm>,
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
