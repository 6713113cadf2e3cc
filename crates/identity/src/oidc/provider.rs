//! The provider: its metadata and keys, and talking to it. The one place of this room that opens connections, and only to
//! the issuer that `holdfast.toml` names and the addresses which that issuer publishes.

use std::pin::Pin;
use std::time::Duration;

use holdfast_domain::access::sign_in::{OidcSpec, is_safe};
use holdfast_domain::zone::SECOND_US;
use openidconnect::core::{CoreClient, CoreProviderMetadata};
use openidconnect::{
    AsyncHttpClient, ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IssuerUrl, RedirectUrl, http,
};
use reqwest::redirect::Policy;
use tokio::sync::Mutex;

use crate::error::IdentityError;

/// How long metadata and keys are used before they are fetched again.
const FRESH_US: i64 = 3_600 * SECOND_US;
const PATIENCE: Duration = Duration::from_secs(10);
/// Metadata, keys and tokens are small; whatever is larger is none of them.
const MOST_BYTES: usize = 1 << 20;

/// A client that knows where to send people and where to ask for tokens.
pub(crate) type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider that `holdfast.toml` names.
pub(crate) struct Provider {
    pub(crate) spec: OidcSpec,
    secret: Option<ClientSecret>,
    http: reqwest::Client,
    known: Mutex<Option<(i64, CoreProviderMetadata)>>,
}

/// The library asks through this: the future is boxed so that a server can move it between threads.
impl<'c> AsyncHttpClient<'c> for Provider {
    type Error = HttpFailure;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpFailure>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// Why a request to the provider failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpFailure {
    #[error("{0}")]
    Request(#[from] reqwest::Error),
    #[error("{0}")]
    Response(#[from] http::Error),
    #[error("the answer has more than {MOST_BYTES} bytes")]
    TooLarge,
    #[error("{0} is neither encrypted nor on this machine")]
    NotSafe(String),
}

impl Provider {
    pub(crate) fn new(spec: OidcSpec, secret: Option<String>) -> Result<Self, IdentityError> {
        // A redirect could lead anywhere inside the network.
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| IdentityError::Broken(format!("no HTTP client: {error}")))?;
        Ok(Self {
            spec,
            secret: secret.map(ClientSecret::new),
            http,
            known: Mutex::new(None),
        })
    }

    /// A client with metadata and keys of the last hour; `anew` fetches them, for when the provider changed its keys.
    pub(crate) async fn client(&self, anew: bool, now_us: i64) -> Result<Client, IdentityError> {
        let mut known = self.known.lock().await;
        let fresh = known.as_ref().filter(|(at_us, _)| !anew && now_us - at_us < FRESH_US);
        let metadata = match fresh {
            Some((_, metadata)) => metadata.clone(),
            None => {
                let metadata = self.discover().await?;
                *known = Some((now_us, metadata.clone()));
                metadata
            }
        };
        drop(known);
        let callback = format!("{}/api/v1/oidc/callback", self.spec.public_url.trim_end_matches('/'));
        let callback = RedirectUrl::new(callback).map_err(failed)?;
        let id = ClientId::new(self.spec.client_id.clone());
        Ok(CoreClient::from_provider_metadata(metadata, id, self.secret.clone()).set_redirect_uri(callback))
    }

    async fn discover(&self) -> Result<CoreProviderMetadata, IdentityError> {
        let issuer = IssuerUrl::new(self.spec.issuer.clone()).map_err(failed)?;
        CoreProviderMetadata::discover_async(issuer, self).await.map_err(chain)
    }

    /// One request, without following redirects, to an address that is safe, for an answer of bounded size.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, HttpFailure> {
        let address = request.uri().to_string();
        if !is_safe(&address) {
            return Err(HttpFailure::NotSafe(address));
        }
        let mut response = self.http.execute(request.try_into()?).await?;
        let mut builder = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            builder = builder.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(HttpFailure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(builder.body(body)?)
    }
}

/// An error and what it came from.
pub(crate) fn chain(error: impl std::error::Error) -> IdentityError {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    IdentityError::Provider(text)
}

fn failed(error: impl std::fmt::Display) -> IdentityError {
    IdentityError::Provider(error.to_string())
}
