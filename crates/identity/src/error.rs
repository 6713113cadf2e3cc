//! Why somebody was not let in, or something not changed.

use holdfast_domain::refusal::Refusal;
use holdfast_store::error::StoreError;

/// What did not happen. The server chooses the HTTP status.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The operational database failed, or an edit was based on an older version.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was asked for is not allowed, and why.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The login or the password is wrong; which of the two is not told.
    #[error("the login or the password is wrong")]
    WrongLogin,
    /// The password is right, and a code of the second factor is needed too.
    #[error("a code of the second factor is needed")]
    SecondFactorNeeded,
    /// The code is wrong or was used before.
    #[error("the code of the second factor is wrong or was used before")]
    WrongCode,
    /// Too many failed attempts for this login.
    #[error("too many failed attempts for this login; wait {retry_after_s} s")]
    Locked {
        /// Seconds until the next attempt.
        retry_after_s: u64,
    },
    /// Too many failed attempts from this address.
    #[error("too many failed attempts from this address; wait {retry_after_s} s")]
    TooMany {
        /// Seconds until the next attempt.
        retry_after_s: u64,
    },
    /// There is no such person, session or token.
    #[error("there is no such person, session or token")]
    NotFound,
    /// The provider did not answer as OpenID Connect says. For the log; people are told that the sign-in failed.
    #[error("the sign-in provider: {0}")]
    Provider(String),
    /// Something of ours that should always work did not.
    #[error("{0}")]
    Broken(String),
}

impl From<Refusal> for IdentityError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
