//! The text files of the working tree.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// A text file and where it lies.
pub struct TextFile {
    /// Path from the root, with `/`.
    pub path: String,
    pub text: String,
}

impl TextFile {
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// Folders that hold nothing of ours: built, fetched or simulated.
const NOT_OURS: [&str; 5] = ["target", "node_modules", "demo", "dist", "__pycache__"];
/// Hidden folders and files that are ours.
const HIDDEN_OURS: [&str; 5] = [".ci", ".cargo", ".config", ".gitignore", ".gitattributes"];
/// Larger files are data, not text that somebody wrote.
const LARGEST_BYTES: u64 = 4 << 20;

/// Reads every UTF-8 file below `root` in the order of their paths.
pub fn read_tree(root: &Path) -> Result<Vec<TextFile>> {
    let mut files = Vec::new();
    read_folder(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<TextFile>) -> Result<()> {
    let context = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let entry = entry.with_context(context)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if NOT_OURS.contains(&name.as_str()) || (name.starts_with('.') && !HIDDEN_OURS.contains(&name.as_str())) {
            continue;
        }
        // Not followed through links: a link may lead out of the tree or round in it.
        let kind = entry.file_type().with_context(context)?;
        let path = format!("{prefix}{name}");
        if kind.is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() && entry.metadata().with_context(context)?.len() <= LARGEST_BYTES {
            let bytes = fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(TextFile { path, text });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
pub fn fixture(path: &str, text: &str) -> TextFile {
    TextFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_holds_this_file_and_nothing_built() {
        let root = crate::process::root().unwrap();
        let files = read_tree(&root).unwrap();
        assert!(files.iter().any(|f| f.path == "xtask/src/tidy/files.rs"));
        assert!(
            files
                .iter()
                .all(|f| !f.path.starts_with("target/") && !f.path.starts_with(".git/"))
        );
        assert!(files.is_sorted_by(|a, b| a.path < b.path));
    }
}
