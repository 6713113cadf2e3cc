//! The door.

use std::sync::Arc;

use holdfast_domain::zone::SECOND_US;
use holdfast_store::store::Store;
use tokio::sync::Semaphore;

use crate::error::IdentityError;
use crate::key::file::Key;
use crate::oidc::provider::Provider;
use crate::password::hash::{self, Hashed};
use crate::random::Random;
use crate::settings::Settings;

/// Passwords that are hashed at the same time: each takes 19 MiB and a core.
const HASHED_AT_ONCE: usize = 2;

/// Lets people and programs in. Cheap to clone.
#[derive(Clone)]
pub struct Identity(pub(crate) Arc<Parts>);

/// What the verbs need.
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) key: Key,
    pub(crate) provider: Option<Provider>,
    /// The hash of nobody's password: unknown logins take as long as known ones.
    pub(crate) decoy: Hashed,
    pub(crate) hashing: Semaphore,
}

impl Identity {
    /// Opens the door of a workspace.
    ///
    /// # Errors
    /// `Refused` when the settings are not sound or the key file is open to others; `Broken` when it cannot be read or made.
    pub fn open(store: Store, settings: Settings, random: Arc<dyn Random>) -> Result<Self, IdentityError> {
        settings.sign_in.check()?;
        let key = Key::open(&settings.key_file, random.as_ref())?;
        let provider = settings
            .sign_in
            .oidc
            .as_ref()
            .map(|spec| Provider::new(spec.clone(), settings.oidc_secret.clone()));
        let mut nobody = [0; 32];
        random.fill(&mut nobody)?;
        let decoy = hash::make(&nobody, random.as_ref())?;
        Ok(Self(Arc::new(Parts {
            store,
            provider: provider.transpose()?,
            settings,
            random,
            key,
            decoy,
            hashing: Semaphore::new(HASHED_AT_ONCE),
        })))
    }

    /// Microseconds without a request after which a session ends; also for [`Store::sweep`].
    pub fn idle_us(&self) -> i64 {
        i64::from(self.0.settings.sign_in.idle_minutes) * 60 * SECOND_US
    }

    pub(crate) fn absolute_us(&self) -> i64 {
        i64::from(self.0.settings.sign_in.absolute_hours) * 3_600 * SECOND_US
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn random(&self) -> &dyn Random {
        self.0.random.as_ref()
    }
}
