//! Which model is for which kind of data.

use crate::error::StatsError;

/// A model of this room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Buying at any time, leaving unseen after a purchase.
    BgNbd,
    /// The same, where a customer may leave right after the first purchase.
    MbgNbd,
    /// Buying at any time, leaving unseen at any time.
    ParetoNbd,
    /// Buying at fixed opportunities, leaving unseen.
    BgBb,
    /// Spend per purchase; fits every setting.
    GammaGamma,
    /// Contracts renewed each period.
    ShiftedBetaGeometric,
    /// Contracts whose renewal becomes likelier or less likely with age.
    BetaDiscreteWeibull,
}

/// What is known of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// It is seen when a customer leaves: a churn flag, the end of a contract.
    pub ends_observed: bool,
    /// Durations are whole numbers of renewal periods.
    pub regular_periods: bool,
    /// Purchases can only happen at fixed, counted opportunities (a fair, a yearly appeal, a weekly delivery).
    pub discrete_opportunities: bool,
}

const BUYING: &str = "BG/NBD, MBG/NBD or Pareto/NBD";
const CONTRACT: &str = "shifted beta-geometric or beta-discrete-Weibull";
const SURVIVAL: &str = "a survival model (Kaplan–Meier, Cox, Weibull)";

impl Family {
    /// The name by which the field knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::BgNbd => "BG/NBD",
            Self::MbgNbd => "MBG/NBD",
            Self::ParetoNbd => "Pareto/NBD",
            Self::BgBb => "BG/BB",
            Self::GammaGamma => "Gamma–Gamma",
            Self::ShiftedBetaGeometric => "shifted beta-geometric",
            Self::BetaDiscreteWeibull => "beta-discrete-Weibull",
        }
    }
}

/// May `family` be fitted to data of this `setting`?
///
/// The four kinds of Fader & Hardie (2009): leaving seen (contract) or not, purchases or renewals at fixed times or at
/// any. A model of unseen leaving would ignore a churn flag, and one of seen leaving would take silence for loyalty.
///
/// Errors: [`StatsError::WrongSetting`] with the model, what contradicts it and what fits instead.
pub fn check_setting(family: Family, setting: &Setting) -> Result<(), StatsError> {
    let refuse = |reason: &str, instead: &'static str| Err(wrong(family, reason.to_owned(), instead));
    let seen_instead = if setting.regular_periods { CONTRACT } else { SURVIVAL };
    match family {
        Family::GammaGamma => Ok(()),
        Family::BgNbd | Family::MbgNbd | Family::ParetoNbd | Family::BgBb if setting.ends_observed => refuse(
            "it is known who left, and the model infers that from silence",
            seen_instead,
        ),
        Family::BgBb if !setting.discrete_opportunities => {
            refuse("purchases happen at any time, not at counted opportunities", BUYING)
        }
        Family::BgNbd | Family::MbgNbd | Family::ParetoNbd if setting.discrete_opportunities => {
            refuse("purchases happen at counted opportunities only", Family::BgBb.name())
        }
        Family::ShiftedBetaGeometric | Family::BetaDiscreteWeibull if !setting.ends_observed => refuse(
            "it is not seen when a customer leaves",
            if setting.discrete_opportunities {
                Family::BgBb.name()
            } else {
                BUYING
            },
        ),
        Family::ShiftedBetaGeometric | Family::BetaDiscreteWeibull if !setting.regular_periods => {
            refuse("durations are not whole numbers of renewal periods", SURVIVAL)
        }
        _ => Ok(()),
    }
}

/// The largest count of periods or opportunities: beyond it time is as good as continuous.
pub(crate) const MOST_PERIODS: u32 = 10_000;

/// A whole number of periods or opportunities from data: anything else is of another setting.
///
/// Errors: [`StatsError::WrongSetting`] for a fraction, [`StatsError::BadValue`] for what is negative, not finite or
/// beyond 10,000; both name the column and the row.
pub(crate) fn whole(family: Family, name: &'static str, index: usize, value: f64) -> Result<u32, StatsError> {
    if value.is_nan() || value < 0.0 || value > f64::from(MOST_PERIODS) {
        return Err(StatsError::BadValue {
            name,
            index,
            value,
            expected: "a whole number from 0 to 10,000",
        });
    }
    if value.fract() != 0.0 {
        let instead = if family == Family::BgBb { BUYING } else { SURVIVAL };
        let reason = format!("{name} {value} at index {index} is not a whole number");
        return Err(wrong(family, reason, instead));
    }
    Ok(value as u32)
}

fn wrong(family: Family, reason: String, instead: &'static str) -> StatsError {
    StatsError::WrongSetting {
        model: family.name(),
        reason,
        instead,
    }
}
