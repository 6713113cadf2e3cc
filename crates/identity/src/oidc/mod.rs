//! Signing in through a provider of OpenID Connect: authorization code, PKCE, state, nonce.

pub mod arrive;
pub mod depart;
pub(crate) mod person;
pub(crate) mod provider;
pub(crate) mod roles;
