//! Pages of lists, by the place of their last item and never by counting.

use std::fmt;
use std::str::FromStr;

/// The most items of a page.
pub const MOST_ITEMS: u64 = 500;

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items in order.
    pub items: Vec<T>,
    /// Where the next page begins; `None` after the last.
    pub next: Option<Place>,
}

/// The place of an item in a list that is ordered by a number, then by an id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number, e.g. an instant in microseconds.
    pub number: i64,
    /// The id, empty where the number alone says it.
    pub id: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.number, self.id)
    }
}

/// A text that is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the cursor of a page")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (number, id) = text.split_once('.').ok_or(NoPlace)?;
        let number = number.parse().map_err(|_| NoPlace)?;
        if !id.is_empty() && !crate::id::is_plausible(id) {
            return Err(NoPlace);
        }
        Ok(Self {
            number,
            id: id.to_owned(),
        })
    }
}

/// How many rows to ask for: one more than the page, to know whether another follows.
pub(crate) fn asked(limit: u64) -> u64 {
    limit.clamp(1, MOST_ITEMS) + 1
}

/// Cuts what was asked for to the page.
pub(crate) fn cut<T>(mut items: Vec<T>, limit: u64, place: impl Fn(&T) -> Place) -> Page<T> {
    let most = limit.clamp(1, MOST_ITEMS) as usize;
    let more = items.len() > most;
    items.truncate(most);
    let next = if more { items.last().map(place) } else { None };
    Page { items, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_nonsense_is_refused() {
        let place = Place {
            number: -5,
            id: "a-b".to_owned(),
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for text in ["", "5", "x.a", "5.a b", "5.\0"] {
            assert_eq!(text.parse::<Place>(), Err(NoPlace), "{text:?}");
        }
    }
}
