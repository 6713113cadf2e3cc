//! Counting an attempt before it is judged.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::row::{ActiveModel, Column, Entity};
use crate::error::StoreError;
use crate::store::Store;

/// How attempts slow down.
#[derive(Clone, Copy, Debug)]
pub struct Slowdown {
    /// How long the next attempt must wait after so many in a row that failed, in microseconds.
    pub delay_us: fn(failures: i64) -> i64,
    /// After so long without an attempt the count begins anew.
    pub forget_after_us: i64,
}

/// Whether an attempt may be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It may, and it was counted as failed until [`Store::clear_attempts`] says otherwise; so many have been counted.
    Counted(i64),
    /// It may not before this instant.
    BlockedUntil(i64),
}

impl Store {
    /// Counts an attempt of `subject` (a login or an address) as failed before it is judged, so that a hundred attempts at
    /// once are not a hundred guesses.
    ///
    /// # Errors
    /// `Database`.
    pub async fn count_attempt(&self, subject: &str, slowdown: Slowdown, at_us: i64) -> Result<Attempt, StoreError> {
        let transaction = self.write().await?;
        let first = ActiveModel {
            subject: Set(subject.to_owned()),
            failures: Set(0),
            blocked_until_us: Set(0),
            last_at_us: Set(at_us),
        };
        Entity::insert(first)
            .on_conflict(OnConflict::column(Column::Subject).do_nothing().to_owned())
            .exec_without_returning(&transaction)
            .await?;
        let row = Entity::find_by_id(subject.to_owned())
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let (failures, blocked_until_us, last_at_us) = row.map_or((0, 0, at_us), |row| {
            (row.failures, row.blocked_until_us, row.last_at_us)
        });
        if blocked_until_us > at_us {
            return Ok(Attempt::BlockedUntil(blocked_until_us));
        }
        let kept = if at_us - last_at_us > slowdown.forget_after_us {
            0
        } else {
            failures
        };
        let failures = kept + 1;
        let delay_us = (slowdown.delay_us)(failures);
        // Without a delay nothing is blocked, also for a clock that was put back.
        let blocked_until_us = if delay_us > 0 { at_us + delay_us } else { 0 };
        Entity::update_many()
            .col_expr(Column::Failures, Expr::value(failures))
            .col_expr(Column::BlockedUntilUs, Expr::value(blocked_until_us))
            .col_expr(Column::LastAtUs, Expr::value(at_us))
            .filter(Column::Subject.eq(subject))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(Attempt::Counted(failures))
    }
}
