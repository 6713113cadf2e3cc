//! Instants in UTC, when asked for, out of every format.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, TimestampMicrosecondArray};
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadOptions, ReadTable};
use parquet::arrow::ArrowWriter;

use crate::support::{Folder, codes, kind, read_csv, texts};

fn utc() -> ReadOptions {
    ReadOptions {
        instants_in_utc: true,
        ..ReadOptions::default()
    }
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Result<ReadTable, Refusal> {
    Folder::new().read(name, bytes, &utc())
}

#[test]
fn offsets_are_applied_and_the_column_marked() {
    let csv = "at,day\n2024-01-05T00:30:00+08:00,2024-01-05\n2024-01-05 00:30:00Z,2024-01-06\n";
    let read_table = read("t.csv", csv).unwrap();
    let at = &read_table.table.columns[0];
    assert_eq!(texts(at), ["2024-01-04 16:30:00", "2024-01-05 00:30:00"]);
    assert!(at.as_instant().unwrap().utc && !read_table.table.columns[1].as_instant().unwrap().utc);
    assert!(!codes(&read_table).contains(&"offset-local"));
    // Unless asked for, days are those of the place where they were lived.
    let local = read_csv(csv).unwrap();
    assert_eq!(
        texts(&local.table.columns[0]),
        ["2024-01-05 00:30:00", "2024-01-05 00:30:00"]
    );
    assert!(!local.table.columns[0].as_instant().unwrap().utc && codes(&local).contains(&"offset-local"));
}

#[test]
fn json_and_day_first_dates_too() {
    let lines = "{\"at\":\"13/01/2024 01:00+02:00\"}\n{\"at\":\"01/02/2024 01:00+02:00\"}\n";
    let read_table = read("t.jsonl", lines).unwrap();
    assert_eq!(
        texts(&read_table.table.columns[0]),
        ["2024-01-12 23:00:00", "2024-01-31 23:00:00"]
    );
    assert!(read_table.table.columns[0].as_instant().unwrap().utc);
}

#[test]
fn a_typed_column_of_parquet() {
    let array: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![0]).with_timezone("+08:00"));
    let batch = RecordBatch::try_from_iter(vec![("at", array)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let in_utc = read("t.parquet", &bytes).unwrap();
    assert_eq!(in_utc.table.columns[0].as_instant().unwrap().seconds, [0]);
    assert!(in_utc.table.columns[0].as_instant().unwrap().utc);
    let local = Folder::new()
        .read("t.parquet", &bytes, &ReadOptions::default())
        .unwrap();
    assert_eq!(local.table.columns[0].as_instant().unwrap().seconds, [8 * 3600]);
    assert!(!local.table.columns[0].as_instant().unwrap().utc);
}

#[test]
fn texts_in_a_workbook() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["at", "2024-01-05T00:30:00+08:00", "2024-01-05T00:30:00Z"]
        .iter()
        .enumerate()
    {
        sheet.write(row as u32, 0, *text).unwrap();
        sheet.write(row as u32, 1, "k").unwrap();
    }
    sheet.write(0, 1, "other").unwrap();
    let read_table = read("t.xlsx", book.save_to_buffer().unwrap()).unwrap();
    let at = &read_table.table.columns[0];
    assert_eq!(texts(at), ["2024-01-04 16:30:00", "2024-01-05 00:30:00"]);
    assert!(at.as_instant().unwrap().utc);
}

#[test]
fn a_mixed_column_is_refused_with_row_and_value() {
    let refusal = read("t.csv", "at,k\n2024-01-05T10:00:00Z,x\n\n2024-01-06 10:00:00,x\n").unwrap_err();
    assert_eq!(
        (refusal.code, refusal.row, refusal.column.as_deref()),
        ("mixed-offsets", Some(4), Some("at"))
    );
    assert_eq!(refusal.value.as_deref(), Some("2024-01-06 10:00:00"));
    // Far behind the rows that the type was tried on.
    let mut long = String::from("at,k\n");
    for row in 0..30_000 {
        let zone = if row == 25_000 { "" } else { "+08:00" };
        long.push_str(&format!("2024-01-05 10:{:02}:{:02}{zone},x\n", row / 60 % 60, row % 60));
    }
    let refusal = read("t.csv", &long).unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("mixed-offsets", Some(25_002)));
    // Without the option nothing changes.
    assert_eq!(kind(&read_csv(&long).unwrap().table.columns[0]), "instant");
}

#[test]
fn a_long_column_in_utc() {
    let mut long = String::from("at,k\n");
    for row in 0..30_000 {
        long.push_str(&format!("2024-01-05 10:{:02}:{:02}+08:00,x\n", row / 60 % 60, row % 60));
    }
    let read_table = read("t.csv", &long).unwrap();
    let at = read_table.table.columns[0].as_instant().unwrap();
    assert!(at.utc);
    // 10:00:00 at +08:00 is 02:00:00 UTC of 2024-01-05.
    assert_eq!(at.seconds[0], 1_704_412_800 + 2 * 3600);
    assert_eq!(at.seconds[29_999], at.seconds[0] + 29_999 % 3600);
}
