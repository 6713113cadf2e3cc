//! Adding a second factor: a secret is proposed, and counts once a code of it has come.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use serde_json::json;

use super::{check, codes};
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::random;
use crate::signed_in::SignedIn;

/// RFC 4226 §4: 160 bits.
const SECRET_BYTES: usize = 20;
const RECOVERY_CODES: usize = 10;
/// 50 bits each, hashed with the workspace's key.
const RECOVERY_LETTERS: usize = 10;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret for the authenticator app.
pub struct Proposal {
    /// In base32, to be typed.
    pub secret: String,
    /// `otpauth://…`, to be scanned.
    pub uri: String,
}

impl Identity {
    /// Proposes a secret; it replaces one that was not confirmed.
    ///
    /// # Errors
    /// `Refused` (`people-only`, `second-factor-there`), `Store`.
    pub async fn propose_second_factor(&self, signed_in: &SignedIn) -> Result<Proposal, IdentityError> {
        signed_in.must_be_a_person()?;
        let user = &signed_in.user;
        if user.totp {
            return Err(Refusal::new(
                "second-factor-there",
                Bilingual::new("已启用二次验证", "there is a second factor already"),
                Bilingual::new("先停用原来的，再启用新的", "remove the old one first"),
            )
            .into());
        }
        let mut secret = [0; SECRET_BYTES];
        self.random().fill(&mut secret)?;
        let sealed = self.0.key.seal(&user.id, &secret, self.random())?;
        self.store().propose_totp(&user.id, &sealed).await?;
        let secret = base32(&secret);
        let label = percent(&format!("Holdfast {}:{}", self.0.settings.workspace, user.login));
        let issuer = percent(&format!("Holdfast {}", self.0.settings.workspace));
        let uri = format!("otpauth://totp/{label}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30");
        Ok(Proposal { secret, uri })
    }

    /// Makes the proposed secret the second factor; returns the recovery codes, which are shown this once.
    ///
    /// # Errors
    /// `WrongCode`; `Locked`, `TooMany` after many wrong ones; `Refused` (`people-only`, `no-proposal`,
    /// `key-lost`); `Store`.
    pub async fn confirm_second_factor(
        &self,
        signed_in: &SignedIn,
        code: &str,
        address: &str,
        now_us: i64,
    ) -> Result<Vec<String>, IdentityError> {
        signed_in.must_be_a_person()?;
        let user = &signed_in.user;
        let Some(sealed) = self.store().find_proposed_totp(&user.id).await? else {
            return Err(no_proposal().into());
        };
        self.count_attempt(&user.login, address, now_us).await?;
        let Some(secret) = self.0.key.open_sealed(&user.id, &sealed)? else {
            return Err(check::key_lost().into());
        };
        let code = codes::typed(code).ok_or(IdentityError::WrongCode)?;
        let step = codes::step_of(&secret, &code, now_us)?.ok_or(IdentityError::WrongCode)?;
        let mut recovery = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let letters = random::letters(self.random(), RECOVERY_LETTERS)?;
            let (one, other) = letters.split_at(RECOVERY_LETTERS / 2);
            recovery.push(format!("{one}-{other}"));
        }
        let hashes: Vec<String> = recovery.iter().map(|code| self.recovery_hash(&user.id, code)).collect();
        let entry = act::of(signed_in, "second_factor.added", user.id.as_str(), json!({}));
        let confirmed = self
            .store()
            .confirm_totp(&user.id, &sealed, step, &hashes, &entry, now_us)
            .await?;
        if !confirmed {
            return Err(no_proposal().into());
        }
        self.clear_attempt(&user.login, address).await?;
        Ok(recovery)
    }
}

fn no_proposal() -> Refusal {
    Refusal::new(
        "no-proposal",
        Bilingual::new("没有待确认的二次验证", "no second factor waits to be confirmed"),
        Bilingual::new("重新开始启用", "begin again"),
    )
}

/// RFC 4648 without padding.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// RFC 3986: everything but unreserved characters becomes %XX.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (text, encoded) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), encoded);
        }
        assert_eq!(percent("a b:中"), "a%20b%3A%E4%B8%AD");
    }
}
