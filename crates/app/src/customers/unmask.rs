//! Personal fields in the clear, for whoever may see them and has said why.

use super::profile::{ProfileField, columns};
use super::room::Room;
use crate::error::AppError;

/// The personal fields of a customer as they are; `None` for nobody, and for one whom the reader may not see. Whoever calls has checked the permission
/// and writes it into the audit log before showing anything.
///
/// # Errors
/// A lake that cannot be read.
pub fn unmask(room: &Room, key: u32) -> Result<Option<Vec<ProfileField>>, AppError> {
    if !room.shows(key) {
        return Ok(None);
    }
    let found = columns(room.view, key, true)?;
    Ok(found.map(|fields| fields.into_iter().filter(|field| field.personal).collect()))
}
