//! From a folder to a server's state.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::time::Duration;

use holdfast_app::error::AppError;
use holdfast_app::lake::commit;
use holdfast_app::uploads::place::Uploads;
use holdfast_app::workspace::open::Workspace;
use holdfast_domain::access::sign_in::SignInSpec;
use holdfast_identity::error::IdentityError;
use holdfast_identity::identity::Identity;
use holdfast_identity::random::Random;
use holdfast_store::error::StoreError;
use holdfast_store::store::Store;

use crate::frame::answer::AnswerCache;
use crate::frame::limits::Rates;
use crate::frame::meters::Meters;
use crate::frame::open::Open;
use crate::frame::state::{Environment, Now, Settings, Shared, State};
use crate::frame::stream::{Message, Stream};
use crate::frame::work::Work;
use crate::jobs::queue::{Changed, Jobs};

/// Use cases that answer at a time, those that wait, and the longest that one may take.
const PLACES: usize = 8;
const WAITING: usize = 256;
const LONGEST: Duration = Duration::from_secs(60);

/// The file of the operational database in a workspace.
const DATABASE: &str = "holdfast.db";
/// The file of the key that seals second factors.
const KEY: &str = "holdfast.key";

/// What a server is started with.
pub struct Options {
    /// The workspace's folder; made if it is not there.
    pub folder: PathBuf,
    /// Address of the operational database; absent: SQLite in the workspace.
    pub database_url: Option<String>,
    /// The present.
    pub now: Now,
    /// Environment variables.
    pub environment: Environment,
    /// Where secrets and ids come from.
    pub random: Arc<dyn Random>,
    /// How the server stands in the network.
    pub settings: Settings,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The workspace is refused.
    #[error(transparent)]
    App(#[from] AppError),
    /// The operational database.
    #[error("the operational database: {0}")]
    Store(#[from] StoreError),
    /// Sign-in.
    #[error("sign-in: {0}")]
    Identity(#[from] IdentityError),
    /// The folder cannot be made or read.
    #[error("{path}: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The operational database and the door of a workspace: enough for managing people.
///
/// # Errors
/// See [`StartError`].
pub async fn door(options: &Options) -> Result<(Store, Identity), StartError> {
    let folder = &options.folder;
    std::fs::create_dir_all(folder).map_err(|source| StartError::Folder {
        path: folder.clone(),
        source,
    })?;
    let (name, sign_in) = declared(folder)?;
    let url = options
        .database_url
        .clone()
        .unwrap_or_else(|| format!("sqlite:{}", folder.join(DATABASE).display()));
    let store = Store::open(&url).await?;
    let secret = sign_in
        .oidc
        .as_ref()
        .and_then(|oidc| oidc.client_secret_env.as_deref())
        .and_then(|name| (options.environment)(name));
    let settings = holdfast_identity::settings::Settings {
        workspace: name,
        key_file: folder.join(KEY),
        sign_in,
        oidc_secret: secret,
    };
    let identity = Identity::open(store.clone(), settings, Arc::clone(&options.random))?;
    Ok((store, identity))
}

/// Everything that a server needs before it listens.
///
/// # Errors
/// See [`StartError`].
pub async fn start(options: Options) -> Result<State, StartError> {
    let (store, identity) = door(&options).await?;
    Uploads::of(&options.folder).forget_broken();
    let stream = Stream::default();
    let open = Arc::new(Open::default());
    let changed = changed(options.folder.clone(), Arc::clone(&open), stream.clone());
    Ok(State::new(Shared {
        jobs: Jobs::new(
            options.folder.clone(),
            Arc::clone(&options.now),
            Arc::clone(&options.environment),
            stream.clone(),
            changed,
        ),
        folder: options.folder,
        now: options.now,
        environment: options.environment,
        random: options.random,
        settings: options.settings,
        store,
        identity,
        work: Work::new(PLACES, WAITING, LONGEST),
        open,
        answers: AnswerCache::default(),
        rates: Rates::default(),
        stream,
        meters: Meters::default(),
        requests: AtomicU64::new(0),
        stopping: AtomicBool::new(false),
    }))
}

/// Brings the open workspace up to date, and tells clients what they show of earlier days.
fn changed(folder: PathBuf, open: Arc<Open>, stream: Stream) -> Changed {
    Arc::new(move |kinds| {
        if let Some(live) = open.if_open() {
            let decided = kinds.contains(&"definitions");
            let seen = if decided { live.reload() } else { live.look() };
            if let Err(error) = seen {
                tracing::warn!(%error, "what was changed is not shown yet");
            }
        }
        stream.tell(Message::Stale {
            commit: commit(&folder),
            through: None,
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        });
    })
}

/// Name and sign-in of a workspace; of a folder that is none yet, its own name and the usual rules.
fn declared(folder: &Path) -> Result<(String, SignInSpec), StartError> {
    match Workspace::open(folder) {
        Ok(workspace) => Ok((workspace.config.name, workspace.config.sign_in)),
        Err(refusal) if refusal.code == "no-workspace" => {
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok((name.unwrap_or_else(|| "Holdfast".to_owned()), SignInSpec::default()))
        }
        Err(refusal) => Err(AppError::from(refusal).into()),
    }
}
