//! Churn definitions as a workspace declares them, several side by side.
//!
//! Days, everywhere: a loss is dated to the day on whose end the definition has become true, so that the state of a customer on
//! a day never depends on what happened later (docs/methods/ledger.md).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::lang::Bilingual;

/// A churn definition with the name by which metrics ask for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeclaredChurn {
    /// Short name, unique in the workspace: letters, digits, `_`, `-`.
    pub id: String,
    /// The rule.
    #[serde(flatten)]
    pub rule: ChurnRule,
}

/// When a customer has churned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChurnRule {
    /// Every subscription has ended and none began within the grace period.
    Contract {
        /// Days after the end within which a new subscription continues the old one.
        #[serde(default)]
        grace_days: i32,
    },
    /// No qualifying event for this many days.
    Inactivity {
        /// Whole days of silence after which the customer counts as lost.
        days: i32,
        /// Which events count.
        #[serde(default)]
        counts: Counts,
    },
    /// Silent for longer than a quantile of the customer's own gaps, shrunk to everybody's where gaps are few.
    OwnRhythm {
        /// Quantile of the gaps, within (0, 1).
        #[serde(default = "default_quantile")]
        quantile: f64,
        /// How many gaps of one's own weigh as much as everybody's quantile, above 0.
        #[serde(default = "default_prior_gaps")]
        prior_gaps: f64,
        /// Days below which silence is never churn.
        #[serde(default = "default_least_days")]
        least_days: i32,
        /// Days beyond which silence always is.
        #[serde(default = "default_most_days")]
        most_days: i32,
        /// Which events count.
        #[serde(default)]
        counts: Counts,
    },
    /// The source says so, in `snapshots.churned`.
    Label {},
    /// Partial churn: the value of the last months fell below a share of the customer's own baseline.
    Decline {
        /// Share of the baseline, within (0, 1).
        #[serde(default = "default_share")]
        share: f64,
        /// Months whose monthly mean is compared.
        #[serde(default = "default_recent_months")]
        recent_months: i32,
        /// Months before them whose monthly mean is the baseline.
        #[serde(default = "default_baseline_months")]
        baseline_months: i32,
        /// Which events count.
        #[serde(default)]
        counts: Counts,
    },
}

/// Which events count as activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Only these kinds; empty means every kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
    /// None of these kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_kinds: Vec<String>,
    /// Events with a negative amount (refunds, returns) count too; by default they do not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refunds: bool,
}

fn default_quantile() -> f64 {
    0.9
}
fn default_prior_gaps() -> f64 {
    5.0
}
fn default_least_days() -> i32 {
    7
}
fn default_most_days() -> i32 {
    365
}
fn default_share() -> f64 {
    0.5
}
fn default_recent_months() -> i32 {
    3
}
fn default_baseline_months() -> i32 {
    6
}

impl Counts {
    /// Whether an event of this kind counts, its amount aside.
    pub fn allows(&self, kind: &str) -> bool {
        (self.kinds.is_empty() || self.kinds.iter().any(|k| k == kind)) && !self.not_kinds.iter().any(|k| k == kind)
    }

    fn sentence(&self) -> Bilingual {
        let mut out = if self.kinds.is_empty() {
            Bilingual::new("事件", "an event")
        } else {
            let kinds = self.kinds.join(", ");
            bilingual!("“{kinds}”事件", "an event of kind {kinds}")
        };
        if !self.not_kinds.is_empty() {
            let kinds = self.not_kinds.join(", ");
            out.zh.push_str(&format!("（{kinds} 不计）"));
            out.en.push_str(&format!(" ({kinds} does not count)"));
        }
        out
    }
}

impl ChurnRule {
    /// The definition in a sentence.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Contract { grace_days: 0 } => Bilingual::new(
                "全部合约（订阅）终止的客户为流失",
                "a customer has churned when every subscription has ended",
            ),
            Self::Contract { grace_days } => bilingual!(
                "全部合约（订阅）终止且 {grace_days} 天内没有新合约的客户为流失",
                "a customer has churned when every subscription has ended and none began within {grace_days} days"
            ),
            Self::Inactivity { days, counts } => {
                let Bilingual { zh, en } = counts.sentence();
                bilingual!(
                    "连续 {days} 天没有{zh}的客户为流失",
                    "a customer has churned after {days} days without {en}"
                )
            }
            Self::OwnRhythm { quantile, counts, .. } => {
                let Bilingual { zh, en } = counts.sentence();
                let percent = quantile * 100.0;
                bilingual!(
                    "静默超过自身{zh}间隔的 {percent:.0}% 分位数（间隔少时向全体收缩）的客户为流失",
                    "a customer has churned when silent for longer than the {percent:.0}th percentile of their own gaps \
                     between events (drawn towards everybody's where gaps are few); what counts: {en}"
                )
            }
            Self::Label {} => Bilingual::new(
                "来源数据标明流失的客户为流失",
                "a customer has churned when the source says so",
            ),
            Self::Decline {
                share,
                recent_months,
                baseline_months,
                ..
            } => {
                let percent = share * 100.0;
                bilingual!(
                    "近 {recent_months} 个月月均金额低于此前 {baseline_months} 个月月均的 {percent:.0}% 的客户为（部分）流失",
                    "a customer has partly churned when the monthly amount of the last {recent_months} months is below \
                     {percent:.0} % of that of the {baseline_months} months before"
                )
            }
        }
    }

    /// The events that count; `None` where events do not decide.
    pub fn counts(&self) -> Option<&Counts> {
        match self {
            Self::Inactivity { counts, .. } | Self::OwnRhythm { counts, .. } | Self::Decline { counts, .. } => {
                Some(counts)
            }
            Self::Contract { .. } | Self::Label {} => None,
        }
    }

    /// What is wrong with its numbers, if anything.
    pub fn objection(&self) -> Option<Bilingual> {
        let share = |value: f64| value > 0.0 && value < 1.0;
        match *self {
            Self::Contract { grace_days } if !(0..=3660).contains(&grace_days) => Some(bilingual!(
                "grace_days 为 {grace_days}，应在 0–3660",
                "grace_days is {grace_days}: choose 0 to 3660"
            )),
            Self::Inactivity { days, .. } if !(1..=3660).contains(&days) => Some(bilingual!(
                "days 为 {days}，应在 1–3660",
                "days is {days}: choose 1 to 3660"
            )),
            Self::OwnRhythm { quantile, .. } if !share(quantile) => Some(bilingual!(
                "quantile 为 {quantile}，应在 0 与 1 之间",
                "quantile is {quantile}: choose between 0 and 1"
            )),
            Self::OwnRhythm { prior_gaps, .. } if !(prior_gaps > 0.0 && prior_gaps.is_finite()) => Some(bilingual!(
                "prior_gaps 为 {prior_gaps}，应大于 0",
                "prior_gaps is {prior_gaps}: choose above 0"
            )),
            Self::OwnRhythm {
                least_days, most_days, ..
            } if !(1 <= least_days && least_days <= most_days && most_days <= 3660) => Some(bilingual!(
                "least_days {least_days}、most_days {most_days} 应满足 1 ≤ least_days ≤ most_days ≤ 3660",
                "least_days {least_days} and most_days {most_days}: choose 1 ≤ least_days ≤ most_days ≤ 3660"
            )),
            Self::Decline { share: value, .. } if !share(value) => Some(bilingual!(
                "share 为 {value}，应在 0 与 1 之间",
                "share is {value}: choose between 0 and 1"
            )),
            Self::Decline {
                recent_months,
                baseline_months,
                ..
            } if !((1..=24).contains(&recent_months) && (1..=60).contains(&baseline_months)) => Some(bilingual!(
                "recent_months {recent_months} 应在 1–24，baseline_months {baseline_months} 应在 1–60",
                "recent_months {recent_months}: choose 1 to 24; baseline_months {baseline_months}: choose 1 to 60"
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_is_a_list_of_kinds() {
        let counts = Counts {
            kinds: vec!["order".into()],
            not_kinds: vec!["gift".into()],
            refunds: false,
        };
        assert!(counts.allows("order") && !counts.allows("gift") && !counts.allows("view"));
        assert!(Counts::default().allows("anything"));
    }

    #[test]
    fn numbers_out_of_range_are_named() {
        let rule = |days| ChurnRule::Inactivity {
            days,
            counts: Counts::default(),
        };
        assert!(rule(90).objection().is_none());
        assert!(rule(0).objection().unwrap().en.contains("days is 0"));
    }
}
