//! The file as a whole: read with its version, replaced at once.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;

use crate::error::AppError;
use crate::workspace::config::{FILE_NAME, WorkspaceConfig};
use crate::workspace::open::{file_of, read_text};
use crate::workspace::parse::parse;

/// A text with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigText {
    /// The text.
    pub text: String,
    /// Its digest: two texts with one version are the same.
    pub version: String,
}

impl ConfigText {
    /// A text's version is made of its bytes.
    pub fn new(text: String) -> Self {
        let version = blake3::hash(text.as_bytes()).to_hex()[..24].to_owned();
        Self { text, version }
    }

    /// The file in a folder.
    ///
    /// # Errors
    /// `no-workspace`, `config-unreadable`, `config-not-utf8`.
    pub fn read(dir: &Path) -> Result<Self, Refusal> {
        read_text(dir).map(Self::new)
    }
}

/// Changes the file: `change` gives its new text, which is checked and then put in its place at once. With `expected` nothing happens where the file
/// has another version than that. No two edits happen at the same time.
///
/// # Errors
/// `config-changed` for another version; what `change` says; whatever is wrong with the new text; [`AppError::Write`].
pub fn edit(
    dir: &Path,
    expected: Option<&str>,
    change: impl FnOnce(&str) -> Result<String, AppError>,
) -> Result<(ConfigText, WorkspaceConfig), AppError> {
    let _alone = lock(dir)?;
    let present = ConfigText::read(dir)?;
    if let Some(expected) = expected.filter(|&expected| expected != present.version) {
        return Err(changed(dir, expected, &present.version).into());
    }
    let text = change(&present.text)?;
    let config = parse(&text, &file_of(dir))?;
    if text != present.text {
        replace(dir, &text)?;
    }
    Ok((ConfigText::new(text), config))
}

fn changed(dir: &Path, expected: &str, present: &str) -> Refusal {
    Refusal::new(
        "config-changed",
        bilingual!(
            "holdfast.toml 已被修改（现在是版本 {present}）",
            "holdfast.toml was changed meanwhile (it has version {present} now)"
        ),
        bilingual!("重新加载后再改", "load it again and make the change once more"),
    )
    .in_file(file_of(dir))
    .with_value(expected)
}

/// Held while the file is looked at and replaced; let go when dropped, or when the process dies.
pub(crate) fn lock(dir: &Path) -> Result<File, AppError> {
    let path = dir.join(".holdfast.lock");
    let failed = |source| AppError::Write {
        path: path.clone(),
        source,
    };
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(failed)?;
    file.lock().map_err(failed)?;
    Ok(file)
}

fn replace(dir: &Path, text: &str) -> Result<(), AppError> {
    let path = dir.join(FILE_NAME);
    let failed = |source: std::io::Error| AppError::Write {
        path: path.clone(),
        source,
    };
    // What is edited is the file, and not the link to it.
    let place = path.canonicalize().unwrap_or_else(|_| path.clone());
    let folder = place.parent().unwrap_or(dir);
    let mut file = tempfile::Builder::new()
        .prefix(".holdfast.")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    match std::fs::metadata(&place) {
        Ok(metadata) => std::fs::set_permissions(file.path(), metadata.permissions()).map_err(failed)?,
        Err(_) => crate::outputs::readable(file.path()).map_err(failed)?,
    }
    file.persist(&place).map_err(|error| failed(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# ours\nformat = 1\nname = \"x\" # the shop\n";

    #[test]
    fn an_edit_of_another_version_changes_nothing_and_a_bad_text_is_never_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        std::fs::write(&path, TEXT).unwrap();
        let read = || std::fs::read_to_string(&path).unwrap();
        let other = edit(
            folder.path(),
            Some("0"),
            |_| Ok("format = 1\nname = \"y\"\n".to_owned()),
        );
        assert!(other.unwrap_err().to_string().contains("changed meanwhile"));
        let broken = edit(folder.path(), None, |text| Ok(format!("{text}colour = 1\n")));
        assert!(broken.is_err());
        assert_eq!(read(), TEXT);
        let version = ConfigText::read(folder.path()).unwrap().version;
        let (text, config) = edit(folder.path(), Some(&version), |text| Ok(text.replace("\"x\"", "\"y\""))).unwrap();
        assert_eq!((config.name.as_str(), text.text.as_str()), ("y", read().as_str()));
        assert!(read().starts_with("# ours\n") && read().contains("# the shop"));
    }
}
