//! Writes small files and reads them.

use std::path::PathBuf;

use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadOptions, ReadTable, read};
use holdfast_engine::table::Column;
use tempfile::TempDir;

/// A folder that lives as long as the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str, bytes: impl AsRef<[u8]>, options: &ReadOptions) -> Result<ReadTable, Refusal> {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        read(&path, options, &|_, _| {})
    }
}

/// Reads bytes as `t.csv`.
pub fn read_csv(bytes: impl AsRef<[u8]>) -> Result<ReadTable, Refusal> {
    Folder::new().read("t.csv", bytes, &ReadOptions::default())
}

/// Reads bytes as `t.csv` with options.
pub fn read_csv_with(bytes: impl AsRef<[u8]>, options: &ReadOptions) -> Result<ReadTable, Refusal> {
    Folder::new().read("t.csv", bytes, options)
}

/// A one-column CSV named `c` of these values.
pub fn one_column(values: &[&str]) -> ReadTable {
    read_csv(column_file(values)).unwrap()
}

/// The text of a CSV with a column `c` of these values, quoted, and a second one that keeps rows from being blank.
pub fn column_file(values: &[&str]) -> String {
    let mut text = String::from("c,k\n");
    for value in values {
        text.push_str(&format!("\"{}\",x\n", value.replace('"', "\"\"")));
    }
    text
}

/// The texts of a column as a person would write them; missing is `∅`.
pub fn texts(column: &Column) -> Vec<String> {
    (0..column.values.len())
        .map(|row| {
            column
                .text_at(row)
                .map_or_else(|| "∅".to_owned(), |text| text.into_owned())
        })
        .collect()
}

/// The codes of a table's notes.
pub fn codes(table: &ReadTable) -> Vec<&'static str> {
    table.notes.iter().map(|note| note.code).collect()
}

/// `number`, `text` or `instant`.
pub fn kind(column: &Column) -> &'static str {
    if column.as_number().is_some() {
        "number"
    } else if column.as_instant().is_some() {
        "instant"
    } else {
        "text"
    }
}
