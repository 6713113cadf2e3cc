//! The same customers and orders in every format.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use holdfast_domain::source::SourceSpec;
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::lake_support::{Shop, at, counts, lines, source};

const ORDERS: &str = "SELECT customer_id, occurred_at, kind, amount_minor, quantity, product FROM events JOIN customers USING (customer_key) ORDER BY occurred_at";

fn orders(file: &str) -> SourceSpec {
    source(
        "orders",
        "events",
        &[file],
        &[
            ("customer_id", "客户编号"),
            ("occurred_at", "下单时间"),
            ("kind", "类型"),
            ("amount", "金额"),
            ("quantity", "数量"),
            ("product", "商品"),
        ],
    )
}

const EXPECTED: [&str; 3] = [
    "00123|2024-01-05T02:30:00+00:00|购买|1250|2.0|茶",
    "9007199254740993|2024-01-05T16:00:00+00:00|退款|-300|∅|∅",
    "00123|2024-02-01T00:00:00+00:00|购买|100005|1.5|咖啡",
];

fn text(delimiter: &str) -> String {
    let lines = [
        ["客户编号", "下单时间", "类型", "金额", "数量", "商品"],
        ["00123", "2024-01-05 10:30:00", "购买", "12.50", "2", "茶"],
        ["9007199254740993", "2024-01-06 00:00:00", "退款", "-3", "", ""],
        ["00123", "2024-02-01 08:00:00", "购买", "1000.05", "1.5", "咖啡"],
    ];
    lines.map(|line| line.join(delimiter)).join("\n") + "\n"
}

fn check(name: &str, bytes: &[u8]) {
    let shop = Shop::new();
    shop.write(name, bytes);
    let report = shop.one(&orders(name), "2024-03-01");
    assert_eq!(counts(&report), [3, 0, 0, 0, 0], "{name}");
    assert_eq!(
        (report.rows_read, report.customers_new, report.file.as_str()),
        (3, 2, name)
    );
    assert_eq!(lines(&shop.view(), ORDERS), EXPECTED, "{name}");
}

#[test]
fn text_files_of_every_kind() {
    check("orders.csv", text(",").as_bytes());
    check("orders.tsv", text("\t").as_bytes());
    check("orders.txt", text(";").as_bytes());
    check("bom.csv", format!("\u{feff}{}", text(",")).as_bytes());
    let commas = text(",");
    let (gb, ..) = encoding_rs::GB18030.encode(&commas);
    check("gb.csv", &gb);
}

#[test]
fn json_lines() {
    let lines = [
        r#"{"客户编号":"00123","下单时间":"2024-01-05 10:30:00","类型":"购买","金额":12.5,"数量":2,"商品":"茶"}"#,
        r#"{"客户编号":9007199254740993,"下单时间":"2024-01-06","类型":"退款","金额":-3}"#,
        r#"{"客户编号":"00123","下单时间":"2024-02-01T08:00:00","类型":"购买","金额":1000.05,"数量":1.5,"商品":"咖啡"}"#,
    ];
    check("orders.jsonl", (lines.join("\n") + "\n").as_bytes());
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

#[test]
fn parquet_with_its_own_types() {
    let instants = [
        "2024-01-05T10:30:00+08:00",
        "2024-01-06T00:00:00+08:00",
        "2024-02-01T08:00:00+08:00",
    ]
    .map(at);
    let bytes = parquet(vec![
        (
            "客户编号",
            Arc::new(StringArray::from(vec!["00123", "9007199254740993", "00123"])) as ArrayRef,
        ),
        (
            "下单时间",
            Arc::new(TimestampMicrosecondArray::from(instants.to_vec()).with_timezone("UTC")),
        ),
        ("类型", Arc::new(StringArray::from(vec!["购买", "退款", "购买"]))),
        (
            "金额",
            Arc::new(
                Decimal128Array::from(vec![1250, -300, 100_005])
                    .with_precision_and_scale(12, 2)
                    .unwrap(),
            ),
        ),
        (
            "数量",
            Arc::new(arrow::array::Float64Array::from(vec![Some(2.0), None, Some(1.5)])),
        ),
        (
            "商品",
            Arc::new(StringArray::from(vec![Some("茶"), None, Some("咖啡")])),
        ),
    ]);
    check("orders.parquet", &bytes);
}

#[test]
fn whole_numbers_of_parquet_are_ids_to_the_last_digit() {
    let shop = Shop::new();
    let bytes = parquet(vec![
        (
            "id",
            Arc::new(Int64Array::from(vec![9_007_199_254_740_993, 7])) as ArrayRef,
        ),
        ("day", Arc::new(Date32Array::from(vec![19_727, 19_728]))),
    ]);
    shop.write("e.parquet", bytes);
    shop.one(
        &source(
            "e",
            "events",
            &["e.parquet"],
            &[("customer_id", "id"), ("occurred_at", "day")],
        ),
        "2024-03-01",
    );
    // A day without a time is its midnight in the workspace's zone.
    let found = lines(
        &shop.view(),
        "SELECT customer_id, occurred_at FROM events JOIN customers USING (customer_key) ORDER BY occurred_at",
    );
    assert_eq!(
        found,
        [
            "9007199254740993|2024-01-04T16:00:00+00:00",
            "7|2024-01-05T16:00:00+00:00"
        ]
    );
}

#[test]
fn workbooks() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (column, name) in ["客户编号", "下单时间", "类型", "金额", "数量", "商品"]
        .into_iter()
        .enumerate()
    {
        sheet.write(0, column as u16, name).unwrap();
    }
    let when = |month, day, hour, minute| {
        ExcelDateTime::from_ymd(2024, month, day)
            .unwrap()
            .and_hms(hour, minute, 0)
            .unwrap()
    };
    for (row, (id, when, kind, amount, quantity, product)) in [
        ("00123", when(1, 5, 10, 30), "购买", 12.5, Some(2.0), Some("茶")),
        ("9007199254740993", when(1, 6, 0, 0), "退款", -3.0, None, None),
        ("00123", when(2, 1, 8, 0), "购买", 1000.05, Some(1.5), Some("咖啡")),
    ]
    .into_iter()
    .enumerate()
    {
        let row = row as u32 + 1;
        sheet.write(row, 0, id).unwrap();
        sheet.write_with_format(row, 1, &when, &time).unwrap();
        sheet.write(row, 2, kind).unwrap();
        sheet.write(row, 3, amount).unwrap();
        if let Some(quantity) = quantity {
            sheet.write(row, 4, quantity).unwrap();
        }
        if let Some(product) = product {
            sheet.write(row, 5, product).unwrap();
        }
    }
    check("orders.xlsx", &book.save_to_buffer().unwrap());
}

#[test]
fn a_glob_is_one_commit_of_a_batch_a_file() {
    let shop = Shop::new();
    shop.write("data/o-2.csv", "id,at\na,2024-02-01\n");
    shop.write("data/o-1.csv", "id,at\nb,2024-01-01\na,2024-01-02\n");
    shop.write("data/other.csv", "id,at\nz,2024-01-01\n");
    let spec = source(
        "o",
        "events",
        &["data/o-*.csv"],
        &[("customer_id", "id"), ("occurred_at", "at")],
    );
    let reports = shop.import(&spec, "2024-03-01").unwrap();
    let files: Vec<&str> = reports.iter().map(|report| report.file.as_str()).collect();
    assert_eq!(files, ["data/o-1.csv", "data/o-2.csv"]);
    assert_eq!(shop.view().head().commit, 1);
    assert_eq!(
        lines(
            &shop.view(),
            "SELECT customer_key, customer_id FROM customers ORDER BY 1"
        ),
        ["0|b", "1|a"]
    );
    assert_eq!(
        lines(&shop.view(), "SELECT file, rows_new FROM batches ORDER BY 1"),
        ["data/o-1.csv|2", "data/o-2.csv|1"]
    );
    // One of the files cannot be read: nothing of the others is taken.
    shop.write("data/o-3.csv", "id,at\nc,2024-03-01\n");
    shop.write("data/o-4.csv", "id,when\nc,2024-03-01\n");
    let before = shop.bytes();
    let refused = crate::lake_support::refusal(shop.import(&spec, "2024-03-02"));
    assert_eq!(
        (refused.code, refused.file.as_deref()),
        ("no-such-column", Some("data/o-4.csv"))
    );
    assert_eq!(shop.bytes(), before);
    assert_eq!(
        crate::lake_support::refusal(shop.run(&spec, 0, false, Some("x"))).code,
        "one-id-for-many"
    );
}
