//! Which files `--from` means, those of one kind together.

use std::path::{Component, Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;

use holdfast_engine::ingest::files::{expand, is_data_file};

/// Files of one kind.
pub(crate) struct Found {
    /// The name of the first file without ending and numbers: `orders` of `orders-2024-01.csv`.
    pub(crate) stem: String,
    /// The file to look at.
    pub(crate) first: PathBuf,
    /// How `holdfast.toml` names them.
    pub(crate) patterns: Vec<String>,
    /// How many there are.
    pub(crate) files: usize,
    /// The user named them, not only their folder.
    pub(crate) named: bool,
}

/// Finds the files.
///
/// # Errors
/// `file-not-found`, `no-files`, `unreadable-folder`, `path-not-utf8`.
pub(crate) fn find(workspace: &Path, from: &str) -> Result<Vec<Found>, Refusal> {
    let here = Path::new(".");
    let path = Path::new(from);
    if path.is_file() {
        return Ok(vec![Found {
            stem: stem(path),
            first: path.to_path_buf(),
            patterns: vec![relative(workspace, path)?],
            files: 1,
            named: true,
        }]);
    }
    let unreadable = |error: std::io::Error| {
        Refusal::new(
            "unreadable-folder",
            bilingual!("文件夹读不了：{error}", "a folder cannot be read: {error}"),
            bilingual!("检查路径和权限", "check the path and its permissions"),
        )
        .in_file(from)
    };
    if path.is_dir() {
        let files = expand(here, from).map_err(unreadable)?;
        if files.is_empty() {
            return Err(no_files(from));
        }
        return groups(workspace, path, &files);
    }
    if !from.contains(['*', '?']) {
        return Err(Refusal::new(
            "file-not-found",
            bilingual!("找不到这个文件", "there is no such file"),
            bilingual!("检查路径和文件名", "check the path and the file name"),
        )
        .in_file(from));
    }
    let files = expand(here, from).map_err(unreadable)?;
    let Some(first) = files.iter().find(|file| is_data_file(file)).or(files.first()) else {
        return Err(no_files(from));
    };
    Ok(vec![Found {
        stem: stem(first),
        first: first.clone(),
        patterns: vec![relative_pattern(workspace, from)?],
        files: files.len(),
        named: true,
    }])
}

fn no_files(from: &str) -> Refusal {
    Refusal::new(
        "no-files",
        bilingual!("没有数据文件", "there is no file of data"),
        bilingual!(
            "能读的文件：CSV、TSV、TXT、XLSX、Parquet、JSONL",
            "files that can be read: CSV, TSV, TXT, XLSX, Parquet, JSONL"
        ),
    )
    .in_file(from)
}

/// Files of a folder whose names differ in numbers alone belong together.
fn groups(workspace: &Path, folder: &Path, files: &[PathBuf]) -> Result<Vec<Found>, Refusal> {
    // What the simulator planted is for comparing with results: as data it would give the answer away.
    let simulated = folder.join("truth.json").is_file();
    let mut grouped: Vec<(String, Vec<&PathBuf>)> = Vec::new();
    for file in files {
        let name = name_of(file);
        if simulated && name.starts_with("truth") {
            continue;
        }
        let key = masked(&name, "*");
        match grouped.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(file),
            None => grouped.push((key, vec![file])),
        }
    }
    grouped
        .into_iter()
        .map(|(pattern, group)| {
            let patterns = if group.len() == 1 {
                vec![relative(workspace, group[0])?]
            } else if pattern.starts_with('*') {
                // `*.csv` would take in files of other kinds.
                group
                    .iter()
                    .map(|file| relative(workspace, file))
                    .collect::<Result<_, _>>()?
            } else {
                let whole = folder.join(&pattern);
                let exact =
                    expand(Path::new("."), &whole.to_string_lossy()).is_ok_and(|found| found.len() == group.len());
                if exact {
                    vec![relative_pattern(workspace, &whole.to_string_lossy())?]
                } else {
                    group
                        .iter()
                        .map(|file| relative(workspace, file))
                        .collect::<Result<_, _>>()?
                }
            };
            Ok(Found {
                stem: stem(group[0]),
                first: group[0].clone(),
                patterns,
                files: group.len(),
                named: false,
            })
        })
        .collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Runs of digits become `with`.
fn masked(name: &str, with: &str) -> String {
    let mut out = String::new();
    let mut before = false;
    for c in name.chars() {
        let digit = c.is_ascii_digit();
        if !digit {
            out.push(c);
        } else if !before {
            out.push_str(with);
        }
        before = digit;
    }
    out
}

/// A file's name without its ending and numbers.
pub(crate) fn stem(path: &Path) -> String {
    let whole = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let plain = masked(&whole, "");
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    if plain.is_empty() { whole } else { plain.to_owned() }
}

/// The path as seen from the workspace.
fn relative(workspace: &Path, file: &Path) -> Result<String, Refusal> {
    let file = file
        .canonicalize()
        .or_else(|_| std::path::absolute(file))
        .unwrap_or_else(|_| file.to_path_buf());
    between(&resolved(workspace), &file)
}

fn relative_pattern(workspace: &Path, pattern: &str) -> Result<String, Refusal> {
    let fixed: PathBuf = Path::new(pattern)
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?']))
        .collect();
    let rest: PathBuf = Path::new(pattern)
        .components()
        .skip_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?']))
        .collect();
    let fixed = if fixed.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        fixed
    };
    between(&resolved(workspace), &resolved(&fixed).join(rest))
}

/// The path without links and `..`; of a folder that is not there yet, as much of it as is.
fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut known = whole.as_path();
    let mut missing = Vec::new();
    loop {
        if let Ok(found) = known.canonicalize() {
            return missing
                .iter()
                .rev()
                .fold(found, |path: PathBuf, part: &PathBuf| path.join(part));
        }
        match (known.file_name(), known.parent()) {
            (Some(name), Some(parent)) => {
                missing.push(PathBuf::from(name));
                known = parent;
            }
            _ => return whole,
        }
    }
}

fn between(from: &Path, to: &Path) -> Result<String, Refusal> {
    let (left, right): (Vec<Component>, Vec<Component>) = (from.components().collect(), to.components().collect());
    let common = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    // Two trees that have only the root in common move independently.
    let path = if common <= 1 {
        to.to_path_buf()
    } else {
        let up = std::iter::repeat_n(Component::ParentDir, left.len() - common);
        up.chain(right[common..].iter().copied()).collect()
    };
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Refusal::new(
            "path-not-utf8",
            bilingual!("路径不是 UTF-8", "the path is not UTF-8"),
            bilingual!("给文件或文件夹改名", "rename the file or the folder"),
        )
        .in_file(path.display().to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_workspace() {
        let seen = |from: &str, to: &str| between(Path::new(from), Path::new(to)).unwrap();
        assert_eq!(seen("/a/shop", "/a/data/x.csv"), "../data/x.csv");
        assert_eq!(seen("/a/shop", "/a/shop/data/*.csv"), "data/*.csv");
        assert_eq!(seen("/a/shop", "/b/x.csv"), "/b/x.csv");
        assert_eq!(masked("orders-2024-01.csv", "*"), "orders-*-*.csv");
        assert_eq!(stem(Path::new("d/orders-2024-01.csv")), "orders");
        assert_eq!(stem(Path::new("2024.csv")), "2024");
    }
}
