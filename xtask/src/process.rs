//! Running other programs, and where things are.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

/// The repository's root: where `xtask/Cargo.toml` lies.
pub fn root() -> Result<PathBuf> {
    // Set by `cargo run`; without it (the binary started by hand) look upwards.
    if let Some(manifest) = std::env::var_os("CARGO_MANIFEST_DIR")
        && let Some(parent) = PathBuf::from(manifest).parent()
        && parent.join("xtask/Cargo.toml").is_file()
    {
        return Ok(parent.to_path_buf());
    }
    let here = std::env::current_dir().context("the current folder cannot be read")?;
    here.ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(PathBuf::from)
        .with_context(|| format!("{} is not inside the repository; change into it", here.display()))
}

/// The cargo that started this task, at the repository's root.
pub fn cargo() -> Result<Command> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()?).stdin(Stdio::null());
    // What cargo tells this task about itself is not for what it builds: build scripts that look at these (ring's does) would run again,
    // and the query engine after them, whenever `cargo xtask` and plain `cargo` take turns.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
            "CARGO_PRIMARY_",
        ]
        .iter()
        .any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    Ok(command)
}

/// The workspace's packages and where it builds, without touching the network.
pub fn metadata() -> Result<Value> {
    let mut command = cargo()?;
    command.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    serde_json::from_str(&capture(&mut command)?).context("`cargo metadata` printed something else than JSON")
}

/// Where cargo builds (`CARGO_TARGET_DIR` and cargo's own settings obeyed).
pub fn target_folder() -> Result<PathBuf> {
    let metadata = metadata()?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("`cargo metadata` names no target_directory")?;
    Ok(PathBuf::from(folder))
}

/// Builds `holdfast` in release and says where the program is.
pub fn release_binary() -> Result<PathBuf> {
    run(cargo()?.args(["build", "--release", "--package", "holdfast"]))?;
    let name = format!("holdfast{}", std::env::consts::EXE_SUFFIX);
    let binary = target_folder()?.join("release").join(name);
    ensure!(binary.is_file(), "{} was not built", binary.display());
    Ok(binary)
}

/// Runs a command whose output the person sees; an error names it and its exit code.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", words(command)))?;
    ensure!(status.success(), "`{}` failed ({status})", words(command));
    Ok(())
}

/// Runs a command and returns what it printed; what it says on standard error passes through.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`", words(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", words(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` printed something else than UTF-8", words(command)))
}

/// The command as one would type it.
pub fn words(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let program = program.file_name().map(OsStr::to_os_string).unwrap_or_default();
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}
