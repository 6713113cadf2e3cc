//! The file of the key.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::error::IdentityError;
use crate::random::Random;

/// 256 bits.
pub struct Key(pub(crate) [u8; 32]);

impl Key {
    /// Reads the key, or makes it with mode 0600 where there is none.
    ///
    /// # Errors
    /// `Refused` when others may read the file or it holds no key; `Broken` when it cannot be read or made.
    pub fn open(path: &Path, random: &dyn Random) -> Result<Self, IdentityError> {
        match std::fs::read_to_string(path) {
            Ok(text) => read(path, &text),
            Err(error) if error.kind() == ErrorKind::NotFound => make(path, random),
            Err(error) => Err(broken(path, &error)),
        }
    }
}

fn read(path: &Path, text: &str) -> Result<Key, IdentityError> {
    let mode = std::fs::metadata(path).map_err(|error| broken(path, &error))?.mode();
    if mode & 0o077 != 0 {
        let refusal = Refusal::new(
            "key-file-open",
            Bilingual::new("其他用户可以读取密钥文件", "others may read the key file"),
            Bilingual::new(
                "执行 chmod 600；若已被他人读取，请重置各用户的二次验证",
                "run chmod 600 on it; if somebody has read it, reset the second factors",
            ),
        );
        return Err(refusal
            .in_file(path.display().to_string())
            .with_value(&format!("{:o}", mode & 0o777))
            .into());
    }
    let bytes = STANDARD_NO_PAD.decode(text.trim()).ok();
    let key = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let Some(key) = key else {
        let refusal = Refusal::new(
            "key-file-damaged",
            Bilingual::new("密钥文件内容已损坏", "the key file does not hold a key"),
            Bilingual::new(
                "从备份恢复；没有备份时移走该文件，并重置各用户的二次验证",
                "restore it from a backup; without one move it away and reset the second factors",
            ),
        );
        return Err(refusal.in_file(path.display().to_string()).into());
    };
    Ok(Key(key))
}

fn make(path: &Path, random: &dyn Random) -> Result<Key, IdentityError> {
    let mut key = [0; 32];
    random.fill(&mut key)?;
    let mut text = STANDARD_NO_PAD.encode(key);
    text.push('\n');
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    match written {
        Ok(()) => Ok(Key(key)),
        // Another server of the workspace made it at the same time.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let text = std::fs::read_to_string(path).map_err(|error| broken(path, &error))?;
            read(path, &text)
        }
        Err(error) => Err(broken(path, &error)),
    }
}

fn broken(path: &Path, error: &std::io::Error) -> IdentityError {
    IdentityError::Broken(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;
    use std::os::unix::fs::PermissionsExt;

    fn code(path: &Path) -> Option<&'static str> {
        match Key::open(path, &SeededRandom::new(2)) {
            Err(IdentityError::Refused(refusal)) => Some(refusal.code),
            _ => None,
        }
    }

    #[test]
    fn the_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("holdfast.key");
        let made = Key::open(&path, &SeededRandom::new(1)).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert_eq!(Key::open(&path, &SeededRandom::new(2)).unwrap().0, made.0);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert_eq!(code(&path), Some("key-file-open"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, "short").unwrap();
        assert_eq!(code(&path), Some("key-file-damaged"));
    }
}
