//! Which room may know which: the directions of docs/ARCHITECTURE.md, read from `cargo metadata`.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Finding;

/// A room and the rooms it may depend on. A new room gets its line here and in docs/ARCHITECTURE.md.
const ROOMS: [(&str, &[&str]); 15] = [
    ("holdfast-domain", &[]),
    ("holdfast-stats", &["holdfast-domain"]),
    ("holdfast-learn", &["holdfast-domain", "holdfast-stats"]),
    (
        "holdfast-onnx",
        &["holdfast-domain", "holdfast-stats", "holdfast-learn"],
    ),
    ("holdfast-panel", &["holdfast-domain", "holdfast-stats"]),
    (
        "holdfast-engine",
        &["holdfast-domain", "holdfast-stats", "holdfast-panel"],
    ),
    (
        "holdfast-reasons",
        &["holdfast-domain", "holdfast-stats", "holdfast-learn", "holdfast-panel"],
    ),
    ("holdfast-report", &["holdfast-domain"]),
    ("holdfast-simulate", &["holdfast-domain"]),
    (
        "holdfast-app",
        &[
            "holdfast-domain",
            "holdfast-stats",
            "holdfast-learn",
            "holdfast-onnx",
            "holdfast-panel",
            "holdfast-engine",
            "holdfast-reasons",
            "holdfast-report",
            "holdfast-simulate",
        ],
    ),
    ("holdfast-store", &["holdfast-domain"]),
    ("holdfast-identity", &["holdfast-domain", "holdfast-store"]),
    (
        "holdfast-server",
        &["holdfast-domain", "holdfast-store", "holdfast-identity", "holdfast-app"],
    ),
    (
        "holdfast",
        &[
            "holdfast-domain",
            "holdfast-identity",
            "holdfast-app",
            "holdfast-server",
        ],
    ),
    ("xtask", &[]),
];

/// External crates that belong to one room (the beginning of their name), who may use them, and who may in tests.
const OWNED: [(&str, &[&str], &[&str]); 17] = [
    ("arrow", &["holdfast-engine"], &["holdfast-app"]),
    ("parquet", &["holdfast-engine"], &["holdfast-app"]),
    ("calamine", &["holdfast-engine"], &["holdfast-app"]),
    (
        "csv",
        &["holdfast-engine"],
        &["holdfast-app", "holdfast-learn", "holdfast-simulate", "holdfast"],
    ),
    ("encoding_rs", &["holdfast-engine"], &["holdfast-app"]),
    ("datafusion", &["holdfast-engine"], &[]),
    ("deltalake", &["holdfast-engine"], &[]),
    ("mysql_async", &["holdfast-engine"], &[]),
    ("tokio-postgres", &["holdfast-engine"], &[]),
    ("linfa", &["holdfast-learn"], &[]),
    ("prost", &["holdfast-onnx"], &[]),
    ("clap", &["holdfast"], &[]),
    ("indicatif", &["holdfast"], &[]),
    ("axum", &["holdfast-server"], &[]),
    ("sea-orm", &["holdfast-store"], &[]),
    ("sqlx", &["holdfast-store"], &[]),
    ("anyhow", &["holdfast", "xtask", "holdfast-server"], &[]),
];

/// Every dependency of every room against the two tables.
pub fn check(metadata: &Value) -> Result<Vec<Finding>> {
    let packages = metadata["packages"]
        .as_array()
        .context("`cargo metadata` lists no packages")?;
    let mut findings = Vec::new();
    for package in packages {
        let room = package["name"].as_str().context("a package without a name")?;
        let path = manifest(room);
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            let text = format!("room `{room}` has no line in ROOMS (xtask/src/tidy/rooms.rs): say what it may know");
            findings.push(Finding::new(&path, 0, text));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = dependency["name"].as_str().context("a dependency without a name")?;
            let in_tests = dependency["kind"] == "dev";
            if let Some(text) = objection(room, name, in_tests, allowed) {
                findings.push(Finding::new(&path, 0, text));
            }
        }
    }
    Ok(findings)
}

fn objection(room: &str, name: &str, in_tests: bool, allowed: &[&str]) -> Option<String> {
    if name == "holdfast" || name.starts_with("holdfast-") {
        let known = name == room || allowed.contains(&name);
        return (!known).then(|| format!("`{room}` must not know `{name}` (docs/ARCHITECTURE.md)"));
    }
    let (_, owners, testers) = OWNED.iter().find(|(prefix, ..)| belongs(name, prefix))?;
    let may = owners.contains(&room) || (in_tests && testers.contains(&room));
    (!may).then(|| {
        format!(
            "`{name}` is for {} only; ask that room for what you need",
            owners.join(", ")
        )
    })
}

/// `arrow` owns `arrow` and `arrow-array`, but not `arrows`.
fn belongs(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

fn manifest(room: &str) -> String {
    match room {
        "xtask" => "xtask/Cargo.toml".to_owned(),
        "holdfast" => "crates/cli/Cargo.toml".to_owned(),
        _ => format!("crates/{}/Cargo.toml", room.trim_start_matches("holdfast-")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn findings(room: &str, dependency: &str, kind: Option<&str>) -> usize {
        let dependencies = json!([{"name": dependency, "kind": kind}]);
        check(&json!({"packages": [{"name": room, "dependencies": dependencies}]}))
            .unwrap()
            .len()
    }

    #[test]
    fn a_dependency_against_the_direction_is_found() {
        assert_eq!(findings("holdfast-stats", "holdfast-domain", None), 0);
        assert_eq!(findings("holdfast-domain", "holdfast-stats", None), 1);
        assert_eq!(findings("holdfast-engine", "holdfast-learn", None), 1);
        assert_eq!(findings("holdfast-engine", "holdfast-learn", Some("dev")), 1);
        assert_eq!(findings("holdfast", "holdfast-engine", None), 1);
        assert_eq!(findings("xtask", "holdfast-domain", None), 1);
    }

    #[test]
    fn a_crate_in_the_wrong_room_is_found() {
        assert_eq!(findings("holdfast-engine", "arrow-array", None), 0);
        assert_eq!(findings("holdfast-app", "parquet", None), 1);
        assert_eq!(findings("holdfast-app", "parquet", Some("dev")), 0);
        assert_eq!(findings("holdfast-app", "linfa-clustering", None), 1);
        assert_eq!(findings("holdfast-app", "clap", Some("dev")), 1);
        assert_eq!(findings("holdfast-stats", "csvlike", None), 0);
        assert_eq!(findings("holdfast-stats", "anyhow", None), 1);
    }

    #[test]
    fn an_unknown_room_is_found() {
        assert_eq!(findings("holdfast-new", "serde", None), 1);
    }
}
