//! Reads an Excel workbook (.xlsx).

use std::cell::Cell;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{XlsxError, open_workbook_from_rs};
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::archive::check_workbook;
use super::block::Stop;
use super::collect::collect;
use super::csv::Parts;
use super::decode::Progress;
use super::header::check_header;
use super::notes::table_of;
use super::options::ReadOptions;
use super::outcome::{Decoding, ReadNote};
use super::refuse;
use super::xlsx_sheet::{Place, Workbook, find_table};
use super::xlsx_source::XlsxSource;

/// A workbook that cannot be read.
pub(crate) fn corrupt(what: &str) -> Refusal {
    Refusal::new(
        "corrupt-xlsx",
        bilingual!(
            "Excel 工作簿已损坏或不完整（{what}）",
            "the Excel workbook is damaged or cut off ({what})"
        ),
        Bilingual::new(
            "用 Excel 或 WPS 打开后重新保存，或导出为 CSV",
            "open it in Excel and save it again, or export it as CSV",
        ),
    )
}

/// What the workbook reader says about a file it cannot read.
pub(crate) fn damaged(error: &XlsxError) -> Refusal {
    corrupt(&error.to_string())
}

/// Reads the sheet that holds the table.
pub(crate) fn read_xlsx(file: File, options: &ReadOptions, progress: Progress<'_>) -> Result<Parts, Refusal> {
    // The workbook reader indexes with numbers out of the file and panics on some hostile ones. That is its fault to
    // mend and ours to survive: nothing outlives the closure that a panic could have left half done.
    catch_unwind(AssertUnwindSafe(|| read_checked(file, options, progress))).unwrap_or_else(|_| Err(corrupt("panic")))
}

fn read_checked(mut file: File, options: &ReadOptions, progress: Progress<'_>) -> Result<Parts, Refusal> {
    check_workbook(&mut file)?;
    let bytes = file.metadata().map_err(|error| refuse::unreadable(&error))?.len();
    let open_book = || -> Result<Workbook, Refusal> {
        let copy = file.try_clone().map_err(|error| refuse::unreadable(&error))?;
        open_workbook_from_rs(BufReader::new(copy)).map_err(|error: XlsxError| damaged(&error))
    };
    let mut book = open_book()?;
    let place = find_table(&mut book, options.sheet.as_deref(), options.max_columns)?;
    let header_row = u64::from(place.header_row) + 1;
    let header = check_header(&place.names, header_row, options)?;
    let mut notes = header.notes;
    // A second reading needs a workbook of its own, opened only then.
    let mut second = None;
    let (first, second) = (Cell::new(Some(&mut book)), Cell::new(Some(&mut second)));
    let open = |again: bool| -> Result<XlsxSource<'_>, Stop> {
        let book = if again {
            match second.take() {
                Some(slot) => Some(&mut *slot.insert(open_book()?)),
                None => None,
            }
        } else {
            first.take()
        };
        let book = book.ok_or_else(|| corrupt("read twice"))?;
        let progress = (!again).then_some(progress);
        Ok(XlsxSource::open(book, &place, &header.names, bytes, progress)?)
    };
    let (collected, source) = collect(open, options).map_err(|stop| match stop {
        Stop::Refused(refusal) => refusal,
        Stop::NotUtf8 { .. } => corrupt("UTF-8"),
    })?;
    if collected.rows.len() == 0 {
        return Err(refuse::header_only().at_row(header_row));
    }
    note_surroundings(&place, source.blank, source.outside, &mut notes);
    let table = table_of(header.names.clone(), collected, &mut notes)?;
    let sheet = &place.sheet;
    Ok((
        table,
        Decoding::packed(bilingual!("XLSX，工作表“{sheet}”", "XLSX, sheet \"{sheet}\"")),
        notes,
    ))
}

fn note_surroundings(place: &Place, blank: u64, outside: u64, notes: &mut Vec<ReadNote>) {
    let (sheet, sheets) = (&place.sheet, place.sheets);
    if sheets > 1 {
        notes.push(ReadNote::new(
            "sheet-chosen",
            Some(sheets as u64),
            bilingual!(
                "{sheets} 张工作表中读取了数据最多的“{sheet}”；用 --sheet 指定别的",
                "of {sheets} sheets the one with the most data was read, \"{sheet}\"; name another with --sheet"
            ),
        ));
    }
    if place.titles > 0 {
        let (titles, row) = (place.titles, place.header_row + 1);
        notes.push(ReadNote::new(
            "title-rows",
            Some(titles),
            bilingual!(
                "表头在第 {row} 行，跳过其上的 {titles} 行标题",
                "the header is in row {row}; {titles} title rows above it were skipped"
            ),
        ));
    }
    if blank > 0 {
        notes.push(ReadNote::new(
            "blank-rows",
            Some(blank),
            bilingual!("跳过 {blank} 个空行", "{blank} blank rows were skipped"),
        ));
    }
    if outside > 0 {
        notes.push(ReadNote::new(
            "outside-table",
            Some(outside),
            bilingual!(
                "表格之外的 {outside} 个单元格未读取",
                "{outside} cells beside the table were not read"
            ),
        ));
    }
}
