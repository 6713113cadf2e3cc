//! `kill -9` during an import, and two imports at once: readers see nothing or everything, and the next import ends where a clean one does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::lake_support::{NOW, done, exported, is_no_data, json, workspace};
use crate::support::{holdfast, out};

/// Rows of the file; two in a thousand are refused.
const ROWS: usize = 40_000;
const TABLES: [&str; 4] = ["customers", "events", "batches", "rejects"];
const COUNT: &str = "SELECT count(*) AS n, sum(amount_minor) AS total FROM events";

/// Random numbers that are the same every time (xorshift64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Events with an id of their own; from `changed` on every tenth has another amount.
fn events(first: usize, rows: usize, changed: bool) -> String {
    let mut text = String::from("no,id,at,kind,amount\n");
    for row in first..first + rows {
        let (customer, day, minute) = (row * 7919 % 4000, 1 + row * 31 % 28, row % 60);
        let month = 1 + row * 17 % 12;
        let amount = match row {
            _ if row % 1000 == 999 => "many".to_owned(),
            _ if changed && row % 10 == 0 => format!("{}.99", row % 500),
            _ => format!("{}.50", row % 500),
        };
        // Neither customers nor amounts may be unreadable.
        let id = if row % 1000 == 500 {
            String::new()
        } else {
            format!("c{customer:05}")
        };
        let _ = writeln!(
            text,
            "e{row},{id},2025-{month:02}-{day:02} 10:{minute:02}:00,order,{amount}"
        );
    }
    text
}

fn import(folder: &Path, source: Option<&str>) -> Child {
    match source {
        Some(source) => start(folder, &["import", "--now", NOW, "--source", source]),
        None => start(folder, &["import", "--now", NOW]),
    }
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn files_below(folder: &Path, out: &mut BTreeMap<PathBuf, usize>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, out);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "parquet" || ending == "json")
        {
            *out.entry(path.parent().unwrap().to_owned()).or_default() += 1;
        }
    }
}

/// What readers see: nothing, or rows and total.
fn seen(folder: &Path) -> Option<String> {
    let output = holdfast(folder, &["sql", COUNT, "--json"]);
    if is_no_data(&output) {
        return None;
    }
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    Some(out(&output))
}

/// Files of a lake by folder, with the folder's own path taken off.
fn files(folder: &Path) -> BTreeMap<PathBuf, usize> {
    let mut found = BTreeMap::new();
    files_below(&folder.join("lake"), &mut found);
    found
        .into_iter()
        .map(|(path, n)| (path.strip_prefix(folder).unwrap().to_owned(), n))
        .collect()
}

/// When to kill.
enum Moment {
    After(Duration),
    /// As soon as a file of the lake is there: steps of the commit that a clock would hardly hit.
    When(&'static str),
}

/// Starts an import and kills it; whether it had ended before.
fn killed(folder: &Path, moment: &Moment) -> bool {
    let mut child = import(folder, None);
    match moment {
        Moment::After(delay) => sleep(*delay),
        Moment::When(file) => {
            let file = folder.join("lake").join(file);
            while !file.exists() && child.try_wait().unwrap().is_none() {
                sleep(Duration::from_micros(100));
            }
        }
    }
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    ended
}

/// An import into a workspace in some state, clean.
struct Clean {
    before: Option<String>,
    after: Option<String>,
    tables: Vec<Vec<String>>,
    files: BTreeMap<PathBuf, usize>,
    took: Duration,
}

fn clean(base: &Path, folder: &Path) -> Clean {
    copy(base, folder);
    let before = seen(folder);
    let started = Instant::now();
    assert!(import(folder, None).wait().unwrap().success());
    let took = started.elapsed();
    Clean {
        before,
        after: seen(folder),
        tables: TABLES.iter().map(|table| exported(folder, table)).collect(),
        files: files(folder),
        took,
    }
}

/// Kills that have to come in time.
const IN_TIME: usize = 15;

/// Kills at every moment; gives how many left nothing and how many everything. Where the clean run was slower than these
/// (a busy machine), kills come too late: then more of them, ever earlier.
fn kill(base: &Path, dir: &Path, clean: &Clean, moments: &[Moment]) -> (usize, usize) {
    let (mut nothing, mut everything) = (0, 0);
    let earlier: Vec<Moment> = (1..=40)
        .map(|power| Moment::After(clean.took.mul_f64(0.93_f64.powi(power))))
        .collect();
    for (number, moment) in moments.iter().chain(&earlier).enumerate() {
        if number >= moments.len() && nothing >= IN_TIME {
            break;
        }
        let folder = dir.join(format!("killed-{number}"));
        copy(base, &folder);
        let ended = killed(&folder, moment);
        let found = seen(&folder);
        if found == clean.after {
            everything += 1;
        } else {
            assert_eq!(found, clean.before, "kill {number}: something half is visible");
            assert!(!ended, "kill {number}: an import that ended is not there");
            nothing += 1;
        }
        assert!(
            import(&folder, None).wait().unwrap().success(),
            "kill {number}: cannot be imported again"
        );
        assert_eq!(seen(&folder), clean.after, "kill {number}");
        assert_eq!(files(&folder), clean.files, "kill {number}: files were left behind");
        for (table, lines) in TABLES.iter().zip(&clean.tables) {
            assert_eq!(&exported(&folder, table), lines, "kill {number}: table {table}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
    (nothing, everything)
}

/// Half of them anywhere, half in the last third, where the commit is.
fn moments(count: usize, took: Duration, dice: &mut Dice) -> Vec<Moment> {
    let at = |number: usize, share: f64| {
        if number.is_multiple_of(2) {
            share
        } else {
            (2.0 + share * 1.05) / 3.0
        }
    };
    (0..count)
        .map(|number| Moment::After(took.mul_f64(at(number, dice.share()))))
        .collect()
}

#[test]
fn a_first_import_that_is_killed_leaves_nothing_and_is_made_good() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("base");
    workspace(&base, &[("orders", "orders.csv")], true);
    fs::write(base.join("orders.csv"), events(0, ROWS, false)).unwrap();
    let clean = clean(&base, &dir.path().join("clean"));
    assert_eq!(clean.before, None);
    assert_eq!(clean.tables[1].len(), ROWS - ROWS / 500 + 1);
    let mut moments = moments(24, clean.took, &mut Dice(20_260_105));
    moments.extend(
        [
            "events",
            "batches",
            "batches/_delta_log/00000000000000000000.json",
            "customers/_delta_log/00000000000000000000.json",
            "events/_delta_log/00000000000000000000.json",
            "rejects/_delta_log/00000000000000000000.json",
            "head.json.next",
        ]
        .map(Moment::When),
    );
    let (nothing, everything) = kill(&base, dir.path(), &clean, &moments);
    println!(
        "first import, {:?}: {nothing} left nothing, {everything} everything",
        clean.took
    );
    assert!(nothing >= IN_TIME, "too few kills came in time");
}

#[test]
fn a_correction_that_is_killed_leaves_what_was_there_and_is_made_good() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("base");
    workspace(&base, &[("orders", "orders.csv")], true);
    fs::write(base.join("orders.csv"), events(0, ROWS / 3, false)).unwrap();
    done(&base, &["refresh", "--now", "2026-01-01T00:00:00Z"]);
    // Corrected rows, rows that are gone, new rows.
    fs::write(base.join("orders.csv"), events(1000, ROWS / 3, true)).unwrap();
    let clean = clean(&base, &dir.path().join("clean"));
    assert!(clean.before.is_some() && clean.before != clean.after);
    let mut moments = moments(30, clean.took, &mut Dice(7));
    moments.extend(
        [
            "batches/_delta_log/00000000000000000001.json",
            "customers/_delta_log/00000000000000000001.json",
            "events/_delta_log/00000000000000000001.json",
            "retractions",
            "retractions/_delta_log/00000000000000000000.json",
            "head.json.next",
        ]
        .map(Moment::When),
    );
    let (nothing, everything) = kill(&base, dir.path(), &clean, &moments);
    println!(
        "correction, {:?}: {nothing} left what was there, {everything} everything",
        clean.took
    );
    assert!(nothing >= IN_TIME, "too few kills came in time");
}

/// Import and panel are two commits: whichever of them a kill hits, the next refresh ends where a clean one does.
#[test]
fn a_refresh_that_is_killed_is_made_good_by_the_next() {
    const REFRESH: [&str; 3] = ["refresh", "--now", NOW];
    let dir = tempfile::tempdir().unwrap();
    let (base, clean) = (dir.path().join("base"), dir.path().join("clean"));
    workspace(&base, &[("orders", "orders.csv")], true);
    fs::write(base.join("orders.csv"), events(0, ROWS / 4, false)).unwrap();
    copy(&base, &clean);
    let started = Instant::now();
    done(&clean, &REFRESH);
    let took = started.elapsed();
    let panel = exported(&clean, "panel");
    assert!(panel.len() > 4000);
    let mut dice = Dice(4);
    for number in 0..10 {
        let folder = dir.path().join(format!("killed-{number}"));
        copy(&base, &folder);
        let mut child = start(&folder, &REFRESH);
        sleep(took.mul_f64(0.4 + 0.6 * dice.share()));
        child.kill().unwrap();
        child.wait().unwrap();
        done(&folder, &REFRESH);
        assert!(exported(&folder, "panel") == panel, "kill {number}: the panel differs");
        fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn readers_see_nothing_or_everything_while_an_import_runs() {
    let dir = tempfile::tempdir().unwrap();
    workspace(dir.path(), &[("orders", "orders.csv")], true);
    fs::write(dir.path().join("orders.csv"), events(0, ROWS, false)).unwrap();
    let mut child = import(dir.path(), None);
    let mut states = Vec::new();
    while child.try_wait().unwrap().is_none() {
        states.push(seen(dir.path()));
    }
    let after = seen(dir.path());
    assert!(after.is_some());
    assert!(!states.is_empty());
    for state in states {
        assert!(state.is_none() || state == after, "{state:?}");
    }
}

/// Customer, time, kind and amount of every event: what is in the lake, whatever number a customer got.
fn content(folder: &Path) -> Vec<String> {
    let query = "SELECT c.customer_id, e.occurred_at, e.kind, e.amount_minor, e.event_id FROM events e JOIN customers c USING (customer_key)";
    let rows = json(folder, &["sql", query, "--json"]);
    let mut lines: Vec<String> = rows.as_array().unwrap().iter().map(ToString::to_string).collect();
    lines.sort_unstable();
    lines
}

#[test]
fn two_imports_at_once_are_both_in_once() {
    let dir = tempfile::tempdir().unwrap();
    let one_after_the_other = dir.path().join("apart");
    let sources = [("north", "north.csv"), ("south", "south.csv")];
    let prepare = |folder: &Path| {
        workspace(folder, &sources, true);
        fs::write(folder.join("north.csv"), events(0, 20_000, false)).unwrap();
        fs::write(folder.join("south.csv"), events(15_000, 20_000, true)).unwrap();
    };
    prepare(&one_after_the_other);
    done(&one_after_the_other, &["import", "--now", NOW]);
    let wanted = content(&one_after_the_other);
    let rows = 2 * (20_000 - 40);
    assert_eq!(wanted.len(), rows);
    for round in 0..3 {
        let folder = dir.path().join(format!("together-{round}"));
        prepare(&folder);
        let pair = [import(&folder, Some("north")), import(&folder, Some("south"))];
        for mut child in pair {
            assert!(child.wait().unwrap().success());
        }
        assert!(content(&folder) == wanted, "round {round}: the lake differs");
        let keys = json(
            &folder,
            &[
                "sql",
                "SELECT count(*) AS n, count(DISTINCT customer_key) AS keys, max(customer_key) AS last FROM customers",
                "--json",
            ],
        );
        assert_eq!(keys[0]["n"], keys[0]["keys"]);
        assert_eq!(keys[0]["last"].as_u64().unwrap() + 1, keys[0]["n"].as_u64().unwrap());
    }
}

#[test]
fn the_same_import_twice_at_once_is_in_once() {
    let dir = tempfile::tempdir().unwrap();
    workspace(dir.path(), &[("orders", "orders.csv")], false);
    fs::write(dir.path().join("orders.csv"), events(0, 20_000, false)).unwrap();
    let children: Vec<Child> = (0..3).map(|_| import(dir.path(), Some("orders"))).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let counts = json(
        dir.path(),
        &[
            "sql",
            "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM batches) AS batches",
            "--json",
        ],
    );
    assert_eq!(counts[0], serde_json::json!({ "events": 20_000 - 40, "batches": 1 }));
}
