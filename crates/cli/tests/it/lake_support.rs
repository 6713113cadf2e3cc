//! Small workspaces for the tests of the lake's commands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::support::{err, holdfast, out};

/// The present of the tests: what is imported then is known from then on.
pub const NOW: &str = "2026-01-05T10:00:00Z";

/// A workspace whose sources of events are `(id, files)`, columns `id,at,kind,amount` and, where the file has it, `no`.
pub fn workspace(folder: &Path, sources: &[(&str, &str)], keyed: bool) {
    let mut text = "format = 1
name = \"shop\"
time_zone = \"Asia/Shanghai\"
currency = \"CNY\"

[panel]
grains = [\"day\", \"month\"]

[[churn]]
id = \"silent\"
kind = \"inactivity\"
days = 30
"
    .to_owned();
    for (id, files) in sources {
        text.push_str(&format!(
            "
[[source]]
id = \"{id}\"
table = \"events\"
files = [\"{files}\"]

[source.columns]
customer_id = \"id\"
occurred_at = \"at\"
kind = \"kind\"
amount = \"amount\"
"
        ));
        if keyed {
            text.push_str("event_id = \"no\"\n");
        }
    }
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("holdfast.toml"), text).unwrap();
}

/// Runs a command that must succeed and gives its standard output.
pub fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = holdfast(folder, arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}{}",
        out(&output),
        err(&output)
    );
    out(&output)
}

/// The same, read as JSON.
pub fn json(folder: &Path, arguments: &[&str]) -> Value {
    let text = done(folder, arguments);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A command that must be refused, in English; gives the refusal.
pub fn refused(folder: &Path, arguments: &[&str]) -> Value {
    let output = holdfast(folder, &[arguments, &["--json"]].concat());
    assert_eq!(
        output.status.code(),
        Some(3),
        "{arguments:?}: {}{}",
        out(&output),
        err(&output)
    );
    let value: Value = serde_json::from_str(&out(&output)).unwrap();
    // People get the same on standard error.
    assert!(
        err(&output).contains(value["error"]["problem"].as_str().unwrap()),
        "{}",
        err(&output)
    );
    value["error"].clone()
}

/// A table's lines, sorted, as `holdfast export` writes them.
pub fn exported(folder: &Path, table: &str) -> Vec<String> {
    let file = PathBuf::from(format!("{table}.export.csv"));
    done(folder, &["export", table, file.to_str().unwrap()]);
    let text = fs::read_to_string(folder.join(&file)).unwrap();
    fs::remove_file(folder.join(&file)).unwrap();
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    lines.sort_unstable();
    lines
}

/// Whether an output says that nothing was imported yet.
pub fn is_no_data(output: &Output) -> bool {
    output.status.code() == Some(3) && out(output).contains("\"no-data\"")
}
