//! Columns that the user named.

use std::fs;

use holdfast_app::columns::dates::Unit;
use holdfast_app::columns::pick::Pick;
use holdfast_engine::read::{ReadOptions, ReadTable, read};

fn table(text: &str) -> ReadTable {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.csv");
    fs::write(&path, text).unwrap();
    read(&path, &ReadOptions::default(), &|_, _| {}).unwrap()
}

#[test]
fn rows_without_a_value_are_left_out_counted_and_named() {
    let input = table("id,time,left,plan\n1,5,yes,b\n2,,no,a\n\n3,7,,a\n4,8,yes,\n5,9,no,a\n");
    let mut pick = Pick::new(&input);
    let time = pick.need("time", "--duration").unwrap();
    let left = pick.need_outcome("left", None, "--event").unwrap();
    let plan = pick.need("plan", "--covariates").unwrap();
    let id = pick.column("id", "--id").unwrap();
    let picked = pick.finish().unwrap();
    assert_eq!(picked.numbers(time).unwrap(), [5.0, 9.0]);
    assert_eq!(picked.gather(&left), [true, false]);
    assert_eq!(picked.texts(id), ["1", "5"]);
    // A blank line stands in the file between the second and the third record.
    assert_eq!(
        (picked.row_number(0), picked.row_number(1), picked.row_number(2)),
        (Some(2), Some(7), None)
    );
    let columns: Vec<(&str, u64)> = picked.dropped().iter().map(|d| (d.column.as_str(), d.rows)).collect();
    assert_eq!(columns, [("time", 1), ("left", 1), ("plan", 1)]);
    assert!(picked.notes()[0].en.starts_with("3 rows"));
    let design = picked.design(&[plan]).unwrap();
    assert_eq!(
        (design.names, design.bases),
        (vec!["plan=b".to_owned()], vec!["plan=a".to_owned()])
    );
    assert_eq!(design.columns, [[1.0, 0.0]]);
}

#[test]
fn categories_are_numbered_by_name_whatever_the_order_of_the_rows() {
    let input = table("n,t,d\n10,乙,2024-01-02\n-2,甲,2024-01-01\n10,乙,2024-01-02\n3,丙,2024-03-01\n");
    let mut pick = Pick::new(&input);
    let columns: Vec<_> = ["n", "t", "d"]
        .iter()
        .map(|c| pick.need(c, "--group").unwrap())
        .collect();
    let picked = pick.finish().unwrap();
    let [n, t, d] = [0, 1, 2].map(|i| picked.categories(columns[i]));
    assert_eq!(
        (n.codes, n.levels),
        (vec![2, 0, 2, 1], ["-2", "3", "10"].map(str::to_owned).to_vec())
    );
    assert_eq!(
        (t.codes, t.levels),
        (vec![1, 2, 1, 0], ["丙", "乙", "甲"].map(str::to_owned).to_vec())
    );
    assert_eq!((d.codes[3], d.levels[0].as_str()), (2, "2024-01-01"));
}

#[test]
fn two_dates_are_a_duration_and_what_is_no_number_is_named() {
    let input = table("a,b,x\n2024-01-01,2024-01-31,1\n2024-02-01,2024-02-02,n/b\n");
    let mut pick = Pick::new(&input);
    let (a, b) = (pick.need("a", "--start").unwrap(), pick.need("b", "--stop").unwrap());
    let x = pick.need("x", "--weights").unwrap();
    let picked = pick.finish().unwrap();
    assert_eq!(picked.time_between(a, b, Unit::Days, None, None).unwrap(), [30.0, 1.0]);
    assert_eq!(
        picked.time_between(b, a, Unit::Weeks, None, None).unwrap()[0],
        -30.0 / 7.0
    );
    let refusal = picked.numbers(x).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.row, refusal.value.as_deref()),
        ("not-a-number", Some(3), Some("n/b"))
    );
    assert_eq!(refusal.column.as_deref(), Some("x"));
    let pick = Pick::new(&input);
    assert!(pick.column("A", "--id").unwrap_err().problem.en.contains("nearest: a"));
}

#[test]
fn no_row_left_is_refused_by_the_column_that_lacks_most() {
    let input = table("a,b\n1,\n2,\n,3\n");
    let mut pick = Pick::new(&input);
    pick.need("a", "--duration").unwrap();
    pick.need("b", "--event").unwrap();
    let refusal = pick.finish().err().unwrap();
    assert_eq!((refusal.code, refusal.column.as_deref()), ("no-usable-rows", Some("b")));
}
