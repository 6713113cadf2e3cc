//! Options about how the file is read, the same for every command that reads one.

use clap::{Args, ValueEnum};
use holdfast_app::reading::ReadSettings;

/// How the file is read.
#[derive(Args)]
pub struct Reading {
    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The encoding of a text file, e.g. gb18030
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// What separates the columns of a text file: one character, or tab
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// How to read dates such as 03/04/2024
    #[arg(long, value_name = "ORDER", value_enum)]
    date_order: Option<Order>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Order {
    /// Day first: 3 April 2024
    Dmy,
    /// Month first: 4 March 2024
    Mdy,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] => Ok(*byte),
        _ if text == "\\t" || text.eq_ignore_ascii_case("tab") => Ok(b'\t'),
        _ => Err("not a single ASCII character (write tab for a tabulator)".to_owned()),
    }
}

impl Reading {
    /// The options in the application's words.
    pub fn settings(&self) -> ReadSettings {
        ReadSettings {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            day_first: self.date_order.map(|order| matches!(order, Order::Dmy)),
        }
    }
}
