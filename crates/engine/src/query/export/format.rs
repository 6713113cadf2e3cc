//! What a file can be.

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values, lines ended by CR LF.
    Csv,
    /// Parquet.
    Parquet,
    /// An Excel workbook.
    Xlsx,
}

/// How the characters of a CSV file are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8 with a byte order mark, so that Excel shows Chinese.
    #[default]
    Utf8,
    /// GB18030, for programs that know no UTF-8. It holds every character of Unicode: nothing is lost.
    Gb18030,
}

impl ExportFormat {
    /// The format that a file's ending names.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}
