//! What the workspace decides about signing in.

use std::path::PathBuf;

use holdfast_domain::access::sign_in::SignInSpec;

/// The settings of [`crate::identity::Identity`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// The workspace's name: authenticator apps show it beside the login.
    pub workspace: String,
    /// The file of the key that seals second factors; made if it is not there.
    pub key_file: PathBuf,
    /// `[sign_in]` of `holdfast.toml`, checked.
    pub sign_in: SignInSpec,
    /// The secret for the OpenID Connect provider, out of the environment.
    pub oidc_secret: Option<String>,
}
