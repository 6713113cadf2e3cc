//! Workbooks.

use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadOptions, ReadTable};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::support::{Folder, codes, kind, texts};

fn read_as(name: &str, book: &mut Workbook, options: &ReadOptions) -> Result<ReadTable, Refusal> {
    Folder::new().read(name, book.save_to_buffer().unwrap(), options)
}

fn read(book: &mut Workbook) -> ReadTable {
    read_as("t.xlsx", book, &ReadOptions::default()).unwrap()
}

fn customers(sheet: &mut Worksheet, top: u32, left: u16) {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (column, name) in ["客户编号", "注册日期", "最近登录", "消费", "流失"]
        .into_iter()
        .enumerate()
    {
        sheet.write(top, left + column as u16, name).unwrap();
    }
    for row in 0..3_u32 {
        let at = top + 1 + row;
        sheet.write(at, left, format!("00{row}")).unwrap();
        let day = ExcelDateTime::from_ymd(2024, 1, 5 + row as u8).unwrap();
        sheet.write_with_format(at, left + 1, &day, &date).unwrap();
        let seen = ExcelDateTime::from_ymd(2024, 2, 1).unwrap().and_hms(10, 30, 0).unwrap();
        sheet.write_with_format(at, left + 2, &seen, &time).unwrap();
        sheet.write(at, left + 3, 12.5 * f64::from(row)).unwrap();
        sheet.write(at, left + 4, row == 1).unwrap();
    }
}

#[test]
fn types_come_from_the_cells() {
    let mut book = Workbook::new();
    customers(book.add_worksheet().set_name("客户").unwrap(), 0, 0);
    let read = read(&mut book);
    assert_eq!(read.decoding.zh, "XLSX，工作表“客户”");
    let columns = &read.table.columns;
    let kinds: Vec<&str> = columns.iter().map(kind).collect();
    assert_eq!(kinds, ["text", "instant", "instant", "number", "text"]);
    assert_eq!(texts(&columns[0]), ["000", "001", "002"]);
    assert_eq!(texts(&columns[1]), ["2024-01-05", "2024-01-06", "2024-01-07"]);
    assert_eq!(texts(&columns[2])[0], "2024-02-01 10:30:00");
    assert_eq!(texts(&columns[3]), ["0", "12.5", "25"]);
    assert_eq!(texts(&columns[4]), ["FALSE", "TRUE", "FALSE"]);
    assert_eq!((read.table.first_data_row, codes(&read).len()), (2, 0));
}

#[test]
fn titles_above_and_columns_beside_are_skipped_and_said() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "客户明细").unwrap();
    sheet.write(1, 0, "导出时间：2024-03-01").unwrap();
    customers(sheet, 3, 1);
    let read = read(&mut book);
    assert_eq!(codes(&read), ["title-rows"]);
    assert_eq!(
        (read.notes[0].count, read.table.first_data_row, read.table.rows),
        (Some(2), 5, 3)
    );
    assert_eq!(read.table.columns[0].name, "客户编号");
}

#[test]
fn the_sheet_with_the_table_is_found_or_named() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("说明")
        .unwrap()
        .write(0, 0, "请先阅读")
        .unwrap();
    customers(book.add_worksheet().set_name("数据").unwrap(), 0, 0);
    let small = book.add_worksheet().set_name("字典").unwrap();
    small.write(0, 0, "code").unwrap();
    small.write(1, 0, "A").unwrap();
    let found = read(&mut book);
    assert!(found.decoding.zh.contains("“数据”"));
    assert_eq!(codes(&found), ["sheet-chosen"]);
    let named = |sheet: &str| ReadOptions {
        sheet: Some(sheet.into()),
        ..ReadOptions::default()
    };
    let dictionary = read_as("t.xlsx", &mut book, &named("字典")).unwrap();
    assert_eq!(dictionary.table.columns[0].name, "code");
    let refusal = read_as("t.xlsx", &mut book, &named("没有")).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.value.as_deref()),
        ("unknown-sheet", Some("没有"))
    );
    assert!(refusal.remedy.en.contains("说明, 数据, 字典"));
}

#[test]
fn a_workbook_named_csv_is_read_as_what_it_is() {
    let mut book = Workbook::new();
    customers(book.add_worksheet(), 0, 0);
    assert_eq!(
        read_as("t.csv", &mut book, &ReadOptions::default()).unwrap().table.rows,
        3
    );
}

#[test]
fn blank_rows_gaps_and_stray_cells_are_counted() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, column, text) in [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (4, 0, "2"), (4, 1, "x")] {
        sheet.write(row, column, text).unwrap();
    }
    for row in 5..120 {
        sheet.write(row, 0, row).unwrap();
    }
    sheet.write(119, 9, "a remark").unwrap();
    let read = read(&mut book);
    assert_eq!(codes(&read), ["blank-rows", "outside-table"]);
    assert_eq!((read.notes[0].count, read.notes[1].count), (Some(2), Some(1)));
    assert_eq!(read.table.columns[1].missing, read.table.rows - 1);
}

#[test]
fn a_late_surprise_is_read_again() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "id").unwrap();
    sheet.write(0, 1, "x").unwrap();
    for row in 1..=12_000 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, "k").unwrap();
    }
    sheet.write(12_001, 0, "007").unwrap();
    let read = read(&mut book);
    assert_eq!((kind(&read.table.columns[0]), read.table.rows), ("text", 12_001));
    assert_eq!(read.table.columns[0].text_at(12_000).unwrap(), "007");
}

#[test]
fn empty_and_damaged_workbooks_are_refused() {
    let mut empty = Workbook::new();
    empty.add_worksheet();
    assert_eq!(
        read_as("t.xlsx", &mut empty, &ReadOptions::default()).unwrap_err().code,
        "empty-file"
    );
    let mut header = Workbook::new();
    header.add_worksheet().write(0, 0, "a").unwrap();
    let refusal = read_as("t.xlsx", &mut header, &ReadOptions::default()).unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("header-only", Some(1)));
    let mut book = Workbook::new();
    customers(book.add_worksheet(), 0, 0);
    let bytes = book.save_to_buffer().unwrap();
    let folder = Folder::new();
    let cut = folder.read("t.xlsx", &bytes[..bytes.len() / 2], &ReadOptions::default());
    assert_eq!(cut.unwrap_err().code, "corrupt-xlsx");
    let mut twice = Workbook::new();
    let sheet = twice.add_worksheet();
    for (row, column, text) in [(0, 0, "a"), (0, 1, "a"), (1, 0, "1"), (1, 1, "2")] {
        sheet.write(row, column, text).unwrap();
    }
    assert_eq!(
        read_as("t.xlsx", &mut twice, &ReadOptions::default()).unwrap_err().code,
        "duplicate-column"
    );
}
