//! `holdfast simulate`.

use std::fs;

use crate::support::{err, holdfast, out};

#[test]
fn a_company_is_simulated_once_and_again_but_never_over_foreign_files() {
    let folder = tempfile::tempdir().unwrap();
    let run = || {
        holdfast(
            folder.path(),
            &["simulate", "dealer", "--customers", "50", "--seed", "3", "--out", "d"],
        )
    };
    let first = run();
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert!(out(&first).contains("truth.json"));
    let bytes = fs::read(folder.path().join("d/events.csv")).unwrap();
    assert_eq!(run().status.code(), Some(0));
    assert_eq!(fs::read(folder.path().join("d/events.csv")).unwrap(), bytes);
    fs::create_dir(folder.path().join("own")).unwrap();
    fs::write(folder.path().join("own/thesis.txt"), "years of work").unwrap();
    let refused = holdfast(folder.path(), &["simulate", "shop", "--out", "own"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(
        fs::read_to_string(folder.path().join("own/thesis.txt")).unwrap(),
        "years of work"
    );
}
