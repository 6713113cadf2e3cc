//! The lake as one reader may see it.

use holdfast_domain::access::row::RowPermission;
use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::lake::LakeView;

use super::session::{Session, When};
use crate::error::AppError;

/// The latest commit for a reader; `None` while nothing was imported.
///
/// # Errors
/// A lake that cannot be read.
pub fn latest_for(session: &Session, rows: &[RowPermission]) -> Result<Option<LakeView>, AppError> {
    let view = match session.view(&When::default()) {
        Ok(view) => view,
        Err(AppError::Refused(refusal)) if refusal.code == "no-data" => return Ok(None),
        Err(other) => return Err(other),
    };
    if rows.is_empty() {
        return Ok(Some(view));
    }
    Err(Refusal::new(
        "rows-restricted",
        bilingual!("您只能看到一部分客户，这一页包含全部客户的数据", "you may see a part of the customers; this is about all of them"),
        bilingual!("请有全部客户权限的同事查看", "ask somebody who may see all customers"),
    )
    .into())
}
