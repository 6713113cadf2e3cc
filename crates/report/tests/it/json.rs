//! report.json and its schema.

use holdfast_report::json::to_json;
use holdfast_report::model::report::Report;
use holdfast_report::schema::schema_json;

use crate::fixture::{events, hostile, snapshot};

#[test]
fn json_survives_a_round_trip_and_is_the_same_every_time() {
    for report in [snapshot::report(), events::report(), hostile::report()] {
        let text = to_json(&report).unwrap();
        assert_eq!(text, to_json(&report).unwrap());
        let back: Report = serde_json::from_str(&text).unwrap();
        assert_eq!(to_json(&back).unwrap(), text);
        assert!(text.ends_with("}\n"));
    }
}

#[test]
fn a_number_that_is_none_is_an_error_that_names_its_place() {
    let error = to_json(&hostile::hollow()).unwrap_err().to_string();
    assert!(error.starts_with("churn.rate is not a finite number"), "{error}");
    let mut report = snapshot::report();
    report.curves.targeting[3].roi = Some(f64::INFINITY);
    let error = to_json(&report).unwrap_err().to_string();
    assert!(error.contains("curves.targeting[3].roi"), "{error}");
}

#[test]
fn the_published_schema_is_the_one_of_the_structs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");
    let published = std::fs::read_to_string(path).expect("docs/report.schema.json: run `cargo xtask codegen`");
    assert!(
        published == schema_json(),
        "docs/report.schema.json is out of date: run `cargo xtask codegen`"
    );
}
