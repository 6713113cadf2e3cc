//! Forgetting what is over.

use holdfast_domain::zone::DAY_US;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::error::StoreError;
use crate::store::Store;
use crate::{attempts, flows, idempotency, sessions};

/// Answers and attempts are kept for a day.
const KEPT_US: i64 = DAY_US;

impl Store {
    /// Deletes sessions that ended or were idle for longer than `idle_us`, sign-ins that never came back, attempts and
    /// answers older than a day. Nothing of this is evidence: the audit log stays. Run it every few minutes.
    ///
    /// # Errors
    /// `Database`.
    pub async fn sweep(&self, now_us: i64, idle_us: i64) -> Result<(), StoreError> {
        use sessions::row::Column as Session;
        let over = Session::ExpiresAtUs
            .lte(now_us)
            .or(Session::SeenAtUs.lt(now_us - idle_us));
        sessions::row::Entity::delete_many()
            .filter(over)
            .exec(&self.database)
            .await?;
        flows::row::Entity::delete_many()
            .filter(flows::row::Column::ExpiresAtUs.lte(now_us))
            .exec(&self.database)
            .await?;
        attempts::row::Entity::delete_many()
            .filter(attempts::row::Column::LastAtUs.lt(now_us - KEPT_US))
            .filter(attempts::row::Column::BlockedUntilUs.lt(now_us))
            .exec(&self.database)
            .await?;
        idempotency::row::Entity::delete_many()
            .filter(idempotency::row::Column::CreatedAtUs.lt(now_us - KEPT_US))
            .exec(&self.database)
            .await?;
        Ok(())
    }
}
