//! Sealing and opening with the key, and hashes that need it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

use super::file::Key;
use crate::error::IdentityError;
use crate::random::Random;

impl Key {
    /// Seals a secret for a person (ChaCha20-Poly1305): what was sealed for one does not open for another.
    pub(crate) fn seal(&self, person_id: &str, secret: &[u8], random: &dyn Random) -> Result<String, IdentityError> {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce)?;
        let mut sealed = secret.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(person_id), &mut sealed)
            .map_err(|_| IdentityError::Broken("a secret could not be sealed".to_owned()))?;
        let mut whole = nonce.to_vec();
        whole.append(&mut sealed);
        Ok(URL_SAFE_NO_PAD.encode(whole))
    }

    /// Opens what was sealed for a person; `None` when it was sealed with another key, for somebody else, or was changed.
    pub(crate) fn open_sealed(&self, person_id: &str, sealed: &str) -> Result<Option<Vec<u8>>, IdentityError> {
        let Ok(whole) = URL_SAFE_NO_PAD.decode(sealed) else {
            return Ok(None);
        };
        let Some((nonce, text)) = whole.split_at_checked(NONCE_LEN) else {
            return Ok(None);
        };
        let Ok(nonce) = Nonce::try_assume_unique_for_key(nonce) else {
            return Ok(None);
        };
        let mut text = text.to_vec();
        let opened = self.cipher()?.open_in_place(nonce, Aad::from(person_id), &mut text);
        Ok(opened.ok().map(|secret| secret.to_vec()))
    }

    /// HMAC-SHA-256: recovery codes are short, so that a plain hash of one could be searched for.
    pub(crate) fn code_hash(&self, person_id: &str, code: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        URL_SAFE_NO_PAD.encode(hmac::sign(&key, format!("recovery\0{person_id}\0{code}").as_bytes()))
    }

    fn cipher(&self) -> Result<LessSafeKey, IdentityError> {
        UnboundKey::new(&CHACHA20_POLY1305, &self.0)
            .map(LessSafeKey::new)
            .map_err(|_| IdentityError::Broken("the key has the wrong length".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn only_the_key_and_the_person_open_a_seal() {
        let (key, other) = (Key([1; 32]), Key([2; 32]));
        let random = SeededRandom::new(1);
        let sealed = key.seal("ann", b"secret", &random).unwrap();
        assert_ne!(
            sealed,
            key.seal("ann", b"secret", &random).unwrap(),
            "a nonce is used once"
        );
        assert_eq!(
            key.open_sealed("ann", &sealed).unwrap().as_deref(),
            Some(&b"secret"[..])
        );
        assert_eq!(key.open_sealed("bob", &sealed).unwrap(), None);
        assert_eq!(other.open_sealed("ann", &sealed).unwrap(), None);
        for damaged in ["", "abc", "!", &sealed[1..], &format!("{sealed}AAAA")] {
            assert_eq!(key.open_sealed("ann", damaged).unwrap(), None, "{damaged}");
        }
    }
}
