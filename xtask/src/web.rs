//! `cargo xtask web`: the pages that the program carries, out of `web/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::process;

/// The lock that `node_modules` was installed from, kept inside it.
const INSTALLED: &str = "node_modules/.holdfast-lock.json";

pub fn run(arguments: &[String]) -> Result<()> {
    ensure!(arguments.is_empty(), "`web` takes no arguments");
    build()
}

/// Builds `web/dist`, which the server's crate embeds.
pub fn build() -> Result<()> {
    install()?;
    script("build")
}

/// Types, lints and unit tests of the pages; then the pages themselves and their size.
pub fn check() -> Result<()> {
    install()?;
    script("check")?;
    script("build")?;
    script("size")
}

/// The pages in a browser, against the program that was just built.
pub fn browse() -> Result<()> {
    install()?;
    let name = format!("holdfast{}", std::env::consts::EXE_SUFFIX);
    let program = process::target_folder()?.join("debug").join(name);
    ensure!(
        program.is_file(),
        "{} is not there: run `cargo build --workspace`",
        program.display()
    );
    process::run(npm(&folder()?).args(["run", "e2e"]).env("HOLDFAST_BIN", program))
}

fn folder() -> Result<PathBuf> {
    Ok(process::root()?.join("web"))
}

fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn script(name: &str) -> Result<()> {
    process::run(npm(&folder()?).args(["run", "--silent", name]))
}

/// Installs exactly what the lock says, when it was not installed from this lock.
fn install() -> Result<()> {
    let folder = folder()?;
    let lock = fs::read(folder.join("package-lock.json")).context("cannot read web/package-lock.json")?;
    let mark = folder.join(INSTALLED);
    if fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let clean = || {
        process::run(npm(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]))
            .context("npm could not install the pages' dependencies; Node 20 or newer with npm is needed (nodejs.org, or your system's package nodejs)")
    };
    // A cold fetch fails now and then: once more before giving up.
    clean().or_else(|_| clean())?;
    fs::write(&mark, lock).with_context(|| format!("cannot write {}", mark.display()))
}
