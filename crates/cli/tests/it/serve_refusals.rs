//! A server that cannot start says why in the reader's language and ends with 3.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use crate::support::{err, holdfast};

#[test]
fn where_the_server_cannot_stand_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (arguments, wanted) in [
        (
            ["serve", "--listen", "127.0.0.1:0", "-w", "file/in"],
            "file/in: the folder can neither be opened nor made",
        ),
        (["serve", "--listen", &address, "-w", "."], "another port"),
    ] {
        let output = holdfast(dir.path(), &arguments);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains(wanted), "{}", err(&output));
    }
    let output = Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(["serve", "--listen", "127.0.0.1:0", "--lang", "zh"])
        .current_dir(dir.path())
        .env("DATABASE_URL", "postgres://somebody:a-secret@127.0.0.1:1/none")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(
        err(&output).contains("运行数据库打不开") && err(&output).contains("DATABASE_URL"),
        "{}",
        err(&output)
    );
    assert!(!err(&output).contains("a-secret"), "{}", err(&output));
}
