//! Parquet files.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int32Array,
    Int64Array, ListArray, RecordBatch, StringArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow::datatypes::{Int32Type, Int64Type};
use holdfast_engine::read::{ReadOptions, ReadTable};
use parquet::arrow::ArrowWriter;

use crate::support::{Folder, codes, kind, texts};

fn bytes(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn read(columns: Vec<(&str, ArrayRef)>) -> ReadTable {
    Folder::new()
        .read("t.parquet", bytes(columns), &ReadOptions::default())
        .unwrap()
}

#[test]
fn every_type_is_understood() {
    let dictionary: DictionaryArray<Int32Type> = vec![Some("x"), None, Some("x")].into_iter().collect();
    let read = read(vec![
        ("small", Arc::new(Int32Array::from(vec![Some(1), None, Some(-3)]))),
        ("big", Arc::new(Int64Array::from(vec![1, 9_007_199_254_740_993, 3]))),
        ("huge", Arc::new(UInt64Array::from(vec![1, 2, u64::MAX]))),
        (
            "float",
            Arc::new(Float64Array::from(vec![1.5, f64::NAN, f64::INFINITY])),
        ),
        (
            "money",
            Arc::new(
                Decimal128Array::from(vec![1050, -25, 0])
                    .with_precision_and_scale(10, 2)
                    .unwrap(),
            ),
        ),
        ("flag", Arc::new(BooleanArray::from(vec![true, false, true]))),
        ("day", Arc::new(Date32Array::from(vec![Some(19_727), None, Some(-1)]))),
        (
            "at",
            Arc::new(TimestampMicrosecondArray::from(vec![1_704_412_800_500_000, -1, 0]).with_timezone("UTC")),
        ),
        ("code", Arc::new(dictionary)),
        (
            "text_date",
            Arc::new(StringArray::from(vec![
                "2009-12-01 07:45:00",
                "2009-12-02 08:00:00",
                "",
            ])),
        ),
        (
            "text_mixed",
            Arc::new(StringArray::from(vec!["489434", "C489449", "489436"])),
        ),
        ("text_number", Arc::new(StringArray::from(vec!["1.5", "2", "NA"]))),
    ]);
    let found: Vec<(&str, Vec<String>)> = read
        .table
        .columns
        .iter()
        .map(|column| (kind(column), texts(column)))
        .collect();
    let expected: [(&str, [&str; 3]); 12] = [
        ("number", ["1", "∅", "-3"]),
        ("text", ["1", "9007199254740993", "3"]),
        ("text", ["1", "2", "18446744073709551615"]),
        ("number", ["1.5", "∅", "∅"]),
        ("number", ["10.5", "-0.25", "0"]),
        ("text", ["true", "false", "true"]),
        ("instant", ["2024-01-05", "∅", "1969-12-31"]),
        (
            "instant",
            ["2024-01-05 00:00:00", "1969-12-31 23:59:59", "1970-01-01 00:00:00"],
        ),
        ("text", ["x", "∅", "x"]),
        ("instant", ["2009-12-01 07:45:00", "2009-12-02 08:00:00", "∅"]),
        ("text", ["489434", "C489449", "489436"]),
        ("number", ["1.5", "2", "∅"]),
    ];
    for ((kind, texts), (name, values)) in found.iter().zip(expected) {
        assert_eq!(
            (*kind, texts.iter().map(String::as_str).collect::<Vec<_>>()),
            (name, values.to_vec())
        );
    }
    assert_eq!(
        (read.table.columns[3].odd_count, read.table.columns[3].odd[0].row),
        (1, 3)
    );
    assert!(codes(&read).contains(&"offset-local"));
    assert_eq!((read.table.first_data_row, read.decoding.en.as_str()), (1, "Parquet"));
}

#[test]
fn nested_and_binary_columns_are_left_out_by_name() {
    let lists = ListArray::from_iter_primitive::<Int64Type, _, _>(vec![Some(vec![Some(1)]), None]);
    let read = read(vec![
        ("id", Arc::new(Int32Array::from(vec![1, 2]))),
        ("list", Arc::new(lists)),
        (
            "words",
            Arc::new(BinaryArray::from(vec![&b"plain"[..], "文本".as_bytes()])),
        ),
        ("blob", Arc::new(BinaryArray::from(vec![&b"\xFF\xFE"[..], b"x"]))),
    ]);
    let names: Vec<&str> = read.table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["id", "words"]);
    assert_eq!(codes(&read), ["column-left-out", "column-left-out"]);
    assert!(read.notes[0].text.zh.contains("list") && read.notes[1].text.en.contains("blob"));
}

#[test]
fn damaged_files_are_refused() {
    let whole = bytes(vec![("a", Arc::new(Int32Array::from_iter_values(0..1000)))]);
    let folder = Folder::new();
    for length in [4, 100, whole.len() - 1] {
        let refusal = folder
            .read("t.parquet", &whole[..length], &ReadOptions::default())
            .unwrap_err();
        assert_eq!(refusal.code, "corrupt-parquet");
    }
    let empty = bytes(vec![("a", Arc::new(Int32Array::from(Vec::<i32>::new())))]);
    assert_eq!(
        folder
            .read("t.parquet", empty, &ReadOptions::default())
            .unwrap_err()
            .code,
        "header-only"
    );
}
