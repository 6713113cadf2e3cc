//! `cargo xtask demo`: from a fresh clone to reports and a served company on a screen. Safe to run again.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::{process, system, web};

/// A simulated company: its kind, how many customers, the table to analyse, and where its report goes.
const COMPANIES: [(&str, u32, &str, &str); 2] = [
    ("telecom", 20_000, "snapshot.csv", "report"),
    ("shop", 5_000, "events.csv", "report-shop"),
];
/// A study of a company's table: the company, the command, the table, its options, and the page in the folder of its own.
const STUDIES: [(&str, &str, &str, &[&str], &str); 2] = [
    (
        "telecom",
        "survival",
        "snapshot.csv",
        &[
            "--duration",
            "在网月数",
            "--event",
            "是否流失",
            "--group",
            "合约类型",
            "--id",
            "客户编号",
        ],
        "survival.html",
    ),
    ("shop", "ltv", "events.csv", &[], "ltv.html"),
];
const SEED: &str = "7";

/// The shop's folder is a workspace too: its tables go into a lake, and metrics and a model with its scores come out.
fn workspace(holdfast: &Path, folder: &Path) -> Result<()> {
    let at = |arguments: &[&str]| {
        say(&format!("holdfast {} -w {}", arguments.join(" "), folder.display()));
        process::run(Command::new(holdfast).args(arguments).arg("-w").arg(folder))
    };
    at(&["refresh"])?;
    at(&[
        "metric",
        "churn_rate_start",
        "--period",
        "quarter",
        "--compare",
        "previous",
    ])?;
    at(&[
        "why",
        "churn_rate_start",
        "--between",
        "2025-11,2025-12",
        "--by",
        "channel",
    ])?;
    at(&["train"])?;
    at(&["score", "--top", "5"])?;
    at(&["watch"])
}

pub fn run(arguments: &[String]) -> Result<()> {
    let serves = match arguments {
        [] => true,
        [flag] if flag == "--no-serve" => false,
        _ => bail!("`demo` takes `--no-serve` or nothing"),
    };
    system::prepare()?;
    let started = Instant::now();
    let folder = process::root()?.join("demo");
    say("building holdfast (the first time takes some minutes)");
    web::build()?;
    let holdfast = process::release_binary()?;

    let mut reports = Vec::new();
    for (kind, customers, table, report) in COMPANIES {
        let (data, report) = (folder.join(kind), folder.join(report));
        forget(&data)?;
        forget(&report)?;
        say(&format!("simulating a {kind} company with {customers} customers"));
        process::run(
            Command::new(&holdfast)
                .args([
                    "simulate",
                    kind,
                    "--customers",
                    &customers.to_string(),
                    "--seed",
                    SEED,
                    "--out",
                ])
                .arg(&data),
        )?;
        say(&format!("analysing {}", data.join(table).display()));
        process::run(
            Command::new(&holdfast)
                .arg("analyze")
                .arg(data.join(table))
                .arg("--out")
                .arg(&report),
        )?;
        reports.push(report.join("report.html"));
    }

    for (kind, command, table, options, page) in STUDIES {
        let (table, report) = (folder.join(kind).join(table), folder.join(command));
        forget(&report)?;
        say(&format!("{command} of {}", table.display()));
        process::run(
            Command::new(&holdfast)
                .arg(command)
                .arg(table)
                .args(options)
                .arg("--out")
                .arg(&report),
        )?;
        reports.push(report.join(page));
    }

    workspace(&holdfast, &folder.join("shop"))?;

    let minutes = started.elapsed().as_secs_f64() / 60.0;
    println!("\nDone in {minutes:.1} minutes. 报告已生成。The reports:");
    for report in &reports {
        ensure!(report.is_file(), "{} was not written", report.display());
        println!("  {}\n  {}", report.display(), file_url(report));
    }
    println!("\nYour own table: {} analyze FILE", holdfast.display());
    if serves {
        return serve(&holdfast, &folder.join("shop"));
    }
    if let Some(opener) = opener() {
        for report in &reports {
            // A desktop that cannot open the page is no failure: the address stands above.
            let quiet = Command::new(opener)
                .arg(report)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            drop(quiet);
        }
    }
    Ok(())
}

/// The shop as pages, until Ctrl-C. The administrator's password is another one in each demo.
fn serve(holdfast: &Path, folder: &Path) -> Result<()> {
    const LOGIN: &str = "admin";
    let password = password()?;
    let mut setup = Command::new(holdfast)
        .args(["user", "setup", LOGIN, "-w"])
        .arg(folder)
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot start holdfast user setup")?;
    if let Some(mut stdin) = setup.stdin.take() {
        writeln!(stdin, "{password}").context("holdfast user setup does not listen")?;
    }
    ensure!(setup.wait()?.success(), "the administrator could not be made");
    let usual = "127.0.0.1:7878";
    let listen = match TcpListener::bind(usual) {
        Ok(_) => usual.to_owned(),
        // Taken: any port that is free.
        Err(_) => TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string(),
    };
    println!("\n打开 Open   http://{listen}/\n账号 login  {LOGIN}\n密码 password  {password}\n");
    if let Some(opener) = opener() {
        // It opens when the server below is there: browsers try again for a moment.
        drop(
            Command::new(opener)
                .arg(format!("http://{listen}/"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn(),
        );
    }
    process::run(
        Command::new(holdfast)
            .args(["serve", "--listen", &listen, "-w"])
            .arg(folder),
    )
}

/// Sixteen letters that nobody knows.
fn password() -> Result<String> {
    let bytes = fs::read("/proc/sys/kernel/random/uuid")
        .or_else(|_| Command::new("uuidgen").output().map(|output| output.stdout))
        .context("no source of a random password")?;
    let letters: String = bytes
        .iter()
        .map(|&byte| char::from(byte))
        .filter(char::is_ascii_hexdigit)
        .collect();
    ensure!(letters.len() >= 32, "no source of a random password");
    let (first, rest) = letters.split_at(8);
    Ok(format!("{first}-{}", &rest[rest.len() - 8..]))
}

fn say(text: &str) {
    println!("==> {text}");
}

/// Removes what an earlier demo left, so that no old file passes for a new one.
fn forget(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The program that opens a page, where there is a desktop to open it on.
fn opener() -> Option<&'static str> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("CI") {
        return None;
    }
    if cfg!(target_os = "macos") {
        return Some("open");
    }
    (set("DISPLAY") || set("WAYLAND_DISPLAY")).then_some("xdg-open")
}

/// `file://` URL of an absolute path: bytes outside RFC 3986's unreserved set are percent-encoded.
fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_url_survives_blanks_and_chinese_folders() {
        let url = file_url(Path::new("/a b/报/report.html"));
        assert_eq!(url, "file:///a%20b/%E6%8A%A5/report.html");
    }

    #[test]
    fn forgetting_what_never_was_is_fine() {
        assert!(forget(Path::new("no-such-folder-here")).is_ok());
    }
}
