//! Nothing of one machine in the project: no absolute paths, no package mirror.

use super::Finding;
use super::files::TextFile;

/// The home folders and work folders of machines. This file alone may name them.
const MACHINE_FOLDERS: [&str; 5] = ["/home/", "/Users/", "/root/", "/work/", "\\Users\\"];
const THIS_FILE: &str = "xtask/src/tidy/machine.rs";
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPM: &str = "https://registry.npmjs.org/";

/// A path of one machine works on that machine.
pub fn paths(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| f.path != THIS_FILE) {
        for (index, line) in file.text.lines().enumerate() {
            let Some(folder) = MACHINE_FOLDERS.iter().find(|folder| begins_a_path(line, folder)) else {
                continue;
            };
            let text =
                format!("`{folder}…` is a path of one machine: make it relative, or take it from the environment");
            findings.push(Finding::new(&file.path, index + 1, text));
        }
    }
    findings
}

/// `/home/` after a letter or a dot is the middle of another path or of a URL.
fn begins_a_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        folder.starts_with('\\')
            || !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | '/'))
    })
}

/// Packages come from the public registries, under their public names.
pub fn registries(files: &[TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(text) = foreign_registry(file.name(), line.trim()) {
                findings.push(Finding::new(&file.path, index + 1, text));
            }
        }
    }
    findings
}

fn foreign_registry(name: &str, line: &str) -> Option<String> {
    let value = |key: &str| {
        line.strip_prefix(key)
            .map(|rest| rest.trim_matches(['"', ',', ' ']).to_owned())
    };
    match name {
        "Cargo.lock" => {
            let source = value("source = ")?;
            (source != CRATES_IO).then(|| format!("package from `{source}`; only crates.io is known everywhere"))
        }
        "package-lock.json" => {
            let source = value("\"resolved\": ")?;
            (!source.starts_with(NPM)).then(|| format!("package from `{source}`; only {NPM} is known everywhere"))
        }
        "config.toml" if line.starts_with("[source") || line.starts_with("[registr") => {
            Some(format!("`{line}` belongs in a person's own cargo settings"))
        }
        "requirements.txt" if line.starts_with('-') || line.contains("://") => {
            Some(format!("`{line}`: name packages and versions only"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::files::fixture;

    #[test]
    fn machine_paths_are_found_and_urls_are_not() {
        let text = "open(\"/home/ann/a.csv\")\nhttps://example.org/home/a\n../work/a\ncd /work/main\n$root/work/x\n";
        let lines: Vec<usize> = paths(&[fixture("a.py", text)]).iter().map(|f| f.line).collect();
        assert_eq!(lines, [1, 4]);
        assert_eq!(paths(&[fixture(THIS_FILE, text)]), []);
    }

    #[test]
    fn mirrors_are_found() {
        let good = format!("source = \"{CRATES_IO}\"\n");
        assert_eq!(registries(&[fixture("Cargo.lock", &good)]), []);
        for (path, line) in [
            ("Cargo.lock", "source = \"registry+https://mirror.example/index\"\n"),
            (
                "web/package-lock.json",
                "  \"resolved\": \"https://mirror.example/a.tgz\",\n",
            ),
            (".cargo/config.toml", "[source.crates-io]\n"),
            ("bench/requirements.txt", "--index-url https://mirror.example\n"),
        ] {
            assert_eq!(registries(&[fixture(path, line)]).len(), 1, "{path}");
        }
    }
}
