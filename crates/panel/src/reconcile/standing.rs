//! What a definition says about a customer.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;

use super::measure::Own;

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

impl Standing {
    pub(super) fn of(own: &Own<'_>) -> Self {
        let Some(last) = own.rows().last() else {
            return Self::NotOnFile;
        };
        let lost = own.rows().rev().find(|&row| own.within(own.lost(row)));
        match (own.active(own.e + 1), lost) {
            (Some(now), None) => Self::Active { since: own.start(now) },
            (Some(now), Some(lost)) => Self::LostAndBack {
                on: own.lost(lost),
                back_on: own.start(now),
            },
            (None, Some(lost)) => Self::Lost {
                on: own.lost(lost),
                last_active_on: own.spells.last_active_on[lost],
            },
            (None, None) => Self::Gone { on: own.lost(last) },
        }
    }

    /// In words.
    pub fn sentence(&self) -> Bilingual {
        let day = Day::from_number;
        match *self {
            Self::NotOnFile => Bilingual::new("期末前从未成为客户", "never a customer by the end of the period"),
            Self::Active { since } => {
                let since = day(since);
                bilingual!("自 {since} 起为客户", "a customer since {since}")
            }
            Self::Lost { on, last_active_on } => {
                let (on, last) = (day(on), day(last_active_on));
                bilingual!("{on} 流失（最后活跃 {last}）", "lost on {on} (last active on {last})")
            }
            Self::LostAndBack { on, back_on } => {
                let (on, back) = (day(on), day(back_on));
                bilingual!("{on} 流失，{back} 回流", "lost on {on}, back on {back}")
            }
            Self::Gone { on } => {
                let on = day(on);
                bilingual!("期初之前已于 {on} 流失", "lost before the period, on {on}")
            }
        }
    }
}
