//! Stable names of the kinds of reason, for programs.

use holdfast_panel::reconcile::Reason;

/// Names by [`Reason::kind`].
const NAMES: [&str; Reason::KINDS] = [
    "joined_in_period",
    "returned_in_period",
    "repeated",
    "gone_before",
    "other_count",
    "on_file_in_one",
    "gap",
    "other_day",
    "still_customer",
    "other_start",
];

/// The name of a reason's kind.
pub(super) fn name(reason: &Reason) -> &'static str {
    NAMES[reason.kind()]
}
