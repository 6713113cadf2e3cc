//! Finds the table in a workbook: which sheet, which row is the header, which columns.

use std::fs::File;
use std::io::BufReader;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::refuse;
use super::xlsx::damaged;
use super::xlsx_cell::{is_filled, is_text, write_cell};

/// An open workbook.
pub(crate) type Workbook = Xlsx<BufReader<File>>;

/// Rows with anything in them that are looked at for the header.
const PREVIEW_ROWS: usize = 100;

/// Where the table is.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) sheet: String,
    /// The header's row, from 0.
    pub(crate) header_row: u32,
    /// The first column, from 0.
    pub(crate) first_column: u32,
    pub(crate) names: Vec<String>,
    /// Rows above the header that hold something.
    pub(crate) titles: u64,
    /// Worksheets that can be seen.
    pub(crate) sheets: usize,
}

/// What speaks for a sheet: (has a header of texts over data, filled cells).
type Score = (bool, u64);

/// A row of the preview: its number, and (column, is text, text) of its filled cells.
type PreviewRow = (u32, Vec<(u32, bool, String)>);

/// Finds the table: on the sheet that was named, or else on the one whose table has the most filled cells.
pub(crate) fn find_table(book: &mut Workbook, named: Option<&str>, max_columns: usize) -> Result<Place, Refusal> {
    let all: Vec<_> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .cloned()
        .collect();
    let names: Vec<String> = all.iter().map(|sheet| sheet.name.clone()).collect();
    let candidates: Vec<String> = match named {
        Some(name) => {
            let found = names.iter().find(|&known| known == name);
            let found = found.or_else(|| {
                names
                    .iter()
                    .find(|known| known.trim().eq_ignore_ascii_case(name.trim()))
            });
            vec![found.ok_or_else(|| unknown_sheet(name, &names))?.clone()]
        }
        None => {
            let visible = all.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
            let visible: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
            if visible.is_empty() { names.clone() } else { visible }
        }
    };
    let mut best: Option<(Score, Place)> = None;
    for sheet in &candidates {
        let alone = candidates.len() == 1;
        let Some((score, mut place)) = look_at(book, sheet, alone).map_err(|error| damaged(&error))? else {
            continue;
        };
        place.sheets = candidates.len();
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, place));
        }
    }
    let (_, place) = best.ok_or_else(refuse::empty_file)?;
    if place.names.len() > max_columns {
        let row = u64::from(place.header_row) + 1;
        return Err(refuse::too_many_columns(place.names.len(), max_columns).at_row(row));
    }
    Ok(place)
}

/// The table of a sheet, and what speaks for it; `None` when there is nothing on it.
fn look_at(book: &mut Workbook, sheet: &str, alone: bool) -> Result<Option<(Score, Place)>, XlsxError> {
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        // A chart or macro sheet that passes for a worksheet, or a part that is missing.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut preview: Vec<PreviewRow> = Vec::new();
    let mut filled = 0;
    while let Some(cell) = cells.next_cell()? {
        if !is_filled(cell.get_value()) {
            continue;
        }
        filled += 1;
        let (row, column) = cell.get_position();
        if preview.last().is_none_or(|(last, _)| *last != row) {
            if preview.len() == PREVIEW_ROWS {
                if alone {
                    break;
                }
                // Only counting from here on.
                while let Some(cell) = cells.next_cell()? {
                    filled += u64::from(is_filled(cell.get_value()));
                }
                break;
            }
            preview.push((row, Vec::new()));
        }
        let mut text = Vec::new();
        write_cell(cell.get_value(), &mut text);
        if let Some((_, cells)) = preview.last_mut() {
            let text = String::from_utf8_lossy(&text).into_owned();
            cells.push((column, is_text(cell.get_value()), text));
        }
    }
    Ok(place(sheet, &preview).map(|(has_header, place)| ((has_header, filled), place)))
}

/// The header is the first row that is nearly as full as the fullest one: titles above it have a cell or two.
fn place(sheet: &str, preview: &[PreviewRow]) -> Option<(bool, Place)> {
    let fullest = preview.iter().map(|(_, cells)| cells.len()).max()?;
    let header = preview.iter().position(|(_, cells)| cells.len() * 10 >= fullest * 7)?;
    let columns = || {
        preview[header..]
            .iter()
            .flat_map(|(_, cells)| cells.iter().map(|(column, ..)| *column))
    };
    let (first_column, last_column) = (columns().min()?, columns().max()?);
    let (header_row, cells) = &preview[header];
    let mut names = vec![String::new(); (last_column - first_column) as usize + 1];
    for (column, _, text) in cells {
        names[(column - first_column) as usize].clone_from(text);
    }
    let texts = cells.iter().filter(|(_, is_text, _)| *is_text).count();
    let has_header = texts * 2 >= cells.len() && header + 1 < preview.len();
    let place = Place {
        sheet: sheet.to_owned(),
        header_row: *header_row,
        first_column,
        names,
        titles: header as u64,
        sheets: 1,
    };
    Some((has_header, place))
}

fn unknown_sheet(name: &str, known: &[String]) -> Refusal {
    let list = known.join(", ");
    Refusal::new(
        "unknown-sheet",
        Bilingual::new("工作簿里没有这张工作表", "the workbook has no such sheet"),
        Bilingual::new(format!("可用的工作表：{list}"), format!("its sheets are: {list}")),
    )
    .with_value(name)
}
