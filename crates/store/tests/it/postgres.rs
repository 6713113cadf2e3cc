//! A real PostgreSQL server on a free port, from the system's packages; stopped by its process id.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// A running server.
pub struct Server {
    child: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts a server, if one is installed.
    pub fn start() -> Option<Self> {
        let (initdb, postgres) = (program("initdb")?, program("postgres")?);
        let folder = tempfile::Builder::new()
            .prefix("holdfast-store-")
            .tempdir_in("/tmp")
            .unwrap();
        if is_root() {
            let done = Command::new("chown")
                .arg("postgres")
                .arg(folder.path())
                .status()
                .unwrap();
            assert!(done.success());
        }
        let data = folder.path().join("data");
        let done = as_postgres(&initdb)
            .args([
                "-U",
                "ann",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--auth=trust",
                "-N",
                "-D",
            ])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(done.success(), "initdb");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = as_postgres(&postgres)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-D"])
            .arg(&data)
            .args(["-p", &port.to_string(), "-k"])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        Some(Self { child, folder, port }.ready())
    }

    /// The address of an empty database.
    pub fn database(&self, name: &str) -> String {
        let done = Command::new(program("createdb").unwrap())
            .args(["-h", "127.0.0.1", "-U", "ann", "-p", &self.port.to_string(), name])
            .status()
            .unwrap();
        assert!(done.success(), "createdb");
        format!("postgres://ann@127.0.0.1:{}/{name}", self.port)
    }

    fn ready(mut self) -> Self {
        for _ in 0..300 {
            let answers = Command::new(program("pg_isready").unwrap())
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status();
            if answers.unwrap().success() {
                return self;
            }
            let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(self.child.try_wait().unwrap().is_none(), "the server ended: {log}");
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not answer");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The "fast" shutdown.
        let _ = Command::new("kill")
            .arg("-INT")
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

/// A program as the user `postgres`: the server refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"])
        .arg(program);
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0"
}

fn program(name: &str) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.push(PathBuf::from("/usr/local/bin"));
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.exists())
}
