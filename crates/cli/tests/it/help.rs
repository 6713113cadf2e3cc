//! The reference is what `--help` says.

use crate::support::{err, holdfast, out};

#[test]
fn help_is_the_reference() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        &["--help"][..],
        &["analyze", "--help"],
        &["simulate", "--help"],
        &["survival", "--help"],
        &["init", "--help"],
        &["doctor", "--help"],
        &["import", "--help"],
        &["refresh", "--help"],
        &["metric", "--help"],
        &["metrics", "--help"],
        &["why", "--help"],
        &["explain-metric", "--help"],
        &["sql", "--help"],
        &["export", "--help"],
        &["maintain", "--help"],
        &["train", "--help"],
        &["score", "--help"],
        &["watch", "--help"],
        &["models", "--help"],
        &["models", "list", "--help"],
        &["models", "show", "--help"],
        &["models", "compare", "--help"],
        &["models", "promote", "--help"],
        &["models", "rollback", "--help"],
        &["models", "export", "--help"],
        &["what-if", "--help"],
        &["cycle", "--help"],
    ] {
        let output = holdfast(folder.path(), command);
        assert_eq!(output.status.code(), Some(0));
        insta::assert_snapshot!(command.join(" ").replace("--", ""), out(&output));
    }
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["analyse"][..],
        &["analyze"],
        &["analyze", "a.csv", "--threshold", "7"],
        &["analyze", "a.csv", "--as-of", "1/2/2024"],
        &["analyze", "a.csv", "--time", "t", "--target", "y"],
        &["simulate", "bakery", "--out", "x"],
    ] {
        let output = holdfast(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", err(&output));
    }
}
