//! One edition of a workspace as one reader sees it: everything that a page asks goes through here, so that figures, lists, SQL and files show the same
//! customers.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use holdfast_domain::access::row::RowPermission;
use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_engine::lake::{LakeView, Restriction};
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::data::MetricData;

use super::catalog;
use crate::customers::{CustomerIndexes, Room, Sight};
use crate::error::AppError;
use crate::live::{Edition, Freshness, Live, Seen};
use crate::models::registry::store::Registry;

/// What a reader may see.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Which customers: all of these hold; none: every customer.
    pub rows: Vec<RowPermission>,
    /// Whether personal fields may be had in the clear, and names searched.
    pub personal: bool,
}

/// An edition and its reader. Cheap to clone.
#[derive(Clone)]
pub struct Reader {
    edition: Arc<Edition>,
    seen: Seen,
    engine: Arc<MetricEngine>,
    indexes: Arc<CustomerIndexes>,
    registry: Registry,
    reading: Reading,
}

impl Reader {
    /// The present edition. It may have to be read: call it on a thread that may wait.
    ///
    /// # Errors
    /// `no-data`, `no-churn-definition`; a damaged lake; a metric's file that is refused.
    pub fn open(live: &Live, indexes: &Arc<CustomerIndexes>, reading: Reading) -> Result<Self, AppError> {
        let edition = live.edition()?;
        let rules = reading
            .rows
            .iter()
            .map(|row| (row.dimension.word(), row.values.iter().map(String::as_str)));
        let seen = edition.seen_by(Restriction::new(rules).as_ref())?;
        Ok(Self {
            seen,
            engine: live.metrics()?,
            indexes: Arc::clone(indexes),
            registry: Registry::of(&edition.session().workspace.root),
            edition,
            reading,
        })
    }

    /// Of which data answers are.
    pub fn freshness(&self) -> Freshness {
        self.edition.freshness()
    }

    /// Whether the reader sees some customers alone.
    pub fn is_restricted(&self) -> bool {
        !self.reading.rows.is_empty()
    }

    /// Everything that answers are made of besides question and reader, as one text: the commit, what the workspace declares, what metrics say, which model is
    /// in use. An answer that was kept under it is as true as a new one.
    ///
    /// # Errors
    /// A registry that cannot be read.
    pub fn version(&self) -> Result<String, AppError> {
        let mut digest = DefaultHasher::new();
        serde_json::to_string(&self.edition.session().workspace.config)?.hash(&mut digest);
        catalog::digest(&self.engine).hash(&mut digest);
        self.registry.read()?.champion.hash(&mut digest);
        Ok(format!("{}-{:016x}", self.edition.commit(), digest.finish()))
    }

    /// The churn definition with an id, or the workspace's first.
    ///
    /// # Errors
    /// `unknown-churn-definition`.
    pub fn definition(&self, id: Option<&str>) -> Result<DeclaredChurn, AppError> {
        let definitions = self.facts().definitions();
        let found = match id {
            Some(id) => definitions.iter().find(|definition| definition.id == id),
            None => definitions.first(),
        };
        found.cloned().ok_or_else(|| {
            let known: Vec<&str> = definitions.iter().map(|definition| definition.id.as_str()).collect();
            let known = known.join(", ");
            Refusal::new(
                "unknown-churn-definition",
                Bilingual::new("没有这个流失定义", "there is no such churn definition"),
                bilingual!("已有：{known}", "there are: {known}"),
            )
            .in_column("definition")
            .with_value(id.unwrap_or_default())
            .into()
        })
    }

    /// Asks something of the customers by a churn definition.
    ///
    /// # Errors
    /// `unknown-churn-definition`, a lake that cannot be read, those of the question.
    pub fn ask<T>(
        &self,
        definition: Option<&str>,
        question: impl FnOnce(&Room<'_>) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        let definition = self.definition(definition)?;
        let index = self.indexes.get(self.edition.facts(), &self.registry, &definition)?;
        question(&Room {
            index: &index,
            facts: self.facts(),
            view: self.view(),
            registry: &self.registry,
            definition: &definition.id,
            sight: Sight {
                permitted: self.facts().permitted(),
                personal: self.reading.personal,
            },
        })
    }

    /// What is counted for this reader.
    pub(super) fn facts(&self) -> &dyn MetricData {
        self.seen.facts()
    }

    /// The lake as this reader sees it.
    pub(super) fn view(&self) -> &Arc<LakeView> {
        self.seen.view()
    }

    pub(super) fn engine(&self) -> &MetricEngine {
        &self.engine
    }

    pub(super) fn edition(&self) -> &Edition {
        &self.edition
    }

    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }
}
