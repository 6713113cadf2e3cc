//! Where secrets and ids come from.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::error::IdentityError;

/// A source of random bytes.
pub trait Random: Send + Sync {
    /// Fills a buffer.
    ///
    /// # Errors
    /// `Broken` when the system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), IdentityError>;
}

/// The operating system's.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), IdentityError> {
        getrandom::fill(bytes).map_err(|error| IdentityError::Broken(format!("no random bytes: {error}")))
    }
}

/// The same bytes for the same seed: for tests, never for people's secrets.
#[derive(Debug, Default)]
pub struct SeededRandom {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededRandom {
    /// A source with a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), IdentityError> {
        for chunk in bytes.chunks_mut(32) {
            let block = self.drawn.fetch_add(1, Ordering::Relaxed);
            let digest = Sha256::digest(format!("holdfast {} {block}", self.seed));
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
        Ok(())
    }
}

const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `digits` letters of Crockford's alphabet (no i, l, o, u): 5 random bits each.
///
/// # Errors
/// `Broken` when there are no random bytes.
pub fn letters(random: &dyn Random, digits: usize) -> Result<String, IdentityError> {
    let mut bytes = vec![0; digits];
    random.fill(&mut bytes)?;
    Ok(bytes
        .into_iter()
        .map(|byte| char::from(LETTERS[usize::from(byte & 31)]))
        .collect())
}

/// An id that nobody has: 24 letters, 120 bits.
///
/// # Errors
/// `Broken` when there are no random bytes.
pub fn id(random: &dyn Random) -> Result<String, IdentityError> {
    letters(random, 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_seeds_repeat() {
        let (a, b) = (SeededRandom::new(7), SeededRandom::new(7));
        let first = id(&a).unwrap();
        assert_eq!(first, id(&b).unwrap());
        assert_ne!(first, id(&a).unwrap());
        assert_ne!(id(&SystemRandom).unwrap(), id(&SystemRandom).unwrap());
        assert!(holdfast_store::id::is_plausible(&first));
    }
}
