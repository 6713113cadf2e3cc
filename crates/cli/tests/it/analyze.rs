//! `holdfast analyze`.

use std::fs;

use crate::support::{err, holdfast, out, snapshot};

#[test]
fn a_chinese_table_becomes_three_files_and_a_summary() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("客户.csv"), snapshot()).unwrap();
    let output = holdfast(folder.path(), &["--lang", "zh", "analyze", "客户.csv", "--out", "报告"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).is_empty(), "silent where standard error is no terminal");
    insta::with_settings!({ filters => vec![(r"\d+(\.\d+)?%?", "N")] }, {
        insta::assert_snapshot!("summary_zh", out(&output));
    });
    for name in ["report.html", "report.json", "scores.csv"] {
        assert!(folder.path().join("报告").join(name).is_file(), "{name}");
    }
}

#[test]
fn json_is_report_json() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), snapshot()).unwrap();
    let output = holdfast(folder.path(), &["analyze", "c.csv", "--json"]);
    assert_eq!(
        out(&output),
        fs::read_to_string(folder.path().join("holdfast-report/report.json")).unwrap()
    );
}

#[test]
fn refused_input_is_exit_code_3_in_the_users_language_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.csv"), "id,Churn\n1,Yes\n2,No,3\n").unwrap();
    for (lang, words) in [
        ("zh", ["bad.csv", "第3行", "怎么办"]),
        ("en", ["bad.csv", "row 3", "What to do"]),
    ] {
        let output = holdfast(folder.path(), &["--lang", lang, "analyze", "bad.csv"]);
        assert_eq!(output.status.code(), Some(3));
        assert!(out(&output).is_empty());
        for word in words {
            assert!(err(&output).contains(word), "{lang}: no {word} in {}", err(&output));
        }
        assert!(!folder.path().join("holdfast-report").exists());
    }
    let output = holdfast(folder.path(), &["analyze", "missing.csv", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(out(&output).contains("\"error\""), "{}", out(&output));
}

#[test]
fn an_output_folder_that_cannot_be_made_is_exit_code_3() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), snapshot()).unwrap();
    let output = holdfast(folder.path(), &["analyze", "c.csv", "--out", "c.csv/report"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(err(&output).contains("c.csv/report") && err(&output).contains("--out"));
}

#[test]
fn flags_correct_what_was_found() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("c.csv"), snapshot()).unwrap();
    fs::write(folder.path().join("roles.toml"), "[columns]\n\"月费\" = \"ignored\"\n").unwrap();
    let output = holdfast(
        folder.path(),
        &[
            "analyze",
            "c.csv",
            "--overrides",
            "roles.toml",
            "--drop",
            "套餐",
            "--capacity",
            "25",
            "--json",
        ],
    );
    let report = out(&output);
    assert!(report.contains("\"basis\": \"capacity\""), "{}", err(&output));
    assert!(report.contains("\"value\": null"), "no amount, no value");
    assert!(
        !report.contains("\"name\": \"套餐\",\n      \"label\""),
        "a dropped column drives nothing"
    );
}
