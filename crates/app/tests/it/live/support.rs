//! A small shop whose customers, orders and plans are imported, and that is open.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdfast_app::lake::{ImportOptions, Session, When, import, sql};
use holdfast_app::live::{Live, Now};
use holdfast_app::progress::Silent;
use serde_json::Value;

/// 2026-03-01 04:00 UTC.
pub const NOW_US: i64 = 1_772_337_600_000_000;

pub fn now() -> Now {
    Arc::new(|| NOW_US)
}

const CONFIG: &str = r#"
format = 1
name = "shop"
time_zone = "Asia/Shanghai"
dimensions = ["region", "channel", "owner"]

[[source]]
id = "crm"
table = "customers"
files = ["customers.csv"]
personal = ["phone"]
attributes = ["phone"]
[source.columns]
customer_id = "id"
region = "region"
channel = "channel"
owner = "owner"

[[source]]
id = "orders"
table = "events"
files = ["orders.csv"]
[source.columns]
customer_id = "id"
occurred_at = "at"
kind = "kind"
amount = "amount"

[[source]]
id = "plans"
table = "subscriptions"
files = ["plans.csv"]
[source.columns]
customer_id = "id"
started_on = "from"
ended_on = "to"
mrr = "fee"

[[churn]]
id = "silent"
kind = "inactivity"
days = 30

[[churn]]
id = "contract"
kind = "contract"

[[churn]]
id = "orders_only"
kind = "inactivity"
days = 45
counts = { kinds = ["order"] }
"#;

/// Writes the workspace's files into a folder and imports them.
pub fn shop(folder: &Path, customers: usize) -> PathBuf {
    let write = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    write("holdfast.toml", CONFIG.to_owned());
    let (mut people, mut orders, mut plans) = (
        "id,region,channel,owner,phone\n".to_owned(),
        "id,at,kind,amount\n".to_owned(),
        "id,from,to,fee\n".to_owned(),
    );
    for number in 0..customers {
        let (region, owner) = (["north", "south"][number % 2], ["ann", "bo", "cy"][number % 3]);
        people.push_str(&format!("c{number},{region},web,{owner},138{number:08}\n"));
        for order in 0..4 {
            let (month, day) = (1 + (number + order) % 2, 1 + (number * 7 + order * 5) % 28);
            let kind = ["order", "view"][order % 2];
            orders.push_str(&format!(
                "c{number},2026-{month:02}-{day:02} 10:00:00,{kind},{}.5\n",
                number % 50
            ));
        }
        plans.push_str(&format!(
            "c{number},2026-01-{:02},,{}\n",
            1 + number % 28,
            10 + number % 90
        ));
    }
    write("customers.csv", people);
    write("orders.csv", orders);
    write("plans.csv", plans);
    imported(folder);
    folder.to_owned()
}

/// Imports what is new in the workspace's files, as another process would.
pub fn imported(folder: &Path) {
    let session = Session::open(folder).unwrap();
    let options = ImportOptions {
        source: None,
        dry_run: false,
        batch_id: None,
        now_us: NOW_US,
        environment: &|_| None,
    };
    import(&session, &options, &Silent).unwrap();
}

/// One event as a JSON line.
pub fn line(customer: &str, at: &str, amount: &str, id: &str) -> String {
    format!(
        "{{\"customer_id\":\"{customer}\",\"occurred_at\":\"{at}\",\"kind\":\"order\",\"amount\":{amount},\"event_id\":\"{id}\"}}\n"
    )
}

/// The rows of a query over the last commit.
pub fn rows(folder: &Path, text: &str) -> Vec<Value> {
    let session = Session::open(folder).unwrap();
    sql(&session, text, None, true, &When::default()).unwrap().rows
}

/// Waits until something is so, for a minute at most, and says how long it took.
pub fn until(what: &str, mut so: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
    begun.elapsed()
}

/// Waits until nothing waits to go into the lake.
pub fn drained(live: &Live) {
    until("the inbox is empty", || live.waiting().0 == 0);
}
