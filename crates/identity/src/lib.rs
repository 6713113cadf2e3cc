//! Who somebody is: passwords, the second factor, sessions, tokens, and people whom a provider knows.
//!
//! [`identity::Identity`] is the door; a folder is a noun, a file of it a verb. Nothing is stored in the clear that would let
//! its reader sign in: passwords are Argon2id hashes, tokens of sessions and programs SHA-256 hashes of 256 random bits,
//! second factors sealed with a key that is a file beside the database and not in it. Whoever guesses is slowed down by login
//! and by address, and learns nothing from how long an answer takes. Time and randomness are arguments. Whatever changes who
//! may do what is in the audit log, or did not happen. To add a way to sign in: a folder that ends in [`sign_in::open`].

pub mod act;
pub mod error;
pub mod identity;
pub mod key;
pub mod oidc;
pub mod password;
pub mod people;
pub mod random;
pub mod second_factor;
pub mod secret;
pub mod settings;
pub mod sign_in;
pub mod signed_in;
pub mod tokens;
