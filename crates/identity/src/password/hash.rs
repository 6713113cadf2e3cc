//! Hashing.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::error::IdentityError;
use crate::random::Random;

/// OWASP Password Storage Cheat Sheet (2024): Argon2id with 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// An Argon2id hash as a PHC string.
#[derive(Clone)]
pub(crate) struct Hashed(pub(crate) String);

/// Hashes a password with a new salt. Takes tens of milliseconds.
pub(crate) fn make(password: &[u8], random: &dyn Random) -> Result<Hashed, IdentityError> {
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    let hashed = argon2()?.hash_password_with_salt(password, &salt).map_err(broken)?;
    Ok(Hashed(hashed.to_string()))
}

/// Whether a password is the one of a hash, compared in constant time.
pub(crate) fn matches(password: &[u8], hashed: &Hashed) -> Result<bool, IdentityError> {
    let stored = PasswordHash::new(&hashed.0).map_err(broken)?;
    Ok(argon2()?.verify_password(password, &stored).is_ok())
}

/// Whether a hash was made with other parameters than today's.
pub(crate) fn is_outdated(hashed: &Hashed) -> bool {
    let today = format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$");
    !hashed.0.starts_with(&today)
}

fn argon2() -> Result<Argon2<'static>, IdentityError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: impl std::fmt::Display) -> IdentityError {
    IdentityError::Broken(format!("password hash: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_hash_knows_its_password_and_its_age() {
        let random = SeededRandom::new(1);
        let hashed = make("密码 correct".as_bytes(), &random).unwrap();
        assert!(matches("密码 correct".as_bytes(), &hashed).unwrap());
        assert!(!matches("密码 Correct".as_bytes(), &hashed).unwrap());
        assert_ne!(hashed.0, make("密码 correct".as_bytes(), &random).unwrap().0, "salted");
        assert!(!is_outdated(&hashed));
        let older = Hashed(hashed.0.replace("t=2", "t=1"));
        assert!(is_outdated(&older) && !matches("密码 correct".as_bytes(), &older).unwrap());
        assert!(matches(b"x", &Hashed("plain".to_owned())).is_err());
    }

    /// The example of the reference implementation's test suite: argon2id, 256 KiB, 2 passes, salt `somesalt`.
    #[test]
    fn a_hash_of_the_reference_implementation_is_understood() {
        let stored = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assert!(matches(b"password", &Hashed(stored.to_owned())).unwrap());
    }
}
