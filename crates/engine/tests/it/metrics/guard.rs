//! What a metric file may not be.

use holdfast_domain::lang::Lang;
use holdfast_engine::metrics::catalog::parse;

const HEADER: &str = "-- id: mine\n-- version: 1\n-- name.zh: 我的\n-- name.en: mine\n-- unit: count\n-- definition.zh: 定义\n\
    -- definition.en: what\n-- numerator.zh: 数\n-- numerator.en: things\n-- direction: neutral\n-- additivity: additive\n-- family: own\n";
const SELECT: &str = "SELECT period{dims}, lost AS numerator FROM ledger";

fn refused(text: &str) -> String {
    parse("metrics/mine.sql", text, false).unwrap_err().message(Lang::En)
}

#[test]
fn a_file_is_read_whole() {
    let metric = parse(
        "mine.sql",
        &format!("\u{feff}{HEADER}-- grains: week, day\n\n{SELECT}\n-- why\n"),
        false,
    )
    .unwrap();
    assert_eq!((metric.id.as_str(), metric.needs), ("mine", vec!["ledger".to_owned()]));
    assert_eq!(metric.grains.len(), 2);
    let two =
        "WITH a AS (SELECT * FROM ledger) SELECT a.period{dims:a}, 1 AS numerator FROM a JOIN activity USING (cell)";
    let metric = parse("mine.sql", &format!("{HEADER}-- needs: activity, ledger\n{two}"), false).unwrap();
    assert_eq!(metric.needs, ["activity", "ledger"]);
}

#[test]
fn a_bad_header_names_file_line_and_value() {
    let with = |from: &str, to: &str| refused(&format!("{}\n{SELECT}", HEADER.replace(from, to)));
    for (from, to, says) in [
        (
            "version: 1",
            "version: one",
            "metrics/mine.sql: row 2, column \"version\", value \"one\": not a whole number",
        ),
        (
            "unit: count",
            "unit: euro",
            "row 5, column \"unit\", value \"euro\": there is no such value",
        ),
        ("-- unit: count\n", "", "the header lacks unit"),
        (
            "-- unit: count",
            "-- colour: red",
            "row 5, value \"colour: red\": there is no such key",
        ),
        ("-- unit: count", "-- just words", "not \"key: value\""),
        (
            "unit: count",
            "unit: count\n-- unit: days",
            "row 6, value \"unit: days\": this key is given twice",
        ),
        ("id: mine", "id: My metric", "value \"My metric\": not an identifier"),
        ("id: mine", "id:", "the value is empty"),
        ("unit: count", "unit: rate", "the header lacks denominator.zh"),
        (
            "family: own",
            "family: own\n-- denominator.en: all",
            "the header lacks denominator.zh",
        ),
        (
            "family: own",
            "family: own\n-- denominator.en: all\n-- denominator.zh: 全部",
            "a metric with a denominator cannot be summed",
        ),
        (
            "family: own",
            "family: own\n-- grains: month, fortnight",
            "a grain that does not exist",
        ),
        (
            "family: own",
            "family: own\n-- needs: ledger, value",
            "the SQL reads ledger",
        ),
    ] {
        let message = with(from, to);
        assert!(message.contains(says), "{message}\nlacks {says}");
    }
}

#[test]
fn only_one_select_that_reads_passes() {
    for (sql, says) in [
        ("", "there is no SELECT"),
        (
            "SELECT period, 1 AS numerator FROM ledger; DROP TABLE ledger",
            "more than one statement",
        ),
        ("DROP TABLE ledger -- period numerator", "not a SELECT that only reads"),
        ("DELETE FROM ledger -- period numerator", "not a SELECT that only reads"),
        (
            "INSERT INTO ledger SELECT period, 1 AS numerator FROM ledger",
            "not a SELECT that only reads",
        ),
        (
            "COPY (SELECT period, 1 AS numerator FROM ledger) TO '/tmp/x.csv'",
            "not a SELECT that only reads",
        ),
        (
            "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd' -- period numerator",
            "not a SELECT that only reads",
        ),
        (
            "EXPLAIN SELECT period, 1 AS numerator FROM ledger",
            "not a SELECT that only reads",
        ),
        ("SET x = 1 -- period numerator", "not a SELECT that only reads"),
        (
            "SELECT period, 1 AS numerator INTO y FROM ledger",
            "not a SELECT that only reads",
        ),
        (
            "SELECT period, 1 AS numerator FROM other.ledger",
            "without catalog or schema",
        ),
        ("SELECT period, 1 AS n FROM ledger", "does not give a column numerator"),
        (
            "SELECT period{dim}, 1 AS numerator FROM ledger",
            "there is no placeholder {dim}",
        ),
        ("SELEC period, 1 AS numerator FROM ledger", "the SQL cannot be parsed"),
    ] {
        let message = refused(&format!("{HEADER}{sql}"));
        assert!(message.contains(says), "{sql}: {message}\nlacks {says}");
    }
}
