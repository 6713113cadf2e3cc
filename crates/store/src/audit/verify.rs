//! Whether the log is whole.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::hash;
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

/// Lines that are read at a time.
const STEP: u64 = 2_000;

/// The outcome of a walk along the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How many lines were found to be whole, from the first on.
    pub entries: i64,
    /// The first line that was changed, or stands where one is missing; `None` when all are whole.
    pub first_bad: Option<i64>,
    /// The hash of the last whole line. Whoever notes it elsewhere can later tell that nothing was cut off the end.
    pub last_hash: String,
}

impl Store {
    /// Walks the whole chain. A changed, removed or inserted line is found; lines cut off the end are not, unless the last
    /// hash was noted elsewhere.
    ///
    /// # Errors
    /// `Database`.
    pub async fn verify_audit(&self) -> Result<Verification, StoreError> {
        let mut outcome = Verification {
            entries: 0,
            first_bad: None,
            last_hash: hash::FIRST.to_owned(),
        };
        let mut seen = i64::MIN;
        loop {
            let rows = Entity::find()
                .filter(Column::Seq.gt(seen))
                .order_by_asc(Column::Seq)
                .limit(STEP)
                .all(&self.database)
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let follows = row.seq == outcome.entries + 1 && row.previous_hash == outcome.last_hash;
                if !follows || row.hash != hash::of(&row) {
                    outcome.first_bad = Some(row.seq);
                    return Ok(outcome);
                }
                seen = row.seq;
                outcome.entries = row.seq;
                outcome.last_hash = row.hash;
            }
        }
        Ok(outcome)
    }
}
