//! The panel is kept up: late rows build their own periods again and nothing else, and the result is that of a panel built at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::lake_support::{NOW, done, exported, json, workspace};

/// January to June 2025.
fn first() -> String {
    let mut text = String::from("id,at,kind,amount\n");
    for row in 0..2000 {
        let (month, day, hour) = (1 + row % 6, 1 + row * 7 % 28, row % 24);
        let kind = ["order", "visit", "退货"][row % 3];
        let amount = if row % 3 == 2 { "-5.00".to_owned() } else { format!("{}.25", row % 90) };
        text.push_str(&format!("c{},2025-{month:02}-{day:02} {hour:02}:15:00,{kind},{amount}\n", row % 137));
    }
    text
}

/// Two rows of February, one of them by somebody new at the very end of a day; one of July.
const LATE: &str = "id,at,kind,amount
c5,2025-02-11 08:00:00,order,19.90
new,2025-02-28 23:59:59,order,7.00
c6,2025-07-02 00:00:00,visit,
";

fn panel_of(done: &Value, grain: &str) -> u64 {
    let panel = done["panel"].as_array().unwrap().iter().find(|panel| panel["grain"] == grain).unwrap();
    panel["periods"].as_u64().unwrap()
}

fn refresh(folder: &Path) -> Value {
    json(folder, &["refresh", "--now", NOW, "--json"])
}

#[test]
fn late_rows_build_their_periods_again_and_no_others() {
    let dir = tempfile::tempdir().unwrap();
    let (slow, fresh) = (dir.path().join("slow"), dir.path().join("fresh"));
    workspace(&slow, &[("orders", "in/*.csv")], false);
    fs::create_dir(slow.join("in")).unwrap();
    fs::write(slow.join("in/1.csv"), first()).unwrap();
    let done_first = refresh(&slow);
    let days: BTreeSet<String> = first().lines().skip(1).map(|line| line.split(',').nth(1).unwrap()[..10].to_owned()).collect();
    assert_eq!((panel_of(&done_first, "month"), panel_of(&done_first, "day")), (6, days.len() as u64));
    let untouched = |folder: &Path| {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder.join("lake/panel/grain=month/period_on=2025-03-01")).unwrap() {
            let entry = entry.unwrap();
            files.push((entry.file_name(), fs::read(entry.path()).unwrap()));
        }
        files
    };
    let march = untouched(&slow);
    assert_eq!(march.len(), 1);

    assert_eq!(panel_of(&refresh(&slow), "month"), 0, "nothing new, nothing built");

    fs::write(slow.join("in/2.csv"), LATE).unwrap();
    let late = refresh(&slow);
    assert_eq!((panel_of(&late, "month"), panel_of(&late, "day")), (2, 3));
    assert_eq!(untouched(&slow), march);

    workspace(&fresh, &[("orders", "in/*.csv")], false);
    fs::create_dir(fresh.join("in")).unwrap();
    fs::write(fresh.join("in/1.csv"), first()).unwrap();
    fs::write(fresh.join("in/2.csv"), LATE).unwrap();
    assert_eq!(panel_of(&refresh(&fresh), "month"), 7);
    assert_eq!(exported(&slow, "panel"), exported(&fresh, "panel"));

    // The cell of the newcomer: money and instants of the workspace's days.
    let query = "SELECT events, amount_sum_minor, period_on FROM panel JOIN customers USING (customer_key) WHERE customer_id = 'new' AND grain = 'month'";
    let cell = json(&slow, &["sql", query, "--json"]);
    assert_eq!(cell, serde_json::json!([{ "events": 1, "amount_sum_minor": 700, "period_on": "2025-02-01" }]));
}

#[test]
fn a_corrected_and_a_withdrawn_row_leave_the_panel_as_if_built_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (slow, fresh) = (dir.path().join("slow"), dir.path().join("fresh"));
    for folder in [&slow, &fresh] {
        workspace(folder, &[("orders", "orders.csv")], true);
    }
    let rows = |changed: bool| {
        let mut text = String::from("no,id,at,kind,amount\n");
        for row in 0..300 {
            match (changed, row) {
                // Moved from one month to another, another amount, gone.
                (true, 7) => text.push_str("7,c7,2025-09-01 00:00:00,order,1.00\n"),
                (true, 8) => text.push_str("8,c8,2025-03-09 10:00:00,order,999.00\n"),
                (true, 9) => {}
                _ => text.push_str(&format!("{row},c{},2025-{:02}-{:02} 10:00:00,order,{row}.00\n", row % 40, 1 + row % 6, 1 + row % 28)),
            }
        }
        text
    };
    fs::write(slow.join("orders.csv"), rows(false)).unwrap();
    done(&slow, &["refresh", "--now", "2026-01-01T00:00:00Z"]);
    fs::write(slow.join("orders.csv"), rows(true)).unwrap();
    let second = refresh(&slow);
    // Row 7 left February for September, row 8 was and is in March, row 9 left April.
    assert_eq!(panel_of(&second, "month"), 4, "{second:#}");
    fs::write(fresh.join("orders.csv"), rows(true)).unwrap();
    refresh(&fresh);
    // Customers got their numbers in another order: compare by their ids.
    let by_id = |folder: &Path| {
        let query = "SELECT c.customer_id, p.grain, p.period_on, p.kind, p.events, p.amount_sum_minor, p.first_at, p.last_at
                     FROM panel p JOIN customers c USING (customer_key) ORDER BY 1, 2, 3, 4";
        json(folder, &["sql", query, "--json"])
    };
    assert_eq!(by_id(&slow), by_id(&fresh));
}
