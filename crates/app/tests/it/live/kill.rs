//! `kill -9` while batches are acknowledged: every one that was is in the lake, once.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdfast_app::live::Live;

use super::support::{drained, line, now, rows, shop};

/// The folder of the workspace, in the process that is killed.
const CHILD: &str = "HOLDFAST_TEST_LIVE_CHILD";
/// Which run it is: batches have its number in their names.
const RUN: &str = "HOLDFAST_TEST_LIVE_RUN";

/// The process that is killed: four people send batches and say which were acknowledged. Without a workspace there is nothing to do.
#[test]
fn sends_until_it_is_killed() {
    let Ok(dir) = std::env::var(CHILD) else { return };
    let run = std::env::var(RUN).unwrap();
    let live = Live::open(Path::new(&dir), now()).unwrap();
    let out = Mutex::new(std::io::stdout());
    std::thread::scope(|scope| {
        for sender in 0..4 {
            let (live, out, run) = (&live, &out, &run);
            scope.spawn(move || {
                for number in 0.. {
                    let id = format!("{run}-{sender}-{number}");
                    let text = line(&format!("c{}", number % 60), "2026-02-20T10:00:00Z", "1", &id)
                        + &line("c1", "2026-02-21T10:00:00Z", "1", &format!("{id}+"));
                    if live.accept(&id, text.into_bytes()).is_ok() {
                        let mut out = out.lock().unwrap();
                        writeln!(out, "acknowledged {id}").unwrap();
                        out.flush().unwrap();
                    } else {
                        std::thread::sleep(Duration::from_millis(20));
                    }
                }
            });
        }
    });
}

fn start(dir: &Path, run: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "live::kill::sends_until_it_is_killed",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(CHILD, dir)
        .env(RUN, run.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn what_was_acknowledged_before_a_kill_is_in_the_lake_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = shop(folder.path(), 50);
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    // Before the first commit, within one, after some.
    for (run, patience_ms) in [300, 1100, 1300, 2600].into_iter().enumerate() {
        let mut child = start(&dir, run);
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (heard, out) = (Arc::clone(&lines), child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                heard.lock().unwrap().push(line);
            }
        });
        super::support::until("it acknowledges", || !lines.lock().unwrap().is_empty());
        std::thread::sleep(Duration::from_millis(patience_ms));
        child.kill().unwrap();
        child.wait().unwrap();
        reader.join().unwrap();
        let lines = lines.lock().unwrap();
        let ids = lines.iter().filter_map(|line| line.split("acknowledged ").nth(1));
        acknowledged.extend(ids.map(str::to_owned));
    }
    let live = Live::open(&dir, now()).unwrap();
    drained(&live);
    // Whoever did not hear of it sends it again.
    for id in acknowledged.iter().take(5) {
        assert!(
            live.accept(id, line("c1", "2026-02-20T10:00:00Z", "1", "again").into_bytes())
                .unwrap()
                .duplicate
        );
    }
    live.stop();
    let found = rows(
        &dir,
        "SELECT event_id, count(*) AS n FROM events WHERE source = 'live' GROUP BY 1",
    );
    let mut there: BTreeSet<String> = BTreeSet::new();
    for row in &found {
        assert_eq!(row["n"], 1, "{row}");
        there.insert(row["event_id"].as_str().unwrap().to_owned());
    }
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    for id in &acknowledged {
        assert!(
            there.contains(id) && there.contains(&format!("{id}+")),
            "{id} was acknowledged and is lost"
        );
    }
    let batches = rows(
        &dir,
        "SELECT count(*) AS n, count(DISTINCT batch_id) AS d FROM batches WHERE source = 'live'",
    );
    assert_eq!(batches[0]["n"], batches[0]["d"]);
    assert_eq!(found.len() as u64, batches[0]["n"].as_u64().unwrap() * 2);
}
