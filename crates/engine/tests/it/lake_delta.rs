//! The tables as other programs see them: the Python packages `deltalake`, `duckdb` and `pyarrow`.

use std::process::Command;

use serde_json::{Value, json};

use crate::lake_support::{Shop, keyed_events, source};

const READ: &str = r#"
import json, os, sys
import deltalake, duckdb
root = sys.argv[1]
duckdb.execute("SET TimeZone = 'UTC'")
out = {}
for name in ["events", "customers", "batches", "rejects", "retractions", "snapshots"]:
    table = deltalake.DeltaTable(f"{root}/{name}")
    data = table.to_pyarrow_table() if hasattr(table, "to_pyarrow_table") else None
    actions = table.get_add_actions(flatten=True)
    import pyarrow
    actions = pyarrow.table(actions).to_pylist()
    entry = {"rows": data.num_rows, "version": table.version(), "num_records": sum(a["num_records"] for a in actions)}
    wrong = []
    for action in actions:
        one = pyarrow.parquet.read_table(f"{root}/{name}/{action['path']}") if hasattr(pyarrow, "parquet") else None
        if one is None:
            import pyarrow.parquet
            one = pyarrow.parquet.read_table(f"{root}/{name}/{action['path']}")
        if one.num_rows != action["num_records"]:
            wrong.append(("rows", action["path"]))
        for column in one.column_names:
            values = [v for v in one[column].to_pylist() if v is not None]
            nulls = action.get(f"null_count.{column}")
            if nulls is not None and nulls != one.num_rows - len(values):
                wrong.append(("nulls", column, nulls))
            low, high = action.get(f"min.{column}"), action.get(f"max.{column}")
            if low is None or not values:
                continue
            def plain(v):
                return v.replace(tzinfo=None) if hasattr(v, "tzinfo") else v
            low, high = plain(low), plain(high)
            least, most = plain(min(values)), plain(max(values))
            if not (low <= least and most <= high):
                wrong.append((column, str(low), str(least), str(most), str(high)))
    entry["wrong"] = wrong
    out[name] = entry
try:
    duckdb.execute("LOAD delta")
    out["delta_scan"] = duckdb.execute(f"SELECT count(*), sum(amount_minor) FROM delta_scan('{root}/events')").fetchone()
except Exception as error:
    out["delta_scan"] = None
events = deltalake.DeltaTable(f"{root}/events").to_pyarrow_table()
out["sum"] = duckdb.execute("SELECT count(*), sum(amount_minor), min(epoch_us(occurred_at)), count(DISTINCT kind) FROM events").fetchone()
customers = deltalake.DeltaTable(f"{root}/customers").to_pyarrow_table()
out["columns"] = sorted(customers.column_names)
print(json.dumps(out, default=str), flush=True)
# The packages' threads abort now and then while the interpreter takes itself apart: what they read was said.
os._exit(0)
"#;

/// The first Python that has the packages: the one named in `HOLDFAST_PYTHON`, else that of the path.
fn python() -> Option<String> {
    let named = std::env::var("HOLDFAST_PYTHON").ok();
    [named, Some("python3".to_owned())]
        .into_iter()
        .flatten()
        .find(|python| {
            let tried = Command::new(python)
                .args(["-c", "import deltalake, duckdb, pyarrow, pyarrow.parquet"])
                .output();
            tried.is_ok_and(|tried| tried.status.success())
        })
}

#[test]
fn other_programs_read_the_same_rows_and_statistics() {
    let Some(python) = python() else {
        println!("skipped: no Python with deltalake, duckdb and pyarrow (name one in HOLDFAST_PYTHON)");
        return;
    };
    let shop = Shop::new();
    let mut text = String::from("no,id,at,kind,amount\n");
    for row in 0..3_000 {
        let amount = if row % 11 == 0 {
            "?".to_owned()
        } else {
            format!("{}.5", row % 900)
        };
        text.push_str(&format!(
            "{row},c{},2024-01-{:02} 10:00:{:02}.250,{},{amount}\n",
            row % 77,
            row % 28 + 1,
            row % 60,
            if row % 3 == 0 { "买" } else { "visit" }
        ));
    }
    shop.write("o.csv", &text);
    shop.one(&keyed_events(&["o.csv"]), "2024-02-01");
    shop.write(
        "p.csv",
        "no,id,at,kind,amount\n1,c1,2024-01-01,buy,7\n9999,new,1969-05-01,buy,\n",
    );
    shop.one(&keyed_events(&["p.csv"]), "2024-02-02");
    shop.write(
        "c.csv",
        "id,姓名,age,Monthly Fee (CNY),joined\nc1,王,31,9.5,2020-01-01\nc2,李,,,\n",
    );
    shop.one(
        &source(
            "crm",
            "customers",
            &["c.csv"],
            &[("customer_id", "id"), ("first_seen_on", "joined")],
        ),
        "2024-02-03",
    );
    shop.write(
        "c.csv",
        "id,姓名,age,Monthly Fee (CNY),joined,vip\nc1,王,32,9.5,2020-01-01,yes\nc2,李,,,,\n",
    );
    shop.one(
        &source(
            "crm",
            "customers",
            &["c.csv"],
            &[("customer_id", "id"), ("first_seen_on", "joined")],
        ),
        "2024-02-04",
    );
    shop.write("s.csv", "id,churned,x\nc1,yes,1\n");
    shop.one(
        &source(
            "snap",
            "snapshots",
            &["s.csv"],
            &[("customer_id", "id"), ("churned", "churned")],
        ),
        "2024-02-04",
    );
    let output = Command::new(&python)
        .args(["-c", READ])
        .arg(shop.path("lake"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let head = shop.view().head().clone();
    // Of the 77 ids, the 7 that divide by 11 have rejected rows alone: 70, one new, two with attributes, one of these again.
    for (name, rows) in [
        ("events", 2_729),
        ("customers", 74),
        ("batches", 5),
        ("rejects", 273),
        ("retractions", 4),
        ("snapshots", 1),
    ] {
        let table = &said[name];
        assert_eq!(
            (&table["rows"], &table["num_records"]),
            (&json!(rows), &json!(rows)),
            "{name} {table}"
        );
        assert_eq!(table["version"], json!(head.tables[name]), "{name}");
        assert_eq!(table["wrong"], json!([]), "{name}");
    }
    // 2,727 rows of the first file, whose amounts are x.5; 7.00; and one without an amount.
    let sum: i64 = (0..3_000)
        .filter(|row| row % 11 != 0)
        .map(|row| (row % 900) * 100 + 50)
        .sum::<i64>()
        + 700;
    let earliest = crate::lake_support::at("1969-05-01T00:00:00+08:00");
    assert_eq!(said["sum"], json!([2_729, sum, earliest, 3]));
    if said["delta_scan"].is_null() {
        println!("skipped: duckdb has no delta extension here");
    } else {
        assert_eq!(said["delta_scan"], json!([2_729, sum]));
    }
    let names = said["columns"].as_array().unwrap();
    assert!(
        ["Monthly Fee (CNY)", "姓名", "vip"]
            .iter()
            .all(|name| names.contains(&json!(name))),
        "{names:?}"
    );
}
