//! How a file is to be read, in plain values, for every use case that reads one.

use holdfast_engine::read::{DateOrder, ReadOptions};

/// How the file is read, in plain values.
#[derive(Clone, Debug, Default)]
pub struct ReadSettings {
    /// Encoding of a text file by its WHATWG label.
    pub encoding: Option<String>,
    /// Byte that separates the columns of a text file.
    pub delimiter: Option<u8>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Whether 03/04/2024 is the third of April.
    pub day_first: Option<bool>,
}

impl From<ReadSettings> for ReadOptions {
    fn from(settings: ReadSettings) -> Self {
        Self {
            encoding: settings.encoding,
            delimiter: settings.delimiter,
            sheet: settings.sheet,
            date_order: settings.day_first.map(|day| {
                if day {
                    DateOrder::DayFirst
                } else {
                    DateOrder::MonthFirst
                }
            }),
            ..Self::default()
        }
    }
}
