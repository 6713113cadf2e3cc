//! Lists that come in pages.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use holdfast_domain::lang::Bilingual;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::frame::problem::Problem;

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before; absent: the first page.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
    /// Rows of the page at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Rows of a page unless asked otherwise, and at most.
const ROWS: u32 = 50;
const MOST: RangeInclusive<u32> = 1..=200;

impl PageQuery {
    /// Rows of the page.
    ///
    /// # Errors
    /// `bad-limit` outside 1 to 200.
    pub fn rows(&self) -> Result<usize, Problem> {
        let rows = self.limit.unwrap_or(ROWS);
        if MOST.contains(&rows) {
            return Ok(rows as usize);
        }
        Err(Problem::invalid(
            "bad-limit",
            "limit",
            Bilingual::new("每页行数不在 1 到 200 之间", "rows of a page are 1 to 200"),
        ))
    }

    /// Where the page begins: what [`cursor`] put into the text.
    ///
    /// # Errors
    /// `bad-cursor` for a text that is none of ours.
    pub fn after<T: DeserializeOwned>(&self) -> Result<Option<T>, Problem> {
        let Some(text) = self.cursor.as_deref() else {
            return Ok(None);
        };
        let decoded = URL_SAFE_NO_PAD.decode(text).ok();
        let place = decoded.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        place.map(Some).ok_or_else(|| {
            Problem::invalid(
                "bad-cursor",
                "cursor",
                Bilingual::new(
                    "不是本系统给出的分页位置",
                    "this is no cursor that a page before has given",
                ),
            )
        })
    }
}

/// A place in a list as a text that clients pass back unread.
///
/// # Errors
/// A place that has no form in JSON.
pub fn cursor<T: Serialize>(place: &T) -> Result<String, Problem> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(place)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went_and_nothing_else_does() {
        let text = cursor(&(3u64, "张三")).unwrap();
        let query = PageQuery {
            cursor: Some(text),
            limit: None,
        };
        assert_eq!(query.after::<(u64, String)>().unwrap(), Some((3, "张三".to_owned())));
        let foreign = PageQuery {
            cursor: Some("…".to_owned()),
            limit: Some(0),
        };
        assert_eq!(foreign.after::<u64>().unwrap_err().code, "bad-cursor");
        assert_eq!(foreign.rows().unwrap_err().code, "bad-limit");
    }
}
