//! Secrets of 256 random bits, their hashes, and comparing them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::IdentityError;
use crate::random::Random;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// 256 random bits for a URL or a cookie.
///
/// # Errors
/// `Broken` when there are no random bytes.
pub(crate) fn url_safe(random: &dyn Random) -> Result<String, IdentityError> {
    let mut bytes = [0; 32];
    random.fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// 43 letters and digits, each of the 62 as likely: 256 bits.
///
/// # Errors
/// `Broken` when there are no random bytes.
pub(crate) fn base62(random: &dyn Random) -> Result<String, IdentityError> {
    let mut text = String::with_capacity(43);
    let mut bytes = [0; 64];
    while text.len() < 43 {
        random.fill(&mut bytes)?;
        // 248 is the largest multiple of 62: what is above would favour some letters.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        text.extend(
            fair.map(|byte| char::from(BASE62[usize::from(byte % 62)]))
                .take(43 - text.len()),
        );
    }
    Ok(text)
}

/// SHA-256 for the database, where `purpose` keeps one kind of secret from being taken for another. The secret has 256
/// random bits, so that a slow hash would add nothing.
pub(crate) fn hash(purpose: &str, secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(
        Sha256::new()
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(secret)
            .finalize(),
    )
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn secrets_are_long_and_purposes_apart() {
        let random = SeededRandom::new(1);
        assert_eq!(url_safe(&random).unwrap().len(), 43);
        let text = base62(&random).unwrap();
        assert!(text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(hash("session", "x"), hash("token", "x"));
        assert!(same("abc", "abc") && !same("abc", "abd") && !same("abc", "ab"));
    }
}
