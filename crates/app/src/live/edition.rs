//! One commit with the workspace's decisions, as everybody reads it. It lives as long as somebody reads it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use holdfast_domain::day::Day;
use holdfast_engine::facts::{LakeFacts, RestrictedFacts};
use holdfast_engine::ingest::live::Added;
use holdfast_engine::lake::{LakeView, Restriction};
use holdfast_engine::metrics::data::MetricData;

use super::freshness::Freshness;
use crate::error::AppError;
use crate::lake::{Session, When};

/// Restrictions, and past days, that are kept at once: those asked for beyond that are made anew.
const KEPT_RESTRICTIONS: usize = 64;
const KEPT_DAYS: usize = 4;

/// A commit as everybody reads it.
#[derive(Debug)]
pub struct Edition {
    session: Arc<Session>,
    facts: Arc<LakeFacts>,
    refreshed_at_us: Option<i64>,
    whole: Arc<LakeView>,
    restricted: Mutex<BTreeMap<Restriction, Seen>>,
    past: Mutex<BTreeMap<Day, Arc<Self>>>,
}

/// What one reader sees: the same customers in figures, in SQL and in lists.
#[derive(Clone)]
pub struct Seen {
    facts: Arc<dyn MetricData + Send + Sync>,
    view: Arc<LakeView>,
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Seen").field("view", &self.view).finish()
    }
}

impl Seen {
    /// What metrics count for this reader.
    pub fn facts(&self) -> &dyn MetricData {
        self.facts.as_ref()
    }

    /// The lake as this reader sees it: for SQL, exports, lists, scores.
    pub fn view(&self) -> &Arc<LakeView> {
        &self.view
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts one more into a cache, in place of the first when it is full.
fn keep<K: Ord + Clone, V>(cache: &mut BTreeMap<K, V>, most: usize, key: K, value: V) {
    if cache.len() >= most && !cache.contains_key(&key) {
        cache.pop_first();
    }
    cache.insert(key, value);
}

impl Edition {
    /// The last commit, read anew.
    pub(super) fn read(session: Arc<Session>, when: &When, refreshed_at_us: Option<i64>) -> Result<Self, AppError> {
        let facts = session.facts(when)?;
        Ok(Self::of(session, facts, refreshed_at_us))
    }

    fn of(session: Arc<Session>, facts: LakeFacts, refreshed_at_us: Option<i64>) -> Self {
        let whole = Arc::new(facts.view().at(facts.view().moment()));
        Self {
            session,
            facts: Arc::new(facts),
            refreshed_at_us,
            whole,
            restricted: Mutex::default(),
            past: Mutex::default(),
        }
    }

    /// The last commit, out of this one: what was read for this one is there for it, too. `added` is what lies between them, if that is known.
    pub(super) fn next(&self, added: Option<&Added>, refreshed_at_us: Option<i64>) -> Result<Self, AppError> {
        let session = Arc::clone(&self.session);
        let view = session.view(&When::default())?;
        let nothing = Added::between(self.facts.view(), &view);
        let added = added.filter(|added| added.leads(self.facts.view(), &view));
        let facts = match added.or(nothing.as_ref()) {
            Some(added) => self.facts.extended(view, added)?,
            None => session.facts(&When::default())?,
        };
        facts.warm_as(&self.facts)?;
        Ok(Self::of(session, facts, refreshed_at_us))
    }

    /// The workspace and its lake.
    pub fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// The facts that everybody shares.
    pub fn facts(&self) -> &Arc<LakeFacts> {
        &self.facts
    }

    /// The commit.
    pub fn commit(&self) -> u64 {
        self.whole.head().commit
    }

    /// How new it is.
    pub fn freshness(&self) -> Freshness {
        let through = self.facts.first_day().map(|_| self.facts.through());
        Freshness {
            commit: self.commit(),
            through,
            as_of: Some(self.facts.as_of()),
            refreshed_at_us: self.refreshed_at_us,
        }
    }

    /// The same commit as of a past day, for everybody who asks for that day.
    ///
    /// # Errors
    /// When the lake cannot be read.
    pub fn as_of(&self, day: Day) -> Result<Arc<Self>, AppError> {
        if let Some(known) = lock(&self.past).get(&day) {
            return Ok(Arc::clone(known));
        }
        let settings = self.session.fact_settings(
            self.facts.view(),
            Some(day),
            self.session.workspace.config.churn.clone(),
        )?;
        let view = self.facts.view().at(self.session.moment_of(day));
        let facts = LakeFacts::new(view, settings)?;
        let found = Arc::new(Self::of(Arc::clone(&self.session), facts, self.refreshed_at_us));
        keep(&mut lock(&self.past), KEPT_DAYS, day, Arc::clone(&found));
        Ok(found)
    }

    /// What a reader sees; without a restriction everything. One path for figures, SQL, exports and lists.
    ///
    /// # Errors
    /// When `customers` cannot be read.
    pub fn seen_by(&self, restriction: Option<&Restriction>) -> Result<Seen, AppError> {
        let Some(restriction) = restriction else {
            return Ok(Seen {
                facts: Arc::clone(&self.facts) as Arc<dyn MetricData + Send + Sync>,
                view: Arc::clone(&self.whole),
            });
        };
        if let Some(known) = lock(&self.restricted).get(restriction) {
            return Ok(known.clone());
        }
        let facts = Arc::new(RestrictedFacts::new(Arc::clone(&self.facts), restriction.clone())?);
        let found = Seen {
            view: Arc::new(facts.view().at(facts.view().moment())),
            facts,
        };
        keep(
            &mut lock(&self.restricted),
            KEPT_RESTRICTIONS,
            restriction.clone(),
            found.clone(),
        );
        Ok(found)
    }
}
