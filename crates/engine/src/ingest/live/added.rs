//! What a commit added, as metrics count it: so that they need not read it again.

use arrow::array::RecordBatch;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use holdfast_domain::canonical::CanonicalTable;
use holdfast_panel::events::Events;

use crate::error::{Doing, EngineError};
use crate::lake::schema::{self, CUSTOMER_KEY, RETRACTIONS};
use crate::lake::{LakeView, one_batch};

/// Rows that a commit added to its predecessor, which it changed in nothing else.
#[derive(Clone, Debug)]
pub struct Added {
    /// The commit that it follows.
    pub follows: u64,
    /// The commit.
    pub commit: u64,
    /// Its events.
    pub events: Events,
}

impl Added {
    pub(super) fn of(events: Option<&RecordBatch>, follows: u64, customers: u32) -> Result<Self, EngineError> {
        let nothing = Self::nothing(follows, customers);
        Ok(match events {
            Some(rows) => Self {
                events: arrays(rows, customers)?,
                ..nothing
            },
            None => nothing,
        })
    }

    /// A commit that changed no row.
    pub fn nothing(follows: u64, customers: u32) -> Self {
        Self {
            follows,
            commit: follows + 1,
            events: Events {
                customers,
                ..Events::default()
            },
        }
    }

    /// What lies between two commits when it is nothing that metrics count: scores and the panel do not concern them; `None`
    /// otherwise.
    pub fn between(from: &LakeView, to: &LakeView) -> Option<Self> {
        let (old, new) = (from.head(), to.head());
        let counted = CanonicalTable::ALL.into_iter().map(CanonicalTable::name);
        let same = counted
            .chain([RETRACTIONS])
            .all(|table| old.tables.get(table) == new.tables.get(table));
        let same = same && (old.customers, &old.personal) == (new.customers, &new.personal);
        same.then(|| Self {
            commit: new.commit,
            ..Self::nothing(old.commit, new.customers)
        })
    }

    /// Whether this is all that lies between two commits.
    pub fn leads(&self, from: &LakeView, to: &LakeView) -> bool {
        from.head().commit == self.follows && to.head().commit == self.commit
    }
}

fn arrays(rows: &RecordBatch, customers: u32) -> Result<Events, EngineError> {
    let doing = || "counting new events".to_owned();
    let names = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields = [
        (CUSTOMER_KEY, DataType::Int32),
        ("occurred_at", schema::instant()),
        ("kind", names),
        ("amount_minor", DataType::Int64),
    ];
    let mut columns = Vec::with_capacity(fields.len());
    for (name, kind) in &fields {
        let at = rows.schema_ref().index_of(name).doing(doing)?;
        columns.push(cast(rows.column(at), kind).doing(doing)?);
    }
    let fields: Vec<Field> = fields.map(|(name, kind)| Field::new(name, kind, true)).to_vec();
    let batch = RecordBatch::try_new(std::sync::Arc::new(Schema::new(fields)), columns).doing(doing)?;
    one_batch(&batch, customers)
}
