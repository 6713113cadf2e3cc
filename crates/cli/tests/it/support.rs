//! Running the binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The binary with a quiet, English environment, in `folder`.
pub fn holdfast(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_holdfast"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_US.UTF-8")
        .env("COLUMNS", "120")
        .output()
        .unwrap()
}

/// Standard output as text.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error as text.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A snapshot of 300 customers with a label.
pub fn snapshot() -> String {
    let mut text = String::from("客户编号,套餐,在网月数,月费,是否流失\n");
    for i in 0..300usize {
        let plan = ["畅享", "基础", "全家"][i % 3];
        let churned = (i * 7919) % 100 < if plan == "畅享" { 60 } else { 15 };
        let label = if churned { "是" } else { "否" };
        text.push_str(&format!(
            "{i:06},{plan},{},{}.50,{label}\n",
            (i * 37) % 60,
            30 + (i * 13) % 90
        ));
    }
    text
}

/// A file of public data (`HOLDFAST_DATA`, or `shared/data` beside the project); where it is missing a line says so.
pub fn data(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = std::env::var_os("HOLDFAST_DATA")
        .map_or(beside, PathBuf::from)
        .join(name);
    if file.is_file() {
        return Some(file);
    }
    println!("skipped: {} is not there", file.display());
    None
}
