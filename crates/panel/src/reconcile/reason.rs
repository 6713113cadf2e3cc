//! Reasons, in words with figures.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;

/// Why a customer is counted differently. Days count from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Both definitions agree, the sides count different things: the customer joined in the period and was not there at its start.
    JoinedInPeriod {
        /// First day.
        on: i32,
    },
    /// Likewise: the customer was lost before and came back within the period.
    ReturnedInPeriod {
        /// Day of the loss before.
        lost_on: i32,
        /// Day of the return.
        back_on: i32,
    },
    /// Likewise: more than one loss or start in the period, which one side counts each and the other once.
    Repeated {
        /// Losses in the period.
        losses: u32,
        /// Starts in the period.
        starts: u32,
    },
    /// Likewise: lost before the period, still on file.
    GoneBefore {
        /// Day of the loss.
        on: i32,
    },
    /// Likewise: nothing special about the customer; the sides count different things.
    OtherCount,
    /// Only one definition ever had the customer by the end of the period.
    OnFileInOne {
        /// Whether that is A.
        in_a: bool,
        /// First day.
        since: i32,
    },
    /// A silence is long enough for one definition and not for the other.
    Gap {
        /// Whether A is the one that loses the customer.
        lost_in_a: bool,
        /// Days from the last activity to the next; without a next one to the end of the period.
        days: i32,
    },
    /// Both definitions lose the customer, on different days.
    OtherDay {
        /// Loss by A.
        a_on: i32,
        /// Loss by B.
        b_on: i32,
    },
    /// One definition has lost the customer; the other, which looks at other data, still has them: a contract ended, but they still buy.
    StillCustomer {
        /// Whether A is the one that has lost them.
        lost_in_a: bool,
        /// Day of that loss.
        lost_on: i32,
        /// Last activity that the other sees, up to the end of the period.
        active_on: i32,
    },
    /// A spell starts on different days, or in one definition only (`None`).
    OtherStart {
        /// Start by A.
        a_on: Option<i32>,
        /// Start by B.
        b_on: Option<i32>,
    },
}

impl Reason {
    /// How many kinds of reason there are.
    pub const KINDS: usize = 10;

    /// The number of its kind, in the order above.
    pub fn kind(&self) -> usize {
        match self {
            Self::JoinedInPeriod { .. } => 0,
            Self::ReturnedInPeriod { .. } => 1,
            Self::Repeated { .. } => 2,
            Self::GoneBefore { .. } => 3,
            Self::OtherCount => 4,
            Self::OnFileInOne { .. } => 5,
            Self::Gap { .. } => 6,
            Self::OtherDay { .. } => 7,
            Self::StillCustomer { .. } => 8,
            Self::OtherStart { .. } => 9,
        }
    }

    /// What all reasons of a kind have in common.
    pub fn title(kind: usize) -> Bilingual {
        let (zh, en) = match kind {
            0 => ("期内新加入，期初不在册", "joined in the period, not there at its start"),
            1 => (
                "期内回流，期初不在册",
                "returned within the period, not there at its start",
            ),
            2 => (
                "期内不止一次流失或回流",
                "lost or returned more than once in the period",
            ),
            3 => ("期初之前已流失，仍在档案中", "lost before the period, still on file"),
            4 => ("两边统计的内容不同", "the sides count different things"),
            5 => ("只有一种定义认为是客户", "a customer by one definition only"),
            6 => ("静默时长只够一种定义", "a silence long enough for one definition only"),
            7 => ("两种定义的流失日期不同", "lost on different days"),
            8 => (
                "一种定义已流失，另一种仍在",
                "lost by one definition, still a customer by the other",
            ),
            _ => ("开始日期不同", "starts on different days"),
        };
        Bilingual::new(zh, en)
    }

    /// The reason in a sentence with its figures.
    pub fn sentence(&self) -> Bilingual {
        let day = Day::from_number;
        let sides = |a_first: bool| if a_first { ("A", "B") } else { ("B", "A") };
        match *self {
            Self::JoinedInPeriod { on } => {
                let on = day(on);
                bilingual!(
                    "{on} 才成为客户，期初不在册",
                    "joined on {on}, so not there at the start of the period"
                )
            }
            Self::ReturnedInPeriod { lost_on, back_on } => {
                let (lost, back) = (day(lost_on), day(back_on));
                bilingual!(
                    "{lost} 流失、{back} 期内回流，期初不在册",
                    "lost on {lost} and back on {back}, within the period, so not there at its start"
                )
            }
            Self::Repeated { losses, starts } => bilingual!(
                "期内流失 {losses} 次、开始 {starts} 次：一边按次数计，另一边按客户计",
                "{losses} losses and {starts} starts in the period: one side counts each, the other the customer"
            ),
            Self::GoneBefore { on } => {
                let on = day(on);
                bilingual!(
                    "期初之前已于 {on} 流失，仍在档案中",
                    "lost on {on}, before the period, and still on file"
                )
            }
            Self::OtherCount => Self::title(4),
            Self::OnFileInOne { in_a, since } => {
                let ((have, lack), since) = (sides(in_a), day(since));
                bilingual!(
                    "按 {have} 自 {since} 起是客户，按 {lack} 到期末从未是客户",
                    "a customer since {since} by {have}, never by the end of the period by {lack}"
                )
            }
            Self::Gap { lost_in_a, days } => {
                let (loses, keeps) = sides(lost_in_a);
                bilingual!(
                    "静默 {days} 天：按 {loses} 算流失，按 {keeps} 不算",
                    "a gap of {days} days is churn by {loses} but not by {keeps}"
                )
            }
            Self::OtherDay { a_on, b_on } => {
                let (a, b) = (day(a_on), day(b_on));
                bilingual!("按 A 于 {a} 流失，按 B 于 {b} 流失", "lost on {a} by A, on {b} by B")
            }
            Self::StillCustomer {
                lost_in_a,
                lost_on,
                active_on,
            } => {
                let ((loses, keeps), lost, active) = (sides(lost_in_a), day(lost_on), day(active_on));
                bilingual!(
                    "按 {loses} 已于 {lost} 流失，按 {keeps} 仍活跃（{active}）",
                    "lost on {lost} by {loses}, still active on {active} by {keeps}"
                )
            }
            Self::OtherStart { a_on, b_on } => {
                let words = |on: Option<i32>| {
                    on.map_or(Bilingual::new("无", "never"), |on| {
                        Bilingual::same(day(on).to_string())
                    })
                };
                let (a, b) = (words(a_on), words(b_on));
                Bilingual::new(
                    format!("开始日期：按 A {}，按 B {}", a.zh, b.zh),
                    format!("starts: {} by A, {} by B", a.en, b.en),
                )
            }
        }
    }
}
