//! Who passes a filter, as bits; the last filters that were asked for are kept.

use std::sync::{Arc, Mutex, PoisonError};

use holdfast_domain::level::Level;
use rayon::prelude::*;

use super::build::CustomerIndex;
use super::people::DIMENSIONS;
use super::search::Search;
use super::standing::Status;

/// What customers must be like. Nothing said of something: whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// What is searched for.
    pub(crate) search: Option<Search>,
    /// Levels, one of which.
    pub(crate) levels: Vec<Level>,
    /// Segments of the model, one of which.
    pub(crate) segments: Vec<String>,
    /// Status, one of which.
    pub(crate) status: Vec<Status>,
    /// Values of each of [`DIMENSIONS`], one of which; `None` among them: not known.
    pub(crate) values: [Vec<Option<String>>; 4],
}

/// Keys that pass.
#[derive(Debug)]
pub(crate) struct Matches {
    bits: Vec<u64>,
}

impl Matches {
    /// Whether a customer passes.
    pub(crate) fn holds(&self, key: u32) -> bool {
        self.bits
            .get(key as usize / 64)
            .is_some_and(|word| word >> (key % 64) & 1 == 1)
    }

    /// The keys that pass, growing.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u32> {
        self.bits.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }
}

/// Filters that are kept: an eighth of a byte a customer each.
const KEPT: usize = 32;

/// Filters and who passes them, the latest first.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Vec<(Filter, Arc<Matches>)>>);

impl CustomerIndex {
    /// Who passes.
    pub(crate) fn matches(&self, filter: &Filter) -> Arc<Matches> {
        let kept = || self.kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |list: &mut Vec<(Filter, Arc<Matches>)>| {
            let at = list.iter().position(|(known, _)| known == filter)?;
            let entry = list.remove(at);
            let found = Arc::clone(&entry.1);
            list.insert(0, entry);
            Some(found)
        };
        if let Some(found) = known(&mut kept()) {
            return found;
        }
        let found = Arc::new(self.find(filter));
        let mut list = kept();
        list.truncate(KEPT - 1);
        list.insert(0, (filter.clone(), Arc::clone(&found)));
        found
    }

    fn find(&self, filter: &Filter) -> Matches {
        let roster = &self.people.roster;
        // Codes of the values that are wanted; a value that nobody has is no code.
        let codes: Vec<Option<Vec<u32>>> = filter
            .values
            .iter()
            .zip(&roster.columns)
            .map(|(values, column)| {
                let code = |value: &Option<String>| match value {
                    None => Some(0),
                    Some(text) => column.code_of(text),
                };
                (!values.is_empty()).then(|| values.iter().filter_map(code).collect())
            })
            .collect();
        let segments: Vec<u32> = filter
            .segments
            .iter()
            .filter_map(|name| self.risk.segment.code_of(name))
            .collect();
        let passes = |key: u32| {
            let at = key as usize;
            let has_values = codes.iter().zip(&roster.columns).all(|(codes, column)| {
                codes
                    .as_ref()
                    .is_none_or(|codes| column.codes.get(at).is_some_and(|code| codes.contains(code)))
            });
            let has_status =
                filter.status.is_empty() || self.standing.status.get(at).is_some_and(|s| filter.status.contains(s));
            let place = self.risk.place(key);
            let has_level =
                filter.levels.is_empty() || place.is_some_and(|place| filter.levels.contains(&self.risk.level[place]));
            let has_segment = filter.segments.is_empty()
                || place.is_some_and(|place| segments.contains(&self.risk.segment.codes[place]));
            has_values && has_status && self.people.is_there(key) && has_level && has_segment
        };
        let searched = filter.search.as_ref().map(|search| search.among(&self.people));
        let customers = roster.len() as u32;
        let bits = (0..customers.div_ceil(64))
            .into_par_iter()
            .map(|word| {
                let meant = searched.as_ref().map_or(u64::MAX, |bits| bits[word as usize]);
                let keys = word * 64..(word * 64 + 64).min(customers);
                keys.filter(|&key| meant >> (key % 64) & 1 == 1 && passes(key))
                    .fold(0u64, |bits, key| bits | 1 << (key % 64))
            })
            .collect();
        debug_assert_eq!(codes.len(), DIMENSIONS.len());
        Matches { bits }
    }
}
