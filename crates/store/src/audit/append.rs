//! Recording.

use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, QueryOrder};

use super::entry::NewEntry;
use super::hash;
use super::row::{ActiveModel, Column, Entity, Model};
use crate::error::StoreError;
use crate::store::Store;

impl Store {
    /// Records what was done, and returns the line's number.
    ///
    /// # Errors
    /// `Database`: then nothing was recorded, and what was to be recorded must not be done.
    pub async fn append_audit(&self, entry: &NewEntry, at_us: i64) -> Result<i64, StoreError> {
        let transaction = self.write().await?;
        let seq = self.append_within(&transaction, entry, at_us).await?;
        transaction.commit().await?;
        Ok(seq)
    }

    /// Records as part of a transaction, as its last step: other writers of the log wait until it ends.
    pub(crate) async fn append_within(
        &self,
        transaction: &DatabaseTransaction,
        entry: &NewEntry,
        at_us: i64,
    ) -> Result<i64, StoreError> {
        self.lock(transaction, "audit").await?;
        let last = Entity::find().order_by_desc(Column::Seq).one(transaction).await?;
        let (seq, previous_hash) = last.map_or((1, hash::FIRST.to_owned()), |last| (last.seq + 1, last.hash));
        let mut row = Model {
            seq,
            at_us,
            actor_id: entry.actor_id.clone(),
            actor: storable(&entry.actor),
            action: entry.action.to_owned(),
            target: storable(&entry.target),
            detail: hash::canonical(&entry.detail),
            previous_hash,
            hash: String::new(),
        };
        row.hash = hash::of(&row);
        Entity::insert(active(row)).exec_without_returning(transaction).await?;
        Ok(seq)
    }
}

/// What somebody typed as a login may be anything: cut to 200 characters, control characters escaped.
fn storable(text: &str) -> String {
    text.chars()
        .take(200)
        .flat_map(|c| {
            let escaped: Box<dyn Iterator<Item = char>> = if c.is_control() {
                Box::new(c.escape_default())
            } else {
                Box::new(std::iter::once(c))
            };
            escaped
        })
        .collect()
}

fn active(row: Model) -> ActiveModel {
    ActiveModel {
        seq: Set(row.seq),
        at_us: Set(row.at_us),
        actor_id: Set(row.actor_id),
        actor: Set(row.actor),
        action: Set(row.action),
        target: Set(row.target),
        detail: Set(row.detail),
        previous_hash: Set(row.previous_hash),
        hash: Set(row.hash),
    }
}
