//! Real data, where it lies beside the project.

use std::path::PathBuf;

use holdfast_engine::read::{ReadOptions, ReadTable, read};

use crate::support::kind;

fn shared(name: &str) -> Option<ReadTable> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(name);
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
        return None;
    }
    Some(read(&path, &ReadOptions::default(), &|_, _| {}).unwrap())
}

#[test]
fn telco() {
    let Some(read) = shared("telco_customer_churn.csv") else {
        return;
    };
    assert_eq!((read.table.rows, read.table.columns.len()), (7043, 21));
    let total = read.table.column("TotalCharges").unwrap();
    assert_eq!((kind(total), total.missing, total.odd_count), ("number", 11, 0));
    assert_eq!(kind(read.table.column("customerID").unwrap()), "text");
    assert_eq!(read.table.column("customerID").unwrap().distinct(), 7043);
    assert!(read.table.column("tenure").unwrap().as_number().unwrap().integer);
    assert!(read.notes.is_empty(), "{:?}", read.notes);
}

#[test]
fn online_retail() {
    let Some(read) = shared("online_retail_2009_2010.parquet") else {
        return;
    };
    assert_eq!(read.table.rows, 525_461);
    let kinds: Vec<(&str, &str)> = read
        .table
        .columns
        .iter()
        .map(|column| (column.name.as_str(), kind(column)))
        .collect();
    assert_eq!(
        kinds,
        [
            ("Invoice", "text"),
            ("StockCode", "text"),
            ("Description", "text"),
            ("Quantity", "number"),
            ("InvoiceDate", "instant"),
            ("Price", "number"),
            ("Customer ID", "number"),
            ("Country", "text"),
        ]
    );
    let customer = read.table.column("Customer ID").unwrap();
    assert!(customer.as_number().unwrap().integer);
    assert_eq!(customer.text_at(0).unwrap(), "13085");
    assert_eq!(customer.missing, 107_927);
}

#[test]
fn the_other_files() {
    if let Some(read) = shared("artea_coupon_experiment.csv") {
        assert!(read.decoding.en.contains("with BOM"));
        assert_eq!(read.table.rows, 5000);
        assert!(read.table.columns.iter().all(|column| kind(column) == "number"));
    }
    if let Some(read) = shared("waimai_reviews_zh.csv") {
        assert_eq!((read.table.rows, read.table.columns.len()), (11_987, 2));
    }
    if let Some(read) = shared("cdnow_customers_summary.csv") {
        assert_eq!(read.table.rows, 2357);
    }
}
