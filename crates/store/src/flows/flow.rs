//! A sign-in on its way.

/// What the answer of the provider is checked with.
#[derive(Clone, PartialEq, Eq)]
pub struct Flow {
    /// What the ID token must repeat.
    pub nonce: String,
    /// What proves to the provider that whoever asks for the token began the sign-in (PKCE).
    pub verifier: String,
    /// The page to go to afterwards.
    pub return_to: String,
    /// After this instant the answer comes too late.
    pub expires_at_us: i64,
}
