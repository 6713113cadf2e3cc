//! Reading the log.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entry::Entry;
use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::page::{self, Page, Place};
use crate::store::Store;

/// Which lines. Those that are `None` do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// The login.
    pub actor: Option<String>,
    /// What was done: `person.edited`, or `person.` for all that was done to people.
    pub action: Option<String>,
    /// Not before this instant.
    pub from_us: Option<i64>,
    /// Before this instant.
    pub to_us: Option<i64>,
}

impl Store {
    /// Lines of the audit log, the newest first.
    ///
    /// # Errors
    /// `Database`, or `Unreadable` when a line's particulars are no JSON.
    pub async fn list_audit(
        &self,
        filter: &AuditFilter,
        after: Option<&Place>,
        limit: u64,
    ) -> Result<Page<Entry>, StoreError> {
        let texts = filter.actor.iter().chain(&filter.action);
        if texts.into_iter().any(|text| text.contains('\0')) {
            return Ok(page::cut(Vec::new(), limit, place));
        }
        let mut query = Entity::find();
        if let Some(actor) = &filter.actor {
            query = query.filter(Column::Actor.eq(actor.as_str()));
        }
        if let Some(action) = &filter.action {
            query = match action.strip_suffix('.') {
                Some(_) => query.filter(Column::Action.starts_with(action.as_str())),
                None => query.filter(Column::Action.eq(action.as_str())),
            };
        }
        if let Some(from_us) = filter.from_us {
            query = query.filter(Column::AtUs.gte(from_us));
        }
        if let Some(to_us) = filter.to_us {
            query = query.filter(Column::AtUs.lt(to_us));
        }
        if let Some(after) = after {
            query = query.filter(Column::Seq.lt(after.number));
        }
        let rows = query
            .order_by_desc(Column::Seq)
            .limit(page::asked(limit))
            .all(&self.database)
            .await?;
        let entries = rows.into_iter().map(Entry::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(page::cut(entries, limit, place))
    }
}

fn place(entry: &Entry) -> Place {
    Place {
        number: entry.seq,
        id: String::new(),
    }
}
