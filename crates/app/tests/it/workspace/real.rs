//! Real data, where it lies beside the project; skipped aloud where it does not.

use holdfast_app::workspace::industry::Industry;
use holdfast_domain::rule::ChurnRule;

use super::init::made;
use crate::real::data;

#[test]
fn cdnow_is_a_log_of_purchases() {
    let Some(file) = data("cdnow_master.txt") else { return };
    let dir = tempfile::tempdir().unwrap();
    let report = made(dir.path(), &[file.to_str().unwrap()]);
    println!("{}", report.text);
    let source = &report.config.sources[0];
    assert_eq!((source.id.as_str(), source.table.as_str()), ("cdnow_master", "events"));
    let columns: Vec<(&str, &str)> = source.columns.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let expected = [
        ("amount", "dollar_value"),
        ("customer_id", "customer_id"),
        ("occurred_at", "date"),
        ("quantity", "number_of_cds"),
    ];
    assert_eq!(columns, expected);
    assert_eq!(report.config.currency, "USD");
    assert_eq!(report.sources[0].rows, Some(69_659));
    assert!(matches!(report.config.churn[0].rule, ChurnRule::Inactivity { .. }));
}

#[test]
fn online_retail_multiplies_quantity_and_price() {
    let Some(file) = data("online_retail_2009_2010.parquet") else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let report = made(dir.path(), &[file.to_str().unwrap()]);
    println!("{}", report.text);
    let source = &report.config.sources[0];
    let columns: Vec<(&str, &str)> = source.columns.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let expected = [
        ("customer_id", "Customer ID"),
        ("occurred_at", "InvoiceDate"),
        ("product", "StockCode"),
        ("quantity", "Quantity"),
    ];
    assert_eq!(columns, expected);
    let from = source.amount_from.as_ref().unwrap();
    assert_eq!(
        (from.quantity.as_str(), from.unit_price.as_str()),
        ("Quantity", "Price")
    );
    assert_eq!(report.config.industry, Industry::Retail);
    // Customers by country are offered, not decided.
    assert!(report.text.contains("#region = \"Country\""), "{}", report.text);
}

#[test]
fn telco_is_a_snapshot_that_fills_customers_too() {
    let Some(file) = data("telco_customer_churn.csv") else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let report = made(dir.path(), &[file.to_str().unwrap()]);
    println!("{}", report.text);
    let tables: Vec<&str> = report.config.sources.iter().map(|s| s.table.as_str()).collect();
    assert_eq!(tables, ["customers", "snapshots"]);
    let snapshot = &report.config.sources[1];
    assert_eq!(
        (
            snapshot.columns["churned"].as_str(),
            snapshot.columns["customer_id"].as_str()
        ),
        ("Churn", "customerID")
    );
    assert_eq!(snapshot.attributes.as_ref().unwrap().len(), 19);
    let customers = report.config.sources[0].attributes.as_ref().unwrap();
    assert!(customers.iter().any(|a| a == "Contract") && !customers.iter().any(|a| a == "Churn" || a == "tenure"));
    assert!(report.config.dimensions.iter().any(|d| d == "Contract"));
    assert_eq!(
        (report.config.industry, &report.config.churn[0].rule),
        (Industry::Telecom, &ChurnRule::Label {})
    );
}
