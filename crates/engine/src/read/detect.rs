//! Recognises a file's format: by content first, by extension second.

use std::path::Path;

use holdfast_domain::refusal::Refusal;

use super::refuse;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Fields between delimiters.
    Csv,
    /// A ZIP archive: a workbook, or something that is refused.
    Zip,
    /// Apache Parquet.
    Parquet,
    /// JSON objects, one a line or in an array.
    Json,
}

/// Beginnings of files that are no tables, with what they are and what to do.
type Signature = (
    &'static [u8],
    &'static str,
    (&'static str, &'static str),
    (&'static str, &'static str),
);

const UNPACK: (&str, &str) = ("解压后分析里面的文件", "unpack it and analyse the file inside");
const EXPORT: (&str, &str) = (
    "从原系统重新导出为 CSV 或 XLSX",
    "export the data from its source as CSV or XLSX",
);

const SIGNATURES: [Signature; 12] = [
    (
        b"\x1F\x8B",
        "gzip-archive",
        ("这是 gzip 压缩文件", "this is a gzip archive"),
        UNPACK,
    ),
    (
        b"Rar!\x1A\x07",
        "rar-archive",
        ("这是 RAR 压缩文件", "this is a RAR archive"),
        UNPACK,
    ),
    (
        b"7z\xBC\xAF\x27\x1C",
        "7z-archive",
        ("这是 7z 压缩文件", "this is a 7z archive"),
        UNPACK,
    ),
    (
        b"\x28\xB5\x2F\xFD",
        "zstd-archive",
        ("这是 zstd 压缩文件", "this is a zstd archive"),
        UNPACK,
    ),
    (
        b"\xFD7zXZ\x00",
        "xz-archive",
        ("这是 xz 压缩文件", "this is an xz archive"),
        UNPACK,
    ),
    (b"%PDF-", "pdf-file", ("这是 PDF 文件", "this is a PDF file"), EXPORT),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "old-excel",
        (
            "这是旧版 Excel 工作簿（.xls）或加了密码的工作簿",
            "this is an old Excel workbook (.xls) or one with a password",
        ),
        (
            "用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx",
            "open it in Excel, remove the password, save it as .xlsx",
        ),
    ),
    (
        b"SQLite format 3\0",
        "sqlite-file",
        ("这是 SQLite 数据库", "this is a SQLite database"),
        EXPORT,
    ),
    (
        b"ARROW1",
        "arrow-file",
        ("这是 Arrow 文件", "this is an Arrow file"),
        ("另存为 Parquet", "save it as Parquet"),
    ),
    (
        b"Obj\x01",
        "avro-file",
        ("这是 Avro 文件", "this is an Avro file"),
        ("另存为 Parquet", "save it as Parquet"),
    ),
    (
        b"\x89PNG\r\n\x1A\n",
        "image-file",
        ("这是图片", "this is an image"),
        EXPORT,
    ),
    (b"\xFF\xD8\xFF", "image-file", ("这是图片", "this is an image"), EXPORT),
];

/// Recognises a file by its first bytes.
pub(crate) fn detect(head: &[u8], path: &Path) -> Result<Format, Refusal> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Format::Zip);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if head.starts_with(b"PARE") {
        return Err(refuse::format(
            "encrypted-parquet",
            ("Parquet 文件已加密", "the Parquet file is encrypted"),
            ("导出不加密的文件", "export it without encryption"),
        ));
    }
    if let Some((_, code, problem, remedy)) = SIGNATURES.iter().find(|(start, ..)| head.starts_with(start)) {
        return Err(refuse::format(code, *problem, *remedy));
    }
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|name| extension.eq_ignore_ascii_case(name));
    let is_utf16 = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if head.contains(&0) && !is_utf16 {
        if is(&["parquet", "pq"]) {
            return Err(super::parquet::corrupt("PAR1"));
        }
        if is(&["xlsx", "xlsm"]) {
            return Err(super::xlsx::corrupt("PK"));
        }
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if is_markup(text) {
        return Err(refuse::format(
            "markup-file",
            (
                "这是网页或 XML，不是表格（许多系统导出的“.xls”其实是网页）",
                "this is a web page or XML, not a table (many \"Excel exports\" are)",
            ),
            (
                "用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV",
                "open it in Excel and save it as .xlsx or CSV",
            ),
        ));
    }
    if is_json(text) || (is(&["json", "jsonl", "ndjson"]) && !text.is_empty()) {
        return Ok(Format::Json);
    }
    Ok(Format::Csv)
}

fn is_markup(text: &[u8]) -> bool {
    [
        &b"<!doctype"[..],
        b"<html",
        b"<table",
        b"<?xml",
        b"<meta",
        b"<head",
        b"<body",
        b"<div",
    ]
    .iter()
    .any(|tag| text.len() >= tag.len() && text[..tag.len()].eq_ignore_ascii_case(tag))
}

/// `{"` and `[{`, white space between allowed: a CSV may well begin with a bracket, but not with these.
fn is_json(text: &[u8]) -> bool {
    let Some((first, rest)) = text.split_first() else {
        return false;
    };
    let second = rest.trim_ascii_start().first();
    match first {
        b'{' => matches!(second, Some(b'"' | b'}')),
        b'[' => matches!(second, Some(b'{' | b']')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(head: &[u8], name: &str) -> Result<Format, &'static str> {
        detect(head, Path::new(name)).map_err(|refusal| refusal.code)
    }

    #[test]
    fn content_comes_before_the_extension() {
        assert_eq!(found(b"PK\x03\x04..", "a.csv"), Ok(Format::Zip));
        assert_eq!(found(b"PAR1....", "a.csv"), Ok(Format::Parquet));
        assert_eq!(found(b"a,b\n1,2\n", "a.xlsx"), Ok(Format::Csv));
        assert_eq!(found(b"\xEF\xBB\xBF {\"a\":1}", "a.csv"), Ok(Format::Json));
        assert_eq!(found(b"[id],[name]\n", "a.csv"), Ok(Format::Csv));
        assert_eq!(found(b"[\n {\"a\":1}]", "a.txt"), Ok(Format::Json));
        assert_eq!(found(b"", "a.json"), Ok(Format::Csv));
    }

    #[test]
    fn what_is_no_table_is_named() {
        assert_eq!(found(b"\x1F\x8B\x08", "a.csv"), Err("gzip-archive"));
        assert_eq!(found(b"%PDF-1.7", "a.csv"), Err("pdf-file"));
        assert_eq!(found(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.xls"), Err("old-excel"));
        assert_eq!(found(b"  <HTML><table>", "a.xls"), Err("markup-file"));
        assert_eq!(found(b"garbage\0\0", "a.parquet"), Err("corrupt-parquet"));
        assert_eq!(found(b"garbage\0\0", "a.xlsx"), Err("corrupt-xlsx"));
    }
}
