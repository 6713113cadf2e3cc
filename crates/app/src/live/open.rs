//! The open workspace.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use holdfast_engine::ingest::live::stored_ids;
use holdfast_engine::lake::Moment;
use holdfast_engine::metrics::MetricEngine;

use super::edition::Edition;
use super::events::{Accepted, Inbox};
use super::freshness::Freshness;
use super::write;
use crate::error::AppError;
use crate::lake::{Session, When};

/// Asks for the present, microseconds.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;
/// Hears of a new edition.
type Listener = Box<dyn Fn(&Edition) + Send + Sync>;

/// A workspace that is open for many. Cheap to share in an `Arc`; [`Live::stop`] ends its thread.
pub struct Live {
    inner: Arc<Inner>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What the thread that writes shares with those who ask.
pub(super) struct Inner {
    dir: PathBuf,
    pub(super) now: Now,
    session: RwLock<Arc<Session>>,
    metrics: RwLock<Option<Arc<MetricEngine>>>,
    edition: RwLock<Option<Arc<Edition>>>,
    /// Held by whoever makes an edition, so that it is made once.
    making: Mutex<()>,
    pub(super) inbox: Inbox,
    listeners: RwLock<Vec<Listener>>,
    /// Why events wait, when they cannot go into the lake.
    pub(super) trouble: Mutex<Option<String>>,
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write_to<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

/// The folder of accepted events, beside the lake.
fn inbox_of(session: &Session) -> PathBuf {
    let lake = session.lake.root();
    lake.with_file_name(format!(
        "{}-inbox",
        lake.file_name().unwrap_or_default().to_string_lossy()
    ))
}

impl Live {
    /// Opens the workspace in a folder. Events that an earlier run accepted and did not bring into the lake are brought in now.
    ///
    /// # Errors
    /// See [`Session::open`]; an inbox that cannot be read.
    pub fn open(dir: &Path, now: Now) -> Result<Self, AppError> {
        let session = Session::open(dir)?;
        let stored = stored_ids(&session.lake.view(Moment::LATEST)?)?;
        let inbox = Inbox::open(inbox_of(&session), stored)?;
        let inner = Arc::new(Inner {
            dir: dir.to_owned(),
            now,
            session: RwLock::new(Arc::new(session)),
            metrics: RwLock::new(None),
            edition: RwLock::new(None),
            making: Mutex::new(()),
            inbox,
            listeners: RwLock::default(),
            trouble: Mutex::default(),
        });
        let writer = write::start(Arc::clone(&inner)).map_err(|source| AppError::Write {
            path: dir.to_owned(),
            source,
        })?;
        Ok(Self {
            inner,
            writer: Mutex::new(Some(writer)),
        })
    }

    /// The workspace and its lake, as `holdfast.toml` says now.
    pub fn session(&self) -> Arc<Session> {
        self.inner.session()
    }

    /// The present edition, the same for all until another commit: figures, SQL and lists of one request are to be of one edition.
    ///
    /// # Errors
    /// `no-data`, `no-churn-definition`; a damaged lake.
    pub fn edition(&self) -> Result<Arc<Edition>, AppError> {
        self.inner.edition()
    }

    /// The facts of the present edition.
    ///
    /// # Errors
    /// As [`Live::edition`].
    pub fn facts(&self) -> Result<Arc<holdfast_engine::facts::LakeFacts>, AppError> {
        Ok(Arc::clone(self.edition()?.facts()))
    }

    /// The commit of the present edition; 0 when there is none.
    pub fn commit(&self) -> u64 {
        self.freshness().commit
    }

    /// How new the present edition is.
    pub fn freshness(&self) -> Freshness {
        self.edition().map_or(
            Freshness {
                commit: 0,
                through: None,
                as_of: None,
                refreshed_at_us: None,
            },
            |edition| edition.freshness(),
        )
    }

    /// The metrics that can be asked for, built in and the workspace's own.
    ///
    /// # Errors
    /// A metric's file that is refused.
    pub fn metrics(&self) -> Result<Arc<MetricEngine>, AppError> {
        if let Some(known) = read(&self.inner.metrics).as_ref() {
            return Ok(Arc::clone(known));
        }
        let found = Arc::new(self.session().metrics()?);
        *write_to(&self.inner.metrics) = Some(Arc::clone(&found));
        Ok(found)
    }

    /// Reads `holdfast.toml` and the metrics' files again, after they were changed, and makes an edition by them.
    ///
    /// # Errors
    /// A configuration that is refused: the old one then holds.
    pub fn reload(&self) -> Result<(), AppError> {
        let session = Session::open(&self.inner.dir)?;
        let metrics = session.metrics()?;
        *write_to(&self.inner.session) = Arc::new(session);
        *write_to(&self.inner.metrics) = Some(Arc::new(metrics));
        self.inner.make(None, true)
    }

    /// Looks for a new commit now instead of within half a second: after an import of our own.
    ///
    /// # Errors
    /// A damaged lake: the old edition then stays.
    pub fn look(&self) -> Result<(), AppError> {
        self.inner.make(None, false)
    }

    /// Tells `listener` of every edition from now on. It must not wait.
    pub fn on_change(&self, listener: impl Fn(&Edition) + Send + Sync + 'static) {
        write_to(&self.inner.listeners).push(Box::new(listener));
    }

    /// Accepts a batch of events as JSON lines. It waits for the disk: call it on a thread that may. When it returns, neither a crash nor a power cut loses
    /// the batch, and sending it again changes nothing.
    ///
    /// # Errors
    /// `events-waiting` when too much waits to go into the lake: send it again later (429). A batch that is refused as a whole: `bad-json`,
    /// `missing-member`, `all-rows-rejected`, `bad-batch-id`, `batch-too-large`.
    pub fn accept(&self, batch_id: &str, lines: Vec<u8>) -> Result<Accepted, AppError> {
        let session = self.session();
        let place = (&session.workspace.zone, session.workspace.config.currency.as_str());
        self.inner.inbox.accept(batch_id, lines, place, (self.inner.now)())
    }

    /// Bytes of events that wait to go into the lake, and why they do, where they cannot.
    pub fn waiting(&self) -> (usize, Option<String>) {
        let trouble = self.inner.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        (self.inner.inbox.bytes(), trouble.clone())
    }

    /// Brings what was accepted into the lake and ends. Events that cannot go in wait on the disk for the next run.
    pub fn stop(&self) {
        self.inner.inbox.end();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.inner.inbox.end();
    }
}

impl Inner {
    pub(super) fn session(&self) -> Arc<Session> {
        Arc::clone(&read(&self.session))
    }

    fn edition(&self) -> Result<Arc<Edition>, AppError> {
        if let Some(edition) = read(&self.edition).as_ref() {
            return Ok(Arc::clone(edition));
        }
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(edition) = read(&self.edition).as_ref() {
            return Ok(Arc::clone(edition));
        }
        let stamp = write::made_at_us(&self.session());
        let edition = Arc::new(Edition::read(self.session(), &When::default(), stamp)?);
        *write_to(&self.edition) = Some(Arc::clone(&edition));
        Ok(edition)
    }

    /// Puts an edition of the last commit in place of the present one, if there is one that somebody asked for and it is older, or `anew`. `added` is what the
    /// last commit added.
    pub(super) fn make(
        &self,
        added: Option<&holdfast_engine::ingest::live::Added>,
        anew: bool,
    ) -> Result<(), AppError> {
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(present) = read(&self.edition).as_ref().map(Arc::clone) else {
            return Ok(());
        };
        let session = self.session();
        let last = session.lake.view(Moment::LATEST)?.head().commit;
        if last == present.commit() && !anew {
            return Ok(());
        }
        let stamp = write::made_at_us(&session);
        let next = if anew {
            Edition::read(session, &When::default(), stamp)?
        } else {
            present.next(added, stamp)?
        };
        let next = Arc::new(next);
        *write_to(&self.edition) = Some(Arc::clone(&next));
        for listener in read(&self.listeners).iter() {
            listener(&next);
        }
        Ok(())
    }
}
