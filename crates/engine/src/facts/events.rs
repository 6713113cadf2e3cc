//! Which definitions count the same events, so that days are made once for them.

use holdfast_domain::rule::Counts;

/// What distinguishes two histories of the same events.
pub(super) fn signature(counts: Option<&Counts>) -> String {
    match counts {
        None => "*".to_owned(),
        Some(counts) => {
            let (mut kinds, mut not_kinds) = (counts.kinds.clone(), counts.not_kinds.clone());
            kinds.sort();
            not_kinds.sort();
            if kinds.is_empty() && not_kinds.is_empty() && !counts.refunds {
                return "*".to_owned();
            }
            format!("{kinds:?} {not_kinds:?} {}", counts.refunds)
        }
    }
}
