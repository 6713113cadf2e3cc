//! Reasons, in words with figures.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;

/// What one definition says about a customer in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Never a customer by the end of the period.
    NotOnFile,
    /// Active at the end, without a loss in the period.
    Active {
        /// Start of the spell.
        since: i32,
    },
    /// Lost in the period and not back by its end.
    Lost {
        /// Day of the (last) loss.
        on: i32,
        /// Day of the last activity before it.
        last_active_on: i32,
    },
    /// Lost in the period and back by its end.
    LostAndBack {
        /// Day of the last loss in the period.
        on: i32,
        /// Day of the return.
        back_on: i32,
    },
    /// Lost before the period and not back by its end.
    Gone {
        /// Day of the loss.
        on: i32,
    },
}

/// Why a customer is counted differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Both definitions say the same; the two sides count different things: the customer joined in the period and was not there at its start.
    JoinedInPeriod {
        /// First day.
        on: i32,
    },
    /// Likewise: the customer came back within the period.
    ReturnedInPeriod {
        /// Day of the loss before.
        lost_on: i32,
        /// Day of the return.
        back_on: i32,
    },
    /// Likewise: there was more than one loss or return in the period.
    Repeated {
        /// Losses in the period.
        losses: u32,
        /// Starts in the period.
        starts: u32,
    },
    /// Likewise, in any other way.
    CountedElsewhere,
    /// Only one definition ever had the customer by the end of the period.
    OnFileOnlyInOne,
    /// A silence is long enough for one definition and not for the other.
    Gap {
        /// Days of silence from the last activity to the next, or to the end of the period.
        days: i32,
    },
    /// Both definitions lose the customer, on different days.
    OtherDay {
        /// Loss by A.
        a_on: i32,
        /// Loss by B.
        b_on: i32,
    },
    /// One definition has lost the customer, the other, which looks at something else, still has them.
    StillCustomer {
        /// Day of the loss by the definition that has lost them.
        lost_on: i32,
        /// Day of the last activity by the other, up to the end of the period.
        active_on: i32,
    },
    /// Both have the customer, who became one on different days.
    OtherStart {
        /// Start by A.
        a_on: i32,
        /// Start by B.
        b_on: i32,
    },
}

impl Reason {
    /// The reason in a sentence.
    pub fn sentence(&self) -> Bilingual {
        let day = |number: i32| Day::from_number(number);
        match *self {
            Self::JoinedInPeriod { on } => {
                let on = day(on);
                bilingual!(
                    "{on} 才成为客户，期初不在册",
                    "joined on {on}: not there at the start of the period"
                )
            }
            _ => Bilingual::default(),
        }
    }
}
