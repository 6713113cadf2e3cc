//! The index of a commit, and keeping it while it is true.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use holdfast_domain::rule::DeclaredChurn;
use holdfast_domain::zone::Zone;
use holdfast_engine::facts::LakeFacts;
use holdfast_engine::lake::LakeView;
use holdfast_engine::metrics::data::MetricData as _;
use holdfast_engine::scores::{Risk, risk};
use holdfast_panel::spells::Spells;
use holdfast_stats::survival::KaplanMeier;

use super::latest::{Latest, latest};
use super::matches::Kept;
use super::order::{Columns, Sort, order};
use super::people::People;
use super::standing::Standing;
use crate::customers::survival::everybody;
use crate::error::AppError;
use crate::models::registry::store::Registry;

/// All customers by one churn definition.
#[derive(Debug)]
pub struct CustomerIndex {
    pub(crate) people: Arc<People>,
    pub(crate) risk: Arc<Risk>,
    pub(crate) standing: Arc<Standing>,
    /// Of which day and model the scores are; absent without scores.
    pub latest: Option<Latest>,
    pub(super) kept: Kept,
    orders: [Arc<OnceLock<Vec<u32>>>; 4],
    everybody: OnceLock<Option<KaplanMeier>>,
    source: Source,
}

/// What an index was made of.
#[derive(Clone, Debug, PartialEq)]
struct Source {
    commit: u64,
    /// Delta versions of customers and of corrections, and how many keys there are.
    people: (Option<u64>, Option<u64>, u32),
    /// Delta version of scores, and which of them.
    scores: (Option<u64>, Option<Latest>),
    definition: DeclaredChurn,
    /// By whose days.
    zone: String,
}

impl Source {
    fn of(view: &LakeView, definition: &DeclaredChurn, latest: Option<Latest>, zone: &Zone) -> Self {
        let head = view.head();
        let version = |table: &str| head.tables.get(table).copied();
        Self {
            commit: head.commit,
            people: (version("customers"), version("retractions"), head.customers),
            scores: (version("scores"), latest),
            definition: definition.clone(),
            zone: zone.name().to_owned(),
        }
    }
}

impl CustomerIndex {
    /// Everybody in an order.
    pub(crate) fn by(&self, sort: Sort) -> &[u32] {
        let at = Sort::ALL.iter().position(|known| *known == sort).unwrap_or(0);
        self.orders[at].get_or_init(|| order(sort, &self.columns()))
    }

    /// The curve of how long all customers stay; `spells` are those of the index's definition.
    ///
    /// # Errors
    /// A curve that cannot be computed.
    pub(crate) fn everybody(&self, spells: &Spells, through: i32) -> Result<Option<&KaplanMeier>, AppError> {
        if let Some(known) = self.everybody.get() {
            return Ok(known.as_ref());
        }
        let found = everybody(spells, through)?;
        Ok(self.everybody.get_or_init(|| found).as_ref())
    }

    pub(crate) fn columns(&self) -> Columns<'_> {
        Columns {
            people: &self.people,
            risk: &self.risk,
            standing: &self.standing,
        }
    }
}

/// Indexes of the last commit that was asked for, one a churn definition.
#[derive(Debug, Default)]
pub struct CustomerIndexes {
    known: Mutex<Vec<Arc<CustomerIndex>>>,
    building: Mutex<()>,
}

/// Definitions that are kept an index of at most.
const DEFINITIONS: usize = 4;

/// What the lock guards is whole even if a thread died while it held it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl CustomerIndexes {
    /// The index of these facts by a definition. What did not change since the last commit is not read again: who customers are is read when customers
    /// came or changed, scores when there are new ones, and only the last activity after every commit.
    ///
    /// # Errors
    /// A lake or registry that cannot be read.
    pub fn get(
        &self,
        facts: &LakeFacts,
        registry: &Registry,
        definition: &DeclaredChurn,
    ) -> Result<Arc<CustomerIndex>, AppError> {
        let source = Source::of(facts.view(), definition, latest(facts.view(), registry)?, facts.zone());
        if let Some(known) = self.find(&source) {
            return Ok(known);
        }
        let _one_at_a_time = lock(&self.building);
        if let Some(known) = self.find(&source) {
            return Ok(known);
        }
        let before = lock(&self.known).clone();
        let found = Arc::new(build(facts, source, &before)?);
        let mut known = lock(&self.known);
        known.retain(|index| index.source.definition.id != definition.id);
        known.truncate(DEFINITIONS - 1);
        known.insert(0, Arc::clone(&found));
        Ok(found)
    }

    fn find(&self, source: &Source) -> Option<Arc<CustomerIndex>> {
        lock(&self.known).iter().find(|index| index.source == *source).cloned()
    }
}

fn build(facts: &LakeFacts, source: Source, before: &[Arc<CustomerIndex>]) -> Result<CustomerIndex, AppError> {
    let same_people = before.iter().find(|index| index.source.people == source.people);
    let people = match same_people {
        Some(index) => Arc::clone(&index.people),
        None => Arc::new(People::read(facts.view())?),
    };
    let same_scores = before.iter().find(|index| index.source.scores == source.scores);
    let scores = match (same_scores, &source.scores.1) {
        (Some(index), _) => Arc::clone(&index.risk),
        (None, Some(latest)) => Arc::new(risk(facts.view(), latest.as_of, &latest.model_id)?),
        (None, None) => Arc::default(),
    };
    let standing = Arc::new(Standing::find(facts, &source.definition.id)?);
    let orders = Sort::ALL.map(|sort| {
        let at = Sort::ALL.iter().position(|known| *known == sort).unwrap_or(0);
        let same = before.iter().find(|index| {
            let people = index.source.people == source.people;
            match sort {
                Sort::Id => people,
                Sort::ValueAtRisk | Sort::Probability => people && index.source.scores == source.scores,
                Sort::LastEvent => false,
            }
        });
        same.map_or_else(Arc::default, |index| Arc::clone(&index.orders[at]))
    });
    Ok(CustomerIndex {
        people,
        risk: scores,
        standing,
        latest: source.scores.1.clone(),
        kept: Kept::default(),
        orders,
        everybody: OnceLock::new(),
        source,
    })
}
