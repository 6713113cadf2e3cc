//! Real database servers on a free port, from the system's packages.
//!
//! One of each kind serves all tests that run at the same time; it is stopped, by its process id, when the last of them
//! is done. Where a server is not installed the tests say so and pass.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use holdfast_domain::source::DatabaseSpec;
use tempfile::TempDir;

/// The password of every server's user: hard to pass on for whoever pastes texts together.
pub const PASSWORD: &str = "pä ss'w\\ord\"1";

static POSTGRES: Mutex<Weak<Server>> = Mutex::new(Weak::new());
static MYSQL: Mutex<Weak<Server>> = Mutex::new(Weak::new());

/// A running server.
pub struct Server {
    kind: Kind,
    child: Child,
    folder: TempDir,
    pub port: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Postgres,
    MySql,
}

/// A PostgreSQL server, if one is installed.
pub fn postgres() -> Option<Arc<Server>> {
    shared(&POSTGRES, "PostgreSQL", start_postgres)
}

/// A MariaDB server, if one is installed.
pub fn mysql() -> Option<Arc<Server>> {
    shared(&MYSQL, "MariaDB", start_mysql)
}

fn shared(slot: &Mutex<Weak<Server>>, name: &str, start: fn() -> Option<Server>) -> Option<Arc<Server>> {
    let mut slot = slot.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(server) = slot.upgrade() {
        return Some(server);
    }
    let Some(server) = start() else {
        println!("skipped: {name} is not installed here (Debian: apt-get install postgresql mariadb-server)");
        return None;
    };
    let server = Arc::new(server);
    *slot = Arc::downgrade(&server);
    Some(server)
}

impl Server {
    /// Runs SQL as the administrator in a database.
    pub fn run(&self, database: &str, sql: &str) {
        let mut command = match self.kind {
            Kind::Postgres => {
                let mut command = Command::new(postgres_program("psql").unwrap());
                command
                    .args([
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        "127.0.0.1",
                        "-U",
                        "ann",
                        "-d",
                        database,
                        "-p",
                    ])
                    .arg(self.port.to_string())
                    .env("PGPASSWORD", PASSWORD);
                command
            }
            Kind::MySql => {
                let mut command = Command::new("mariadb");
                command
                    .args([
                        "--no-defaults",
                        "-u",
                        "root",
                        "--default-character-set=utf8mb4",
                        "-D",
                        database,
                        "-S",
                    ])
                    .arg(self.folder.path().join("s"));
                command
            }
        };
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Makes an empty database and fills it.
    pub fn database(&self, name: &str, sql: &str) {
        match self.kind {
            Kind::Postgres => {
                let quoted = name.replace('"', "\"\"");
                self.run(
                    "postgres",
                    &format!("DROP DATABASE IF EXISTS \"{quoted}\";\nCREATE DATABASE \"{quoted}\";"),
                );
            }
            Kind::MySql => self.run(
                "mysql",
                &format!(
                    "DROP DATABASE IF EXISTS `{name}`; CREATE DATABASE `{name}` CHARACTER SET utf8mb4;
                     GRANT SELECT ON `{name}`.* TO 'ann'@'%';"
                ),
            ),
        }
        self.run(name, sql);
    }

    /// Where a database is.
    pub fn spec(&self, database: &str) -> DatabaseSpec {
        let scheme = match self.kind {
            Kind::Postgres => "postgres",
            Kind::MySql => "mysql",
        };
        DatabaseSpec {
            url: format!("{scheme}://ann@127.0.0.1:{}/{database}", self.port),
            password_env: None,
            relation: None,
            query: None,
            tls: None,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // PostgreSQL's "fast" and MariaDB's usual shutdown.
        let signal = if self.kind == Kind::Postgres { "-INT" } else { "-TERM" };
        let _ = Command::new("kill")
            .arg(signal)
            .arg(self.child.id().to_string())
            .status();
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start_postgres() -> Option<Server> {
    let folder = folder_of("postgres");
    let secret = folder.path().join("password");
    std::fs::write(&secret, format!("{PASSWORD}\n")).unwrap();
    let data = folder.path().join("data");
    let done = as_user("postgres", &postgres_program("initdb")?)
        .args([
            "-U",
            "ann",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            "-N",
            "-D",
        ])
        .arg(&data)
        .arg(format!("--pwfile={}", secret.display()))
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(done.success(), "initdb");
    // A certificate of its own, as a server has that nobody has set up TLS for with care.
    let (key, certificate) = (folder.path().join("key"), folder.path().join("certificate"));
    let encrypted = as_user("postgres", Path::new("openssl"))
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-keyout",
        ])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let port = free_port();
    let child = as_user("postgres", &postgres_program("postgres")?)
        .args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
            "-c",
            "timezone=Asia/Shanghai",
            "-D",
        ])
        .arg(&data)
        .args(["-c", if encrypted { "ssl=on" } else { "ssl=off" }])
        .args(["-c", &format!("ssl_key_file={}", key.display())])
        .args(["-c", &format!("ssl_cert_file={}", certificate.display())])
        .args(["-p", &port.to_string(), "-k"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
        .spawn()
        .unwrap();
    Some(ready(Server {
        kind: Kind::Postgres,
        child,
        folder,
        port,
    }))
}

fn start_mysql() -> Option<Server> {
    let program = ["/usr/sbin/mariadbd", "/usr/local/bin/mariadbd"]
        .iter()
        .map(PathBuf::from)
        .find(|path| path.exists())?;
    let folder = folder_of("mysql");
    let data = folder.path().join("data");
    let done = as_user("mysql", Path::new("mariadb-install-db"))
        .args([
            "--no-defaults",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ])
        .arg(format!("--datadir={}", data.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(done.success(), "mariadb-install-db");
    let port = free_port();
    let child = as_user("mysql", &program)
        .args([
            "--no-defaults",
            "--bind-address=127.0.0.1",
            "--sql-mode=",
            "--default-time-zone=+08:00",
        ])
        .arg(format!("--datadir={}", data.display()))
        .arg(format!("--socket={}", folder.path().join("s").display()))
        .arg(format!("--pid-file={}", folder.path().join("pid").display()))
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
        .spawn()
        .unwrap();
    let server = ready(Server {
        kind: Kind::MySql,
        child,
        folder,
        port,
    });
    let password = PASSWORD.replace('\\', "\\\\").replace('\'', "\\'");
    server.run("mysql", &format!("CREATE USER 'ann'@'%' IDENTIFIED BY '{password}';"));
    Some(server)
}

/// Waits until the server answers.
fn ready(mut server: Server) -> Server {
    for _ in 0..300 {
        let answers = match server.kind {
            Kind::Postgres => Command::new(postgres_program("pg_isready").unwrap())
                .args(["-q", "-h", "127.0.0.1", "-p", &server.port.to_string()])
                .status(),
            Kind::MySql => Command::new("mariadb-admin")
                .args(["--no-defaults", "-u", "root", "ping", "-S"])
                .arg(server.folder.path().join("s"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status(),
        };
        if answers.unwrap().success() {
            return server;
        }
        let log = || std::fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
        assert!(
            server.child.try_wait().unwrap().is_none(),
            "the server ended: {}",
            log()
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the server does not answer");
}

/// A program as another user: database servers refuse to run as root.
fn as_user(user: &str, program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", user, "--regid", user, "--init-groups"])
        .arg(program);
    command
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

/// A folder that belongs to the user the server runs as.
fn folder_of(user: &str) -> TempDir {
    let folder = tempfile::Builder::new()
        .prefix("holdfast-db-")
        .tempdir_in("/tmp")
        .unwrap();
    if is_root() {
        let done = Command::new("chown").arg(user).arg(folder.path()).status().unwrap();
        assert!(done.success());
    }
    folder
}

fn postgres_program(name: &str) -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    versions.push(PathBuf::from("/usr/local/bin"));
    versions
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.exists())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
