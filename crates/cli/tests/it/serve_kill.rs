//! `kill -9` of the server under load: what was answered is there afterwards, once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::lake_support::{done, json as answer, workspace};

const LOGIN: &str = "li.wei";
const PASSWORD: &str = "correct horse battery staple";
/// Senders of events at once; one more saves questions.
const SENDERS: usize = 4;
/// Events of a batch.
const BATCH: usize = 20;

/// `holdfast serve` on a port of its own.
struct Server {
    child: Child,
    client: Client,
}

/// Somebody who asks it.
#[derive(Clone, Copy)]
struct Client {
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A session: its cookie, and what writes repeat. And a token of the same person, which alone may write events.
#[derive(Clone)]
struct Session {
    cookie: String,
    csrf: String,
    token: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(["serve", "--listen", &address.to_string()])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let client = Client { address };
        let server = Self { child, client };
        let begun = Instant::now();
        while !client
            .send("GET", "/readyz", None, &[], "")
            .is_ok_and(|(status, _, _)| status == 200)
        {
            assert!(
                begun.elapsed() < Duration::from_secs(120),
                "the server did not become ready"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }
}

impl Client {
    /// One request on a connection of its own: status, head and body. An error when the answer did not come whole.
    fn send(
        &self,
        method: &str,
        path: &str,
        session: Option<&Session>,
        headers: &[(&str, &str)],
        body: &str,
    ) -> io::Result<(u16, String, Value)> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        if let Some(session) = session {
            head += &format!("Cookie: {}\r\nX-CSRF-Token: {}\r\n", session.cookie, session.csrf);
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes())?;
        let mut reader = BufReader::new(stream);
        let (mut answered, mut line) = (String::new(), String::new());
        while reader.read_line(&mut line)? > 0 && line != "\r\n" {
            answered.push_str(&std::mem::take(&mut line));
        }
        let status = answered.get(9..12).and_then(|code| code.parse().ok());
        let status = status.ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut content = Vec::new();
        reader.read_to_end(&mut content)?;
        let value = serde_json::from_slice(&content).unwrap_or(Value::Null);
        Ok((status, answered, value))
    }

    fn sign_in(&self) -> Session {
        let body = json!({ "login": LOGIN, "password": PASSWORD }).to_string();
        let headers = [("Content-Type", "application/json")];
        let (status, head, me) = self.send("POST", "/api/v1/session", None, &headers, &body).unwrap();
        assert_eq!(status, 200, "{me}");
        let cookie = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .and_then(|(_, value)| value.split(';').next())
            .unwrap();
        let mut session = Session {
            cookie: cookie.to_owned(),
            csrf: me["csrf"].as_str().unwrap().to_owned(),
            token: String::new(),
        };
        let body = json!({ "name": "till", "scopes": ["write_events"] }).to_string();
        let (status, _, made) = self
            .send("POST", "/api/v1/tokens", Some(&session), &headers, &body)
            .unwrap();
        assert_eq!(status, 201, "{made}");
        session.token = format!("Bearer {}", made["token"].as_str().unwrap());
        session
    }

    /// Sends a batch; whether it was answered that it is kept.
    fn batch(&self, session: &Session, id: &str) -> bool {
        let lines: String = (0..BATCH)
            .map(|row| {
                let event = json!({
                    "customer_id": format!("{id}/{row}"), "occurred_at": "2026-01-03T10:00:00+08:00", "kind": "order", "event_id": id,
                });
                format!("{event}\n")
            })
            .collect();
        let headers = [
            ("Content-Type", "application/x-ndjson"),
            ("Batch-Id", id),
            ("Authorization", session.token.as_str()),
        ];
        self.send("POST", "/api/v1/events", None, &headers, &lines)
            .is_ok_and(|(status, _, value)| status == 202 && (value["accepted"] == BATCH || value["duplicate"] == true))
    }

    /// Saves a question; whether it was answered that it is kept.
    fn question(&self, session: &Session, title: &str) -> bool {
        let body = json!({ "title": title, "shared": false, "spec": { "kind": "sql", "query": "SELECT 1" } });
        let headers = [("Content-Type", "application/json")];
        self.send("POST", "/api/v1/questions", Some(session), &headers, &body.to_string())
            .is_ok_and(|(status, _, value)| status == 201 && value["title"] == title)
    }
}

fn administrator(folder: &Path) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["user", "setup", LOGIN])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
}

impl Client {
    /// The titles of all saved questions.
    fn titles(&self, session: &Session) -> BTreeSet<String> {
        let (mut titles, mut path) = (BTreeSet::new(), "/api/v1/questions?limit=200".to_owned());
        loop {
            let (_, _, page) = self.send("GET", &path, Some(session), &[], "").unwrap();
            let items = page["items"].as_array().unwrap();
            titles.extend(
                items
                    .iter()
                    .filter_map(|item| item["title"].as_str())
                    .map(str::to_owned),
            );
            let Some(cursor) = page["next_cursor"].as_str() else {
                return titles;
            };
            path = format!("/api/v1/questions?limit=200&cursor={cursor}");
        }
    }
}

/// What was answered.
#[derive(Default)]
struct Answered {
    batches: Mutex<Vec<String>>,
    questions: Mutex<Vec<String>>,
}

/// Runs the server under load until it is killed.
fn killed(folder: &Path, run: usize, patience: Duration, answered: &Answered) {
    let mut server = Server::start(folder);
    let client = server.client;
    let session = client.sign_in();
    let begun = answered.batches.lock().unwrap().len();
    std::thread::scope(|scope| {
        for sender in 0..=SENDERS {
            let session = session.clone();
            scope.spawn(move || {
                for number in 0.. {
                    let id = format!("{run}-{sender}-{number}");
                    let (kept, list) = if sender == SENDERS {
                        (client.question(&session, &id), &answered.questions)
                    } else {
                        (client.batch(&session, &id), &answered.batches)
                    };
                    if kept {
                        list.lock().unwrap().push(id);
                    } else if TcpStream::connect(client.address).is_err() {
                        break;
                    }
                }
            });
        }
        let patience_ends = Instant::now() + Duration::from_secs(60);
        while answered.batches.lock().unwrap().len() == begun && Instant::now() < patience_ends {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(patience);
        server.child.kill().unwrap();
        server.child.wait().unwrap();
    });
}

#[test]
fn what_was_answered_before_a_kill_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    workspace(dir.path(), &[("orders", "orders.csv")], false);
    let orders = "id,at,kind,amount\na,2025-12-01 10:00:00,order,5.50\nb,2026-01-02 10:00:00,order,7\n";
    std::fs::write(dir.path().join("orders.csv"), orders).unwrap();
    done(dir.path(), &["refresh"]);
    administrator(dir.path());
    let answered = Answered::default();
    // Before the first commit, within one, after some.
    for (run, patience_ms) in [200, 1_100, 2_300].into_iter().enumerate() {
        killed(dir.path(), run, Duration::from_millis(patience_ms), &answered);
    }
    let (batches, questions) = (
        answered.batches.into_inner().unwrap(),
        answered.questions.into_inner().unwrap(),
    );
    assert!(batches.len() > 3 && !questions.is_empty(), "{batches:?} {questions:?}");

    // The next run brings in what waited; sent again, a batch changes nothing.
    let server = Server::start(dir.path());
    let session = server.client.sign_in();
    assert!(server.client.batch(&session, batches.last().unwrap()));
    let titles = server.client.titles(&session);
    for title in &questions {
        assert!(titles.contains(title), "the question {title} is lost");
    }
    let begun = Instant::now();
    loop {
        let (_, _, status) = server
            .client
            .send("GET", "/api/v1/events/status", Some(&session), &[], "")
            .unwrap();
        if status["waiting_bytes"] == 0 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{status}");
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(server);
    let query = "SELECT event_id, count(*) AS n FROM events WHERE event_id IS NOT NULL GROUP BY event_id";
    let rows = answer(dir.path(), &["sql", query, "--json"]);
    let counted: BTreeMap<&str, u64> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["event_id"].as_str().unwrap(), row["n"].as_u64().unwrap()))
        .collect();
    for id in &batches {
        assert_eq!(counted.get(id.as_str()), Some(&(BATCH as u64)), "batch {id}");
    }
    // One that was cut off may be there too, but never in part.
    assert!(counted.values().all(|n| *n == BATCH as u64), "{counted:?}");
}
