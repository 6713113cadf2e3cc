//! Which files a pattern of a source means.
//!
//! A pattern is a path, relative to the workspace unless absolute. A file means itself, a folder the data files directly in it. `*` stands
//! for any characters of a name, `?` for one, `**` for any number of folders. A file whose own name has these characters is
//! found first.

use std::io;
use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;

/// Endings of files that a folder is searched for.
const ENDINGS: [&str; 9] = ["csv", "tsv", "txt", "xlsx", "xlsm", "parquet", "pq", "jsonl", "ndjson"];
/// Folders that `**` goes down at most.
const MAX_DEPTH: usize = 16;

/// Whether a file's name looks like a table and not like something hidden or unfinished.
pub fn is_data_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    // Excel keeps a lock beside an open workbook: ~$name.xlsx.
    !name.starts_with('.') && !name.starts_with("~$") && ENDINGS.contains(&ending.as_str())
}

/// The files that a pattern means, sorted by path; none is no error.
///
/// # Errors
/// Whatever the system says about a folder that cannot be read.
pub fn expand(root: &Path, pattern: &str) -> io::Result<Vec<PathBuf>> {
    let whole = root.join(pattern);
    if whole.is_file() {
        return Ok(vec![whole]);
    }
    let mut found = Vec::new();
    if whole.is_dir() {
        for entry in std::fs::read_dir(&whole)? {
            let path = entry?.path();
            if path.is_file() && is_data_file(&path) {
                found.push(path);
            }
        }
    } else {
        let start = if Path::new(pattern).is_absolute() {
            PathBuf::from("/")
        } else {
            root.to_path_buf()
        };
        let parts: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        descend(&start, &parts, MAX_DEPTH, &mut found)?;
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The files of a source, sorted, each once.
///
/// # Errors
/// `no-files` for a pattern that means none, `unreadable-folder`.
pub fn of_source(root: &Path, source: &SourceSpec) -> Result<Vec<PathBuf>, Refusal> {
    let mut all = Vec::new();
    for pattern in &source.files {
        let found = expand(root, pattern).map_err(|error| {
            Refusal::new(
                "unreadable-folder",
                bilingual!("文件夹读不了：{error}", "a folder cannot be read: {error}"),
                bilingual!("检查路径和权限", "check the path and its permissions"),
            )
            .in_file(pattern.as_str())
        })?;
        if found.is_empty() {
            let (id, from) = (&source.id, root.display());
            return Err(Refusal::new(
                "no-files",
                bilingual!(
                    "来源“{id}”的这个路径下没有文件",
                    "source \"{id}\": no file matches this path"
                ),
                bilingual!(
                    "检查 files；相对路径从 {from} 算起",
                    "check files; relative paths begin at {from}"
                ),
            )
            .in_file(pattern.as_str()));
        }
        all.extend(found);
    }
    all.sort();
    all.dedup();
    Ok(all)
}

fn descend(folder: &Path, parts: &[&str], depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let Some((&part, rest)) = parts.split_first() else {
        return Ok(());
    };
    if part == "**" {
        descend(folder, rest, depth, found)?;
        if depth > 0 {
            for path in entries(folder)? {
                // Links are not followed: they may lead round in a circle.
                if path.is_dir() && !path.is_symlink() {
                    descend(&path, parts, depth - 1, found)?;
                }
            }
        }
        return Ok(());
    }
    if !part.contains(['*', '?']) {
        let path = folder.join(part);
        return take(path, rest, depth, found);
    }
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with('.') && matches(part, &name) {
            take(path, rest, depth, found)?;
        }
    }
    Ok(())
}

fn take(path: PathBuf, rest: &[&str], depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if rest.is_empty() {
        if path.is_file() {
            found.push(path);
        }
        return Ok(());
    }
    if path.is_dir() {
        descend(&path, rest, depth, found)?;
    }
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect()
}

/// Whether a name fits a pattern of `*` and `?`. Greedy with one way back: no pattern takes longer than |pattern| × |name|.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, n));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == name[n]) {
            p += 1;
            n += 1;
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            p = at + 1;
            n = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, fits) in [
            ("*.csv", "a.csv", true),
            ("*.csv", "a.csv.gz", false),
            ("orders-*-?.csv", "orders-2024-01-1.csv", true),
            ("订单*", "订单2024.csv", true),
            ("*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
            ("?", "", false),
            ("**", "", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn patterns_mean_files_in_order() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        std::fs::create_dir_all(at("d/e/f")).unwrap();
        for name in [
            "d/b.csv",
            "d/a.csv",
            "d/.hidden.csv",
            "d/e/c.csv",
            "d/e/f/x[1]*.csv",
            "d/note.md",
            "d/~$b.xlsx",
        ] {
            std::fs::write(at(name), "x").unwrap();
        }
        let found = |pattern: &str| -> Vec<String> {
            expand(root.path(), pattern)
                .unwrap()
                .iter()
                .map(|path| path.strip_prefix(root.path()).unwrap().display().to_string())
                .collect()
        };
        assert_eq!(found("d"), ["d/a.csv", "d/b.csv"]);
        assert_eq!(found("d/*.csv"), ["d/a.csv", "d/b.csv"]);
        assert_eq!(
            found("**/*.csv"),
            ["d/a.csv", "d/b.csv", "d/e/c.csv", "d/e/f/x[1]*.csv"]
        );
        assert_eq!(found("d/e/f/x[1]*.csv"), ["d/e/f/x[1]*.csv"]);
        assert_eq!(found("none/*.csv"), Vec::<String>::new());
        let absolute = at("d/?.csv").display().to_string();
        assert_eq!(expand(Path::new("/nowhere"), &absolute).unwrap().len(), 2);
    }
}
