//! Looks into a ZIP archive: a workbook is one, and so is much that is not.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::refuse;

/// The central directory of a real workbook is a few kilobytes; beyond this it is an attack.
const MAX_DIRECTORY_BYTES: u64 = 16 << 20;
/// From this size on, a workbook that is packed more tightly than `BOMB_RATIO` is taken for a bomb.
const BOMB_BYTES: u64 = 256 << 20;
const BOMB_RATIO: u64 = 200;
/// The parts of a workbook unpacked, at most: a million rows × 40 columns are about 2 GiB of XML.
const MAX_UNPACKED_BYTES: u64 = 8 << 30;
/// The texts of a workbook are held in memory at once.
const MAX_STRINGS_BYTES: u64 = 1 << 30;

/// A file in an archive.
struct Entry {
    name: String,
    unpacked_bytes: u64,
}

/// Passes an Excel workbook, refuses everything else by name.
pub(crate) fn check_workbook(file: &mut File) -> Result<(), Refusal> {
    let entries = entries(file)
        .map_err(|error| refuse::unreadable(&error))?
        .ok_or_else(|| super::xlsx::corrupt("central directory"))?;
    let has = |name: &str| entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") || has("content.xml") {
        return Err(refuse::format(
            "other-workbook",
            (
                "这是 .xlsb 或 OpenDocument 工作簿",
                "this is an .xlsb or OpenDocument workbook",
            ),
            ("打开后另存为 .xlsx 或 CSV", "open it and save it as .xlsx or CSV"),
        ));
    }
    // Some writers name the main part differently; all keep it in xl/.
    if !entries
        .iter()
        .any(|entry| entry.name.to_ascii_lowercase().starts_with("xl/"))
    {
        return Err(zip_archive(&entries));
    }
    let total: u64 = entries
        .iter()
        .map(|entry| entry.unpacked_bytes)
        .fold(0, u64::saturating_add);
    let strings = entries
        .iter()
        .filter(|entry| entry.name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
    let packed = file.metadata().map_err(|error| refuse::unreadable(&error))?.len();
    if total > BOMB_BYTES && total / packed.max(1) > BOMB_RATIO {
        return Err(refuse::format(
            "workbook-bomb",
            (
                "工作簿解压后是自身的两百倍以上，不是正常的表格",
                "unpacked, the workbook is more than two hundred times its size: no ordinary table",
            ),
            ("导出为 CSV", "export it as CSV"),
        ));
    }
    if total > MAX_UNPACKED_BYTES || strings.map(|entry| entry.unpacked_bytes).max() > Some(MAX_STRINGS_BYTES) {
        return Err(refuse::format(
            "workbook-too-large",
            (
                "工作簿解压后超过 8 GiB（或文字超过 1 GiB）",
                "unpacked, the workbook exceeds 8 GiB (or its texts 1 GiB)",
            ),
            ("导出为 CSV", "export it as CSV"),
        ));
    }
    Ok(())
}

fn zip_archive(entries: &[Entry]) -> Refusal {
    let names: Vec<&str> = entries.iter().take(3).map(|entry| entry.name.as_str()).collect();
    let names = Refusal::new("", Bilingual::default(), Bilingual::default()).with_value(&names.join(", "));
    let inside = names.value.unwrap_or_default();
    let count = entries.len();
    Refusal::new(
        "zip-archive",
        bilingual!(
            "这是 ZIP 压缩文件（{count} 个条目：{inside}），不是表格",
            "this is a ZIP archive ({count} entries: {inside}), not a table"
        ),
        Bilingual::new("解压后分析里面的文件", "unpack it and analyse the file inside"),
    )
}

/// The archive's directory; `None` if it has none. Format: PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16.
fn entries(file: &mut File) -> io::Result<Option<Vec<Entry>>> {
    let length = file.seek(SeekFrom::End(0))?;
    // The end record has 22 bytes and a comment of at most 65535.
    let tail_start = length.saturating_sub(22 + 65_535);
    file.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    file.by_ref().take(22 + 65_535).read_to_end(&mut tail)?;
    let Some(end) = (0..tail.len().saturating_sub(21))
        .rev()
        .find(|&at| tail[at..].starts_with(b"PK\x05\x06"))
    else {
        return Ok(None);
    };
    let size = number(&tail, end + 12, 4);
    let offset = number(&tail, end + 16, 4);
    let (size, offset) = if offset == u64::from(u32::MAX) || size == u64::from(u32::MAX) {
        // ZIP64: a file of over 4 GiB; take what lies before the end record.
        let directory_end = tail_start + end as u64;
        (
            MAX_DIRECTORY_BYTES.min(directory_end),
            directory_end.saturating_sub(MAX_DIRECTORY_BYTES),
        )
    } else {
        (size, offset)
    };
    if size > MAX_DIRECTORY_BYTES || offset > length {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut directory = Vec::new();
    file.by_ref().take(size).read_to_end(&mut directory)?;
    Ok(Some(parse_directory(&directory)))
}

fn parse_directory(directory: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while directory
        .get(at..at + 46)
        .is_some_and(|record| record.starts_with(b"PK\x01\x02"))
    {
        let lengths = [28, 30, 32].map(|field| number(directory, at + field, 2) as usize);
        let name = directory.get(at + 46..at + 46 + lengths[0]).unwrap_or_default();
        entries.push(Entry {
            name: String::from_utf8_lossy(name).replace('\\', "/"),
            unpacked_bytes: number(directory, at + 24, 4),
        });
        at += 46 + lengths.iter().sum::<usize>();
    }
    entries
}

/// A little-endian number; bytes past the end are zero.
fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    (0..length).rev().fold(0, |sum, index| {
        sum << 8 | u64::from(bytes.get(at + index).copied().unwrap_or(0))
    })
}
