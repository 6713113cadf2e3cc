//! Places in the lists of the operational database.

use holdfast_domain::lang::Bilingual;
use holdfast_store::page::Place;

use super::list::PageQuery;
use crate::frame::problem::Problem;

/// Where a page begins.
///
/// # Errors
/// `bad-cursor` for a text that is none of ours.
pub fn read(page: &PageQuery) -> Result<Option<Place>, Problem> {
    let Some(text) = page.after::<String>()? else {
        return Ok(None);
    };
    let place = text.parse().map_err(|_| {
        Problem::invalid(
            "bad-cursor",
            "cursor",
            Bilingual::new(
                "不是本系统给出的分页位置",
                "this is no cursor that a page before has given",
            ),
        )
    })?;
    Ok(Some(place))
}
