//! A request with an `Idempotency-Key` arrives.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::row::{ActiveModel, Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

/// After this a request that was not answered is none that is being worked on: ten minutes.
const CUT_OFF_US: i64 = 600 * 1_000_000;

/// What to do with the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repetition {
    /// The first: do it, then [`Store::finish_request`] or [`Store::forget_request`].
    First,
    /// The first is still under way.
    UnderWay,
    /// It was done: this was the answer.
    Done {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
    /// The key was used for another request.
    Other,
}

impl Store {
    /// Claims a key of a person for a request; `fingerprint` is the hash of its method, path and body.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub async fn begin_request(
        &self,
        person_id: &str,
        key: &str,
        fingerprint: &str,
        at_us: i64,
    ) -> Result<Repetition, StoreError> {
        let row = ActiveModel {
            person_id: Set(person_id.to_owned()),
            request_key: Set(key.to_owned()),
            fingerprint: Set(fingerprint.to_owned()),
            status: Set(None),
            body: Set(None),
            created_at_us: Set(at_us),
        };
        let conflict = OnConflict::columns([Column::PersonId, Column::RequestKey])
            .do_nothing()
            .to_owned();
        let inserted = Entity::insert(row)
            .on_conflict(conflict)
            .exec_without_returning(&self.database)
            .await?;
        if inserted == 1 {
            return Ok(Repetition::First);
        }
        let found = Entity::find_by_id((person_id.to_owned(), key.to_owned()))
            .one(&self.database)
            .await?;
        // Gone again: the first request failed a moment ago. Whoever repeats will be the first.
        let Some(row) = found else {
            return Ok(Repetition::UnderWay);
        };
        if row.fingerprint != fingerprint {
            return Ok(Repetition::Other);
        }
        let (Some(status), Some(body)) = (row.status, row.body) else {
            return self.take_over(person_id, key, at_us).await;
        };
        let status =
            u16::try_from(status).map_err(|_| StoreError::unreadable("idempotency.status", &status.to_string()))?;
        Ok(Repetition::Done { status, body })
    }

    /// Claims a key whose request has been under way for so long that it was cut off: the program ended in its midst.
    async fn take_over(&self, person_id: &str, key: &str, at_us: i64) -> Result<Repetition, StoreError> {
        let taken = Entity::update_many()
            .col_expr(Column::CreatedAtUs, Expr::value(at_us))
            .filter(Column::PersonId.eq(person_id))
            .filter(Column::RequestKey.eq(key))
            .filter(Column::Status.is_null())
            .filter(Column::CreatedAtUs.lt(at_us - CUT_OFF_US))
            .exec(&self.database)
            .await?;
        Ok(if taken.rows_affected == 1 {
            Repetition::First
        } else {
            Repetition::UnderWay
        })
    }
}
