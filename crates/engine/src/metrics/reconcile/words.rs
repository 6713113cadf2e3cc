//! Reasons by kind.

use holdfast_domain::lang::Bilingual;
use holdfast_panel::reconcile::Reason;

/// Stable name and label of a kind of reason.
pub(super) fn kind(reason: &Reason) -> (&'static str, Bilingual) {
    match reason {
        Reason::JoinedInPeriod { .. } => (
            "joined_in_period",
            Bilingual::new("周期内才成为客户", "joined in the period"),
        ),
        Reason::ReturnedInPeriod { .. } => (
            "returned_in_period",
            Bilingual::new("周期内流失又回来", "came back within the period"),
        ),
        Reason::Repeated { .. } => ("repeated", Bilingual::new("周期内不止一次", "more than once in the period")),
        Reason::CountedElsewhere => (
            "counted_elsewhere",
            Bilingual::new("两种口径统计的对象不同", "the two sides count different things"),
        ),
        Reason::OnFileOnlyInOne => (
            "on_file_only_in_one",
            Bilingual::new("只有一种定义认为是客户", "a customer by one definition only"),
        ),
        Reason::Gap { .. } => (
            "gap",
            Bilingual::new("静默天数只够一种定义", "a silence that is long enough for one definition only"),
        ),
        Reason::OtherDay { .. } => (
            "other_day",
            Bilingual::new("两种定义的流失日不同", "lost on different days"),
        ),
        Reason::StillCustomer { .. } => (
            "still_customer",
            Bilingual::new("一种定义认为流失，另一种认为仍是客户", "lost by one definition, still there by the other"),
        ),
        Reason::OtherStart { .. } => (
            "other_start",
            Bilingual::new("两种定义的开始日不同", "began on different days"),
        ),
    }
}
