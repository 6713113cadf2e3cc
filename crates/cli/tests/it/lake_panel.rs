//! The panel is kept up: late rows build their own periods again and nothing else, and the result is that of a panel built at once.

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
        let amount = if row % 3 == 2 {
            "-5.00".to_owned()
        } else {
            format!("{}.25", row % 90)
        };
        text.push_str(&format!(
            "c{},2025-{month:02}-{day:02} {hour:02}:15:00,{kind},{amount}\n",
            row % 137
        ));
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
    let panel = done["panel"]
        .as_array()
        .unwrap()
        .iter()
        .find(|panel| panel["grain"] == grain)
        .unwrap();
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
    // From the first of January to the 22nd of June.
    assert_eq!((panel_of(&done_first, "month"), panel_of(&done_first, "day")), (6, 173));
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
    assert_eq!(
        cell,
        serde_json::json!([{ "events": 1, "amount_sum_minor": 700, "period_on": "2025-02-01" }])
    );
}

/// Rows with an id of their own in `keyed`, without one otherwise; `changed`: one moved to another month, one has another amount, and of
/// those without an id one is gone (what has an id stays until it is corrected: a file may hold only what is new).
fn rows(keyed: bool, changed: bool) -> String {
    let mut text = String::from(if keyed {
        "no,id,at,kind,amount\n"
    } else {
        "id,at,kind,amount\n"
    });
    for row in 0..300 {
        let line = match (changed, row) {
            (true, 7) => "c7,2025-09-01 00:00:00,order,1.00\n".to_owned(),
            (true, 8) => "c8,2025-03-09 10:00:00,order,999.00\n".to_owned(),
            (true, 9) if !keyed => continue,
            _ => format!(
                "c{},2025-{:02}-{:02} 10:00:00,order,{row}.00\n",
                row % 40,
                1 + row % 6,
                1 + row % 28
            ),
        };
        if keyed {
            text.push_str(&format!("{row},"));
        }
        text.push_str(&line);
    }
    text
}

#[test]
fn corrected_and_withdrawn_rows_leave_the_panel_as_if_built_at_once() {
    for keyed in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let (slow, fresh) = (dir.path().join("slow"), dir.path().join("fresh"));
        for folder in [&slow, &fresh] {
            workspace(folder, &[("orders", "orders.csv")], keyed);
        }
        fs::write(slow.join("orders.csv"), rows(keyed, false)).unwrap();
        done(&slow, &["refresh", "--now", "2026-01-01T00:00:00Z"]);
        fs::write(slow.join("orders.csv"), rows(keyed, true)).unwrap();
        let second = refresh(&slow);
        let batch = &second["batches"][0];
        let withdrawn = u64::from(!keyed);
        assert_eq!(
            (batch["rows_corrected"].as_u64(), batch["rows_withdrawn"].as_u64()),
            (Some(2), Some(withdrawn)),
            "{batch:#}"
        );
        // Row 7 left February for September, row 8 was and is in March, row 9 was in April.
        assert_eq!(panel_of(&second, "month"), 3 + withdrawn, "{second:#}");
        fs::write(fresh.join("orders.csv"), rows(keyed, true)).unwrap();
        refresh(&fresh);
        // Customers may have got their numbers in another order: compare by their ids.
        let by_id = |folder: &Path| {
            let query = "SELECT c.customer_id, p.grain, p.period_on, p.kind, p.events, p.amount_sum_minor, p.first_at, p.last_at
                         FROM panel p JOIN customers c USING (customer_key) ORDER BY 1, 2, 3, 4";
            json(folder, &["sql", query, "--json"])
        };
        assert_eq!(by_id(&slow), by_id(&fresh));
    }
}
