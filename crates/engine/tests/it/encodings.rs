//! Byte-order marks, UTF-8, GB18030, overrides.

use encoding_rs::{GB18030, SHIFT_JIS};
use holdfast_engine::read::ReadOptions;

use crate::support::{read_csv, read_csv_with, texts};

const TEXT: &str = "客户编号,姓名,流失\n001,张三,是\n002,李四,否\n003,𠮷野,是\n";

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let mut bytes = if big { vec![0xFE, 0xFF] } else { vec![0xFF, 0xFE] };
    for unit in text.encode_utf16() {
        bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    }
    bytes
}

fn with_encoding(label: &str) -> ReadOptions {
    ReadOptions {
        encoding: Some(label.into()),
        ..ReadOptions::default()
    }
}

#[test]
fn every_encoding_gives_the_same_table() {
    let gb = GB18030.encode(TEXT).0.into_owned();
    let files: [(Vec<u8>, &str); 5] = [
        (TEXT.as_bytes().to_vec(), "UTF-8（无 BOM，全文校验）"),
        ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8（有 BOM）"),
        (gb, "GB18030（不是 UTF-8，全文校验）"),
        (utf16(TEXT, false), "UTF-16 LE（有 BOM）"),
        (utf16(TEXT, true), "UTF-16 BE（有 BOM）"),
    ];
    for (bytes, name) in files {
        let read = read_csv(&bytes).unwrap();
        assert_eq!(read.decoding.zh, format!("CSV，{name}，分隔符“,”"));
        assert_eq!(read.table.columns[0].name, "客户编号");
        assert_eq!(texts(&read.table.columns[0]), ["001", "002", "003"]);
        assert_eq!(texts(&read.table.columns[1]), ["张三", "李四", "𠮷野"]);
    }
}

#[test]
fn a_late_byte_that_is_not_utf8_changes_the_whole_reading() {
    let mut text = String::from("id,name\n");
    for row in 0..400_000 {
        text.push_str(&format!("{row},x\n"));
    }
    text.push_str("400000,长城\n");
    let read = read_csv(GB18030.encode(&text).0).unwrap();
    assert!(read.decoding.en.contains("GB18030"));
    assert_eq!(read.table.columns[1].text_at(400_000).unwrap(), "长城");
}

#[test]
fn an_override_is_followed() {
    let bytes = SHIFT_JIS.encode("名前,値\n山田,1\n").0.into_owned();
    let read = read_csv_with(&bytes, &with_encoding("shift_jis")).unwrap();
    assert_eq!(read.table.columns[0].name, "名前");
    assert!(read.decoding.zh.contains("由参数指定"));
    let utf16_without_bom: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = read_csv_with(&utf16_without_bom, &with_encoding("utf-16le")).unwrap();
    assert_eq!(read.table.columns[0].name, "客户编号");
}

#[test]
fn a_wrong_override_names_row_and_bytes() {
    let gb = GB18030.encode(TEXT).0.into_owned();
    let refusal = read_csv_with(&gb, &with_encoding("utf-8")).unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("wrong-encoding", Some(1)));
    assert!(refusal.problem.en.starts_with("bytes BF"), "{refusal}");
    let refusal = read_csv_with(TEXT, &with_encoding("klingon")).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.value.as_deref()),
        ("unknown-encoding", Some("klingon"))
    );
    assert!(refusal.remedy.en.contains("gb18030"));
}

#[test]
fn neither_utf8_nor_gb18030_names_both_rows() {
    let refusal = read_csv(b"a,b\n1,2\n3,\xFF\xFF\n").unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("wrong-encoding", Some(3)));
    assert!(refusal.problem.zh.contains("也不是 UTF-8（第 3 行起）"), "{refusal}");
}

#[test]
fn damaged_utf8_is_refused_and_not_garbled() {
    let mut bytes = b"name,x\n".to_vec();
    for row in 0..100 {
        bytes.extend(format!("客户第{row}号,1\n").bytes());
    }
    bytes.extend(b"\xE5\xAE\n");
    let refusal = read_csv(&bytes).unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("wrong-encoding", Some(102)));
    assert!(refusal.problem.en.contains("UTF-8"));
}
