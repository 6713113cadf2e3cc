//! Every file is written beside its place under a temporary name and renamed when all are complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::AppError;

/// Writes the content of one file.
pub type Fill<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + 'a>;

/// One file to write: its name and what writes its bytes.
pub struct Output<'a> {
    /// File name inside the folder.
    pub name: &'a str,
    /// Writes the content.
    pub write: Fill<'a>,
}

/// Writes all outputs into the folder (made if it is missing). On any error the folder is as it was.
///
/// # Errors
/// [`AppError::Write`] with the file that failed.
pub fn write_all(folder: &Path, outputs: &[Output]) -> Result<Vec<PathBuf>, AppError> {
    let existed = folder.is_dir();
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |source| AppError::Write { path, source }
    };
    fs::create_dir_all(folder).map_err(at(folder))?;
    // A folder where a file should go would only be noticed when others have their names already.
    if let Some(taken) = outputs.iter().map(|o| folder.join(o.name)).find(|place| place.is_dir()) {
        let source = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(AppError::Write { path: taken, source });
    }
    let mut pending: Vec<(tempfile::TempPath, PathBuf)> = Vec::new();
    let result = outputs.iter().try_for_each(|output| {
        let place = folder.join(output.name);
        let written = tempfile::Builder::new()
            .prefix(&format!(".{}.", output.name))
            .suffix(".tmp")
            .tempfile_in(folder)
            .and_then(|file| fill(file, output))
            .map_err(at(&place))?;
        pending.push((written, place));
        Ok(())
    });
    if let Err(error) = result {
        drop(pending);
        if !existed {
            // Only removes an empty folder: the one made above.
            let _ = fs::remove_dir(folder);
        }
        return Err(error);
    }
    let mut paths = Vec::new();
    for (written, place) in pending {
        written.persist(&place).map_err(|e| AppError::Write {
            path: place.clone(),
            source: e.error,
        })?;
        paths.push(place);
    }
    Ok(paths)
}

fn fill(file: tempfile::NamedTempFile, output: &Output) -> io::Result<tempfile::TempPath> {
    let mut writer = BufWriter::with_capacity(1 << 20, file.as_file());
    (output.write)(&mut writer)?;
    writer.flush()?;
    drop(writer);
    sync(file.as_file())?;
    readable(file.path())?;
    Ok(file.into_temp_path())
}

/// Data reaches the disk before the file gets its name: a full disk shows here, not later.
fn sync(file: &File) -> io::Result<()> {
    file.sync_all()
}

/// Temporary files are private to their owner; a report is as readable as any other new file.
#[cfg(unix)]
pub(crate) fn readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(crate) fn readable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_the_way_is_noticed_before_anything_is_written() {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("b")).unwrap();
        let output = |name| Output {
            name,
            write: Box::new(|w: &mut dyn Write| w.write_all(b"x")),
        };
        let error = write_all(base.path(), &[output("a"), output("b")]).unwrap_err();
        assert!(error.to_string().contains('b'), "{error}");
        assert!(!base.path().join("a").exists());
    }

    #[test]
    fn a_failure_leaves_nothing_and_old_files_as_they_were() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("new");
        let good = |text: &'static str| -> Fill<'static> { Box::new(move |w| w.write_all(text.as_bytes())) };
        let failing = || Output {
            name: "b",
            write: Box::new(|_| Err(io::Error::from(io::ErrorKind::StorageFull))),
        };
        let error = write_all(
            &folder,
            &[
                Output {
                    name: "a",
                    write: good("x"),
                },
                failing(),
            ],
        )
        .unwrap_err();
        assert!(error.to_string().contains("new/b"), "{error}");
        assert!(!folder.exists());
        write_all(
            &folder,
            &[Output {
                name: "a",
                write: good("first"),
            }],
        )
        .unwrap();
        write_all(
            &folder,
            &[
                Output {
                    name: "a",
                    write: good("second"),
                },
                failing(),
            ],
        )
        .unwrap_err();
        assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "first");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
}
