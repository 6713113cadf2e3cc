//! Rows that are not taken, and sources that are refused as a whole.

use crate::lake_support::{Shop, counts, events, lines, refusal};

#[test]
fn every_rejected_row_is_counted_and_kept_with_its_line() {
    let shop = Shop::new();
    // A blank line and a record over two lines: rows are counted as an editor does.
    let text = "id,at,kind,amount\n\
        a,2024-01-01,buy,1\n\
        \n\
        b,never,buy,2\n\
        c,2024-01-03,\"two\nlines\",3\n\
        d,2024-01-04,buy,lots\n\
        ,2024-01-05,buy,5\n\
        e,,buy,6\n\
        f,2024-01-07,buy,7\n\
        g,2024-01-08,buy,8\n";
    shop.write("o.csv", text);
    let report = shop.one(&events(&["o.csv"]), "2024-02-01");
    assert_eq!((report.rows_read, counts(&report)), (8, [4, 0, 0, 0, 4]));
    let expected = [
        "4|at|never|unreadable-value",
        "7|amount|lots|unreadable-value",
        "8|id|∅|missing-value",
        "9|at|∅|missing-value",
    ];
    let view = shop.view();
    assert_eq!(
        lines(&view, "SELECT row, \"column\", value, reason FROM rejects ORDER BY row"),
        expected
    );
    assert_eq!(lines(&view, "SELECT count(*) FROM events"), ["4"]);
    assert_eq!(
        lines(
            &view,
            "SELECT rows_read, rows_new, rows_rejected, values_rejected FROM batches"
        ),
        ["8|4|4|0"]
    );
    let texts = lines(
        &view,
        "SELECT reason_zh, reason_en, file, source, row_kept FROM rejects WHERE row = 4",
    );
    assert_eq!(
        texts,
        ["不是时间；改正该值后重新导入|this is not a time; correct it and import again|o.csv|orders|false"]
    );
    // The id of a rejected row is no customer.
    assert_eq!(
        lines(&view, "SELECT customer_id FROM customers ORDER BY 1"),
        ["a", "c", "f", "g"]
    );
}

#[test]
fn all_rejects_are_in_the_lake_though_the_report_shows_twenty() {
    let shop = Shop::new();
    let mut text = String::from("id,at,kind,amount\n");
    for row in 0..200 {
        let amount = if row % 4 == 0 { "?".to_owned() } else { row.to_string() };
        text.push_str(&format!("c{row},2024-01-01,buy,{amount}\n"));
    }
    shop.write("o.csv", text);
    let report = shop.one(&events(&["o.csv"]), "2024-02-01");
    assert_eq!((report.rows_rejected, report.rejects.len()), (50, 20));
    assert_eq!(
        lines(&shop.view(), "SELECT count(*), min(row), max(row) FROM rejects"),
        ["50|2|198"]
    );
}

#[test]
fn a_row_with_two_faults_is_one_rejected_row() {
    let shop = Shop::new();
    shop.write(
        "o.csv",
        "id,at,kind,amount\na,2024-01-01,buy,1\nb,never,buy,?\nc,2024-01-02,buy,2\nd,2024-01-02,buy,2\n",
    );
    let report = shop.one(&events(&["o.csv"]), "2024-02-01");
    assert_eq!(counts(&report), [3, 0, 0, 0, 1]);
    assert_eq!(
        lines(&shop.view(), "SELECT count(DISTINCT row), count(*) FROM rejects"),
        ["1|2"]
    );
}

#[test]
fn dates_that_can_be_read_two_ways_are_refused_with_the_remedy() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,kind,amount\na,01/02/2024,buy,1\nb,03/04/2024,buy,2\n");
    let mut spec = events(&["o.csv"]);
    let refused = refusal(shop.import(&spec, "2024-05-01"));
    assert_eq!(
        (refused.code, refused.column.as_deref(), refused.value.as_deref()),
        ("ambiguous-dates", Some("at"), Some("01/02/2024"))
    );
    assert!(refused.remedy.en.contains("date_order = \"dmy\"") && refused.remedy.zh.contains("date_order"));
    assert_eq!(refused.file.as_deref(), Some("o.csv"));
    assert!(shop.bytes().is_empty());
    let day = "SELECT date_trunc('day', occurred_at + INTERVAL '8 hours')::DATE FROM events ORDER BY 1";
    for (order, expected) in [
        ("dmy", ["2024-02-01", "2024-04-03"]),
        ("mdy", ["2024-01-02", "2024-03-04"]),
    ] {
        let shop = Shop::new();
        shop.write("o.csv", "id,at,kind,amount\na,01/02/2024,buy,1\nb,03/04/2024,buy,2\n");
        spec.date_order = Some(order.to_owned());
        shop.one(&spec, "2024-05-01");
        assert_eq!(lines(&shop.view(), day), expected);
    }
}

#[test]
fn a_column_that_is_not_there_is_refused_with_those_that_are() {
    let shop = Shop::new();
    shop.write("o.csv", "id,when,kind,amount\na,2024-01-01,buy,1\n");
    let refused = refusal(shop.import(&events(&["o.csv"]), "2024-02-01"));
    assert_eq!(
        (refused.code, refused.column.as_deref()),
        ("no-such-column", Some("at"))
    );
    assert!(
        refused.problem.en.contains("id, when, kind, amount"),
        "{}",
        refused.problem.en
    );
    let mut spec = events(&["o.csv"]);
    spec.columns.remove("occurred_at");
    let refused = refusal(shop.import(&spec, "2024-02-01"));
    assert_eq!(
        (refused.code, refused.column.as_deref()),
        ("unmapped-column", Some("occurred_at"))
    );
    spec.columns.insert("occurred_at".to_owned(), "kind".to_owned());
    let refused = refusal(shop.import(&spec, "2024-02-01"));
    assert_eq!(
        (refused.code, refused.column.as_deref(), refused.value.as_deref()),
        ("wrong-kind-of-column", Some("kind"), Some("buy"))
    );
    assert!(shop.bytes().is_empty());
}

#[test]
fn a_source_of_which_nothing_can_be_taken_is_refused() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,kind,amount\n,2024-01-01,buy,1\n,2024-01-02,buy,1\n");
    let refused = refusal(shop.import(&events(&["o.csv"]), "2024-02-01"));
    assert_eq!(
        (refused.code, refused.row, refused.column.as_deref()),
        ("all-rows-rejected", Some(2), Some("id"))
    );
    let refused = refusal(shop.import(&events(&["missing-*.csv"]), "2024-02-01"));
    assert_eq!(refused.code, "no-files");
    assert!(shop.bytes().is_empty());
}

#[test]
fn a_dry_run_says_all_of_it_and_writes_nothing() {
    let shop = Shop::new();
    shop.write(
        "o.csv",
        "id,at,kind,amount\na,2024-01-01,buy,1\nb,never,buy,2\nc,2024-01-03,buy,3\n",
    );
    shop.write(
        "copy.csv",
        "id,at,kind,amount\na,2024-01-01,buy,1\nb,never,buy,2\nc,2024-01-03,buy,3\n",
    );
    let reports = shop.run(&events(&["o.csv", "copy.csv"]), 0, true, None).unwrap();
    assert_eq!(counts(&reports[0]), [2, 0, 0, 0, 1]);
    assert_eq!(reports[0].outcome, holdfast_engine::ingest::BatchOutcome::DryRun);
    assert_eq!(reports[1].outcome, holdfast_engine::ingest::BatchOutcome::AlreadyThere);
    assert_eq!(
        (reports[0].preview.len(), reports[0].preview[1]["amount_minor"].as_i64()),
        (2, Some(300))
    );
    assert!(
        reports[0]
            .mapping
            .contains(&("occurred_at".to_owned(), "at".to_owned()))
    );
    assert!(!shop.path("lake").exists());
}
