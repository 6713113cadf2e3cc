//! What a machine must have before anything is built.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process;

/// The TLS library that the database drivers link, with its headers. Installed where that needs no password (Debian, as root); otherwise the person is told what to
/// install.
pub fn prepare() -> Result<()> {
    if std::env::var_os("OPENSSL_DIR").is_some() || finds("pkg-config", &["--exists", "openssl"]) {
        return Ok(());
    }
    if is_root() && finds("apt-get", &["--version"]) {
        println!("==> installing libssl-dev and pkg-config");
        process::run(Command::new("apt-get").args(["update", "-qq"]))?;
        let packages = [
            "install",
            "-y",
            "-qq",
            "--no-install-recommends",
            "libssl-dev",
            "pkg-config",
        ];
        return process::run(
            Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(packages),
        );
    }
    if cfg!(any(windows, target_os = "macos")) {
        // These systems bring a TLS library of their own.
        return Ok(());
    }
    bail!(
        "OpenSSL's headers are missing, which the database drivers need. Debian and Ubuntu: sudo apt-get install libssl-dev pkg-config; \
         Fedora: sudo dnf install openssl-devel pkgconf; then run this again"
    )
}

fn finds(program: &str, arguments: &[&str]) -> bool {
    let quiet = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    quiet.is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let shown = Command::new("id").arg("-u").output();
    shown.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
