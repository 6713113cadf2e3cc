//! Refusals that several readers share.

use std::io;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

/// A record of a text file at most: 16 MiB.
pub(crate) const MAX_RECORD_BYTES: usize = 16 << 20;

pub(crate) fn empty_file() -> Refusal {
    Refusal::new(
        "empty-file",
        Bilingual::new("文件是空的", "the file is empty"),
        Bilingual::new(
            "重新导出：第一行为列名，其后每行一条记录",
            "export it again: column names in the first row, one record in each row below",
        ),
    )
}

pub(crate) fn header_only() -> Refusal {
    Refusal::new(
        "header-only",
        Bilingual::new("只有表头，没有数据行", "there is a header but no row of data"),
        Bilingual::new("检查导出条件是否选中了数据", "check that the export selected any data"),
    )
}

pub(crate) fn too_many_columns(found: usize, limit: usize) -> Refusal {
    Refusal::new(
        "too-many-columns",
        bilingual!(
            "有 {found} 列，上限为 {limit} 列",
            "{found} columns, at most {limit} are read"
        ),
        Bilingual::new(
            "只导出分析要用的列；若每列是一天或一个商品，先转成每行一条记录",
            "export only the columns the analysis needs; if each is a day or a product, turn them into rows first",
        ),
    )
}

pub(crate) fn too_large(rows: usize, columns: usize) -> Refusal {
    Refusal::new(
        "table-too-large",
        bilingual!(
            "{rows} 行 × {columns} 列放不进内存",
            "{rows} rows × {columns} columns do not fit in memory"
        ),
        Bilingual::new(
            "去掉不用的列，或按时间分成几个文件",
            "leave out columns you do not need, or split the file by time",
        ),
    )
}

pub(crate) fn record_too_long() -> Refusal {
    Refusal::new(
        "record-too-long",
        Bilingual::new("这一行超过 16 MiB", "the record is longer than 16 MiB"),
        Bilingual::new(
            "检查文件是否缺少换行，或该行是否混入了二进制内容",
            "check whether line ends are missing, or binary content got into this row",
        ),
    )
}

pub(crate) fn nul_byte() -> Refusal {
    Refusal::new(
        "nul-byte",
        Bilingual::new(
            "含有 NUL 字节，不是普通文本",
            "there is a NUL byte: this is not plain text",
        ),
        Bilingual::new(
            "重新导出为 UTF-8 的 CSV；若是没有 BOM 的 UTF-16，加 --encoding utf-16le",
            "export it again as UTF-8 CSV; if it is UTF-16 without a BOM, add --encoding utf-16le",
        ),
    )
}

pub(crate) fn unclosed_quote() -> Refusal {
    Refusal::new(
        "unclosed-quote",
        Bilingual::new(
            "这一行开始的引号没有结束",
            "a quote that opens in this row is never closed",
        ),
        Bilingual::new(
            "补上结束的引号；值里的引号要写成两个（\"\"）",
            "close it; a quote inside a value is written twice (\"\")",
        ),
    )
}

/// `spans`: the last line of the record, when it has several.
pub(crate) fn ragged_row(found: usize, expected: usize, spans: Option<u64>) -> Refusal {
    let mut problem = bilingual!(
        "有 {found} 个字段，表头有 {expected} 个",
        "{found} fields, but the header has {expected}"
    );
    if let Some(last) = spans {
        problem.zh.push_str(&format!("（引号使这条记录延续到第 {last} 行）"));
        problem
            .en
            .push_str(&format!(" (quotes make this record reach to row {last})"));
    }
    Refusal::new(
        "ragged-row",
        problem,
        Bilingual::new(
            "给含分隔符或换行的值加上引号，或补齐、删去多余的字段；分隔符认错时用 --delimiter 指定",
            "quote values that hold the delimiter or a line break, or add or remove fields; if the delimiter is wrong, \
             name it with --delimiter",
        ),
    )
}

pub(crate) fn unreadable(error: &io::Error) -> Refusal {
    let (code, zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("file-not-found", "找不到这个文件", "there is no such file"),
        io::ErrorKind::PermissionDenied => ("permission-denied", "没有读取权限", "no permission to read it"),
        io::ErrorKind::IsADirectory => return directory(),
        _ => {
            return Refusal::new(
                "unreadable",
                bilingual!("读取失败：{error}", "reading failed: {error}"),
                Bilingual::new(
                    "检查磁盘和网络盘后重试",
                    "check the disk or the network share and try again",
                ),
            );
        }
    };
    let remedy = if code == "file-not-found" {
        Bilingual::new("检查路径和文件名", "check the path and the file name")
    } else {
        Bilingual::new(
            "给当前用户读取权限，或把文件复制到自己的目录",
            "grant read permission, or copy the file to your own folder",
        )
    };
    Refusal::new(code, Bilingual::new(zh, en), remedy)
}

pub(crate) fn directory() -> Refusal {
    Refusal::new(
        "is-a-directory",
        Bilingual::new("这是一个文件夹", "this is a folder"),
        Bilingual::new("给出其中一个文件的路径", "name one of the files in it"),
    )
}

pub(crate) fn not_a_file() -> Refusal {
    Refusal::new(
        "not-a-file",
        Bilingual::new("不是普通文件", "this is not a regular file"),
        Bilingual::new("先存成文件再分析", "save the data to a file first"),
    )
}

/// A format that is recognised and not read, or a file that is damaged.
pub(crate) fn format(code: &'static str, problem: (&str, &str), remedy: (&str, &str)) -> Refusal {
    Refusal::new(
        code,
        Bilingual::new(problem.0, problem.1),
        Bilingual::new(remedy.0, remedy.1),
    )
}

/// Names that were given on the command line and are not in the table.
pub(crate) fn unknown_column(name: &str, known: &[String]) -> Refusal {
    let shown: Vec<&str> = known.iter().take(30).map(String::as_str).collect();
    let list = shown.join(", ");
    let more = known.len() > shown.len();
    Refusal::new(
        "unknown-column",
        Bilingual::new("没有这一列", "there is no such column"),
        Bilingual::new(
            format!("可用的列：{list}{}", if more { " 等" } else { "" }),
            format!("the columns are: {list}{}", if more { ", …" } else { "" }),
        ),
    )
    .in_column(name)
}

/// Times with and without an offset in a column that is to be in UTC.
pub(crate) fn mixed_offsets(column: &str, row: u64, value: &str) -> Refusal {
    Refusal::new(
        "mixed-offsets",
        Bilingual::new(
            "这一列有的时间带时区，这个值没有",
            "other times of this column have an offset, this one has none",
        ),
        Bilingual::new(
            "给每个时间都写上时区（如 +08:00 或 Z），或者都不写",
            "write an offset (such as +08:00 or Z) with every time, or with none",
        ),
    )
    .in_column(column)
    .at_row(row)
    .with_value(value)
}
