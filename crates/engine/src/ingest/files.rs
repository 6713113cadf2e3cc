//! Which files a source's patterns mean.

use std::fs;
use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

/// Endings of files that are read when a folder is given.
const ENDINGS: [&str; 10] = ["csv", "tsv", "txt", "jsonl", "ndjson", "json", "parquet", "xlsx", "xlsm", "gz"];

/// The files that patterns mean, relative ones within `base`, each once, in order of their paths. A folder means the tables in it; `*` and `?` stand for any
/// part of a name, `**` for any folders.
///
/// # Errors
/// `no-such-file` when a pattern means nothing.
pub fn expand(base: &Path, patterns: &[String]) -> Result<Vec<PathBuf>, Refusal> {
    let mut found = Vec::new();
    for pattern in patterns {
        let before = found.len();
        let path = base.join(pattern);
        if path.is_dir() {
            tables_in(&path, &mut found).map_err(|error| unreadable(&path, &error))?;
        } else if pattern.contains(['*', '?']) {
            let parts: Vec<String> = Path::new(pattern)
                .components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            let start = if Path::new(pattern).is_absolute() { PathBuf::from("/") } else { base.to_path_buf() };
            let skip = usize::from(Path::new(pattern).is_absolute());
            walk(&start, parts.get(skip..).unwrap_or_default(), &mut found).map_err(|error| unreadable(&path, &error))?;
        } else if path.is_file() {
            found.push(path.clone());
        }
        if found.len() == before {
            return Err(Refusal::new(
                "no-such-file",
                bilingual!("没有文件符合“{pattern}”", "no file matches \"{pattern}\""),
                Bilingual::new(
                    "检查 holdfast.toml 里的 files；相对路径从工作区文件夹算起",
                    "check `files` in holdfast.toml; relative paths begin in the workspace's folder",
                ),
            )
            .in_file(path.display().to_string()));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::new(
        "unreadable",
        bilingual!("读取失败：{error}", "reading failed: {error}"),
        Bilingual::new("检查路径与权限", "check the path and its permissions"),
    )
    .in_file(path.display().to_string())
}

fn is_table(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // Office keeps `~$name.xlsx` beside a workbook that is open.
    name.starts_with('.') || name.starts_with("~$")
}

fn tables_in(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && is_table(&path) && !is_hidden(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn walk(folder: &Path, parts: &[String], found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let Some((part, rest)) = parts.split_first() else {
        return Ok(());
    };
    if part == "**" {
        walk(folder, rest, found)?;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // Links to folders are not followed: they may lead in a circle.
            if entry.file_type()?.is_dir() && !is_hidden(&entry.path()) {
                walk(&entry.path(), parts, found)?;
            }
        }
        return Ok(());
    }
    if !part.contains(['*', '?']) {
        let path = folder.join(part);
        if rest.is_empty() {
            if path.is_file() {
                found.push(path);
            }
        } else if path.is_dir() {
            walk(&path, rest, found)?;
        }
        return Ok(());
    }
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_hidden(&path) || !matches(part.as_bytes(), name.as_bytes()) {
            continue;
        }
        if rest.is_empty() {
            if path.is_file() {
                found.push(path);
            }
        } else if path.is_dir() {
            walk(&path, rest, found)?;
        }
    }
    Ok(())
}

/// Whether a name fits a pattern of `*` (any bytes) and `?` (one character); linear but for going back to the last star.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(b'?') => {
                // One character may be several bytes.
                n += 1;
                while name.get(n).is_some_and(|byte| byte & 0xC0 == 0x80) {
                    n += 1;
                }
                p += 1;
            }
            Some(byte) if *byte == name[n] => (p, n) = (p + 1, n + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (p, n) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_match() {
        for (pattern, name, expected) in [
            ("orders-*.csv", "orders-2024.csv", true),
            ("orders-*.csv", "order-2024.csv", false),
            ("*", "a", true),
            ("?.csv", "客.csv", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("**x", "yx", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn patterns_mean_files_in_order_and_nothing_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "sub/c.csv", "sub/deep/d.csv", ".hidden.csv", "notes.md"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let names = |patterns: &[&str]| {
            let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
            expand(folder.path(), &patterns).map(|files| {
                let relative = files.iter().map(|file| file.strip_prefix(folder.path()).unwrap().display().to_string());
                relative.collect::<Vec<_>>()
            })
        };
        assert_eq!(names(&["*.csv", "a.csv"]).unwrap(), ["a.csv", "b.csv"]);
        assert_eq!(names(&["**/*.csv"]).unwrap(), ["a.csv", "b.csv", "sub/c.csv", "sub/deep/d.csv"]);
        assert_eq!(names(&["sub"]).unwrap(), ["sub/c.csv"]);
        assert_eq!(names(&["missing*.csv"]).unwrap_err().code, "no-such-file");
    }
}
