//! Which encoding a text file is read in.

use encoding_rs::{Encoding, GB18030, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::outcome::{EncodingFound, TextForm};

/// An encoding and how it was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Charset {
    pub(crate) encoding: &'static Encoding,
    pub(crate) found: Found,
    /// Bytes of the byte-order mark to skip.
    pub(crate) bom: usize,
}

/// How an encoding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// By its byte-order mark.
    Bom,
    /// UTF-8 until a byte says otherwise.
    Assumed,
    /// The file is not UTF-8.
    Fallback,
    /// The user said so.
    Told,
}

const COMMON: &str = "utf-8, gb18030, gbk, big5, utf-16le, utf-16be, shift_jis, euc-kr, windows-1252";

impl Charset {
    /// Chooses by override, byte-order mark, or else strict UTF-8.
    ///
    /// # Errors
    /// `unknown-encoding` for a label that the WHATWG standard does not know.
    pub(crate) fn choose(head: &[u8], told: Option<&str>) -> Result<Self, Refusal> {
        let marked = Encoding::for_bom(head);
        if let Some(label) = told {
            let encoding = Encoding::for_label(label.trim().as_bytes())
                .filter(|&encoding| encoding != REPLACEMENT)
                .ok_or_else(|| unknown(label))?;
            if encoding != UTF_8 && is_certainly_utf8(head) {
                return Err(contradicted(encoding));
            }
            let bom = marked
                .filter(|&(found, _)| found == encoding)
                .map_or(0, |(_, bytes)| bytes);
            return Ok(Self {
                encoding,
                found: Found::Told,
                bom,
            });
        }
        Ok(match marked {
            Some((encoding, bom)) => Self {
                encoding,
                found: Found::Bom,
                bom,
            },
            None => Self {
                encoding: UTF_8,
                found: Found::Assumed,
                bom: 0,
            },
        })
    }

    /// What is tried when a file without a byte-order mark is not UTF-8.
    pub(crate) fn fallback() -> Self {
        Self {
            encoding: GB18030,
            found: Found::Fallback,
            bom: 0,
        }
    }

    /// Whether bytes that are not UTF-8 mean another encoding and not a damaged file.
    pub(crate) fn may_fall_back(self) -> bool {
        self.found == Found::Assumed
    }

    /// The encoding and how it was found, for the report.
    pub(crate) fn describe(self) -> Bilingual {
        let name = self.name();
        match self.found {
            Found::Bom => bilingual!("{name}（有 BOM）", "{name} (with BOM)"),
            Found::Assumed => bilingual!("{name}（无 BOM，全文校验）", "{name} (no BOM, validated throughout)"),
            Found::Fallback => bilingual!(
                "{name}（不是 UTF-8，全文校验）",
                "{name} (not UTF-8, validated throughout)"
            ),
            Found::Told => bilingual!("{name}（由参数指定）", "{name} (as told)"),
        }
    }

    /// The same for programs.
    pub(crate) fn form(self, delimiter: Option<u8>) -> TextForm {
        TextForm {
            encoding: self.name(),
            found: match self.found {
                Found::Bom => EncodingFound::ByteOrderMark,
                Found::Assumed => EncodingFound::ValidUtf8,
                Found::Fallback => EncodingFound::Fallback,
                Found::Told => EncodingFound::Told,
            },
            delimiter,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self.encoding {
            encoding if encoding == GB18030 => "GB18030",
            encoding if encoding == UTF_16LE => "UTF-16 LE",
            encoding if encoding == UTF_16BE => "UTF-16 BE",
            encoding => encoding.name(),
        }
    }
}

/// Characters of several bytes from which valid UTF-8 cannot be chance.
const CERTAIN: usize = 8;

/// Whether these bytes (the last character may be cut off) are UTF-8 beyond doubt.
fn is_certainly_utf8(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
        }
        Err(_) => return false,
    };
    valid.chars().filter(|c| !c.is_ascii()).take(CERTAIN).count() == CERTAIN
}

fn contradicted(told: &'static Encoding) -> Refusal {
    let name = told.name();
    Refusal::new(
        "wrong-encoding",
        bilingual!("文件是 UTF-8，不是 {name}", "the file is UTF-8, not {name}"),
        bilingual!(
            "去掉 --encoding，让程序自己判断",
            "leave --encoding out and let the program find it"
        ),
    )
}

fn unknown(label: &str) -> Refusal {
    Refusal::new(
        "unknown-encoding",
        Bilingual::new("不认识这种编码", "this encoding is not known"),
        bilingual!("常用的有：{COMMON}", "common ones are: {COMMON}"),
    )
    .with_value(label)
}

/// Bytes that the encoding does not allow. `utf8_row`: where the file stopped being UTF-8, when that was tried first.
pub(crate) fn malformed(charset: Charset, bytes: &[u8], utf8_row: Option<u64>) -> Refusal {
    let name = charset.name();
    let hex: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02X}")).collect();
    let hex = hex.join(" ");
    let mut problem = bilingual!("字节 {hex} 不是 {name}", "bytes {hex} are not {name}");
    if let Some(row) = utf8_row {
        problem.zh.push_str(&format!("；也不是 UTF-8（第 {row} 行起）"));
        problem
            .en
            .push_str(&format!(", and the file is not UTF-8 either (from row {row})"));
    }
    let remedy = if charset.found == Found::Told {
        bilingual!(
            "换一个 --encoding，或去掉它让程序自己判断；常用的有：{COMMON}",
            "try another --encoding, or leave it out and let the program find it; common ones are: {COMMON}"
        )
    } else {
        bilingual!(
            "重新导出为 UTF-8；若知道编码，用 --encoding 指定，如 {COMMON}",
            "export it again as UTF-8; if you know the encoding, name it with --encoding, e.g. {COMMON}"
        )
    };
    Refusal::new("wrong-encoding", problem, remedy)
}
