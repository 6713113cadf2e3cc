//! A million rows: a measurement, `cargo test --release --workspace --test it -- --ignored million --nocapture`.
//!
//! Beside it, where a Python with psycopg2, pymysql and pandas is named in `HOLDFAST_PYTHON`, `pandas.read_sql` on the
//! same servers.

use std::process::Command;
use std::time::Instant;

use holdfast_domain::source::DatabaseSpec;
use holdfast_engine::database::read_database;
use holdfast_engine::read::ReadOptions;

use crate::servers::{PASSWORD, Server, mysql, postgres};

const ROWS: usize = 1_000_000;

fn measure(server: &Server, name: &str, python: &str) {
    let spec = DatabaseSpec {
        relation: Some("events".to_owned()),
        ..server.spec("million")
    };
    for round in 1..=3 {
        let start = Instant::now();
        let read = read_database(&spec, Some(PASSWORD), None, &ReadOptions::default(), &|_, _| {}).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(read.table.rows, ROWS);
        println!(
            "{name}, round {round}: {seconds:.2} s, {:.0} rows/s",
            ROWS as f64 / seconds
        );
    }
    let Ok(program) = std::env::var("HOLDFAST_PYTHON") else {
        return;
    };
    let script = format!(
        "import time, warnings, pandas; warnings.simplefilter('ignore')\n{python}\n\
         for r in (1, 2, 3):\n    t = time.perf_counter(); d = pandas.read_sql('SELECT * FROM events', c); \
         print('pandas, round', r, round(time.perf_counter() - t, 2), 's', len(d))"
    );
    let done = Command::new(program)
        .args(["-c", &script])
        .env("PORT", server.port.to_string())
        .env("SECRET", PASSWORD)
        .status();
    assert!(done.unwrap().success());
}

#[test]
#[ignore = "a measurement"]
fn postgres_million() {
    let Some(server) = postgres() else { return };
    server.database(
        "million",
        "CREATE TABLE events (id bigint, customer text, at timestamptz, kind text, amount numeric(10,2), units int);
         INSERT INTO events SELECT g, 'c' || g % 50000, '2024-01-01'::timestamptz + g * interval '7 second',
           CASE g % 3 WHEN 0 THEN 'order' WHEN 1 THEN 'visit' ELSE '退货' END, g % 100000 / 100.0, g % 7
           FROM generate_series(1, 1000000) g; ANALYZE events;",
    );
    measure(
        &server,
        "PostgreSQL",
        "import os, psycopg2; c = psycopg2.connect(host='127.0.0.1', port=os.environ['PORT'], user='ann', \
         password=os.environ['SECRET'], dbname='million')",
    );
}

#[test]
#[ignore = "a measurement"]
fn mysql_million() {
    let Some(server) = mysql() else { return };
    server.database(
        "million",
        "CREATE TABLE events (id bigint, customer varchar(20), at datetime, kind varchar(10), amount decimal(10,2), units int);
         INSERT INTO events SELECT seq, CONCAT('c', seq % 50000), '2024-01-01' + INTERVAL 7 * seq SECOND,
           ELT(seq % 3 + 1, 'order', 'visit', '退货'), seq % 100000 / 100, seq % 7 FROM seq_1_to_1000000;",
    );
    measure(
        &server,
        "MariaDB",
        "import os, pymysql; c = pymysql.connect(host='127.0.0.1', port=int(os.environ['PORT']), user='ann', \
         password=os.environ['SECRET'], database='million')",
    );
}
