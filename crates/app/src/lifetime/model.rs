//! The models by their names.

use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::contract::Contract;
use holdfast_stats::lifetime::setting::{Family, Setting, check_setting};

use holdfast_stats::error::StatsError;

/// A model of how long customers stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Purchases at any time, no contract.
    Buying(Buying),
    /// Purchases at fixed opportunities, no contract.
    BgBb,
    /// A contract renewed each period.
    Contract(Contract),
}

impl Model {
    /// All, in the order of the command's help.
    pub const ALL: [Self; 6] = [
        Self::Buying(Buying::BgNbd),
        Self::Buying(Buying::MbgNbd),
        Self::Buying(Buying::ParetoNbd),
        Self::BgBb,
        Self::Contract(Contract::ShiftedBetaGeometric),
        Self::Contract(Contract::BetaDiscreteWeibull),
    ];

    /// The model as the command line names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Buying(Buying::BgNbd) => "bg-nbd",
            Self::Buying(Buying::MbgNbd) => "mbg-nbd",
            Self::Buying(Buying::ParetoNbd) => "pareto-nbd",
            Self::BgBb => "bg-bb",
            Self::Contract(Contract::ShiftedBetaGeometric) => "sbg",
            Self::Contract(Contract::BetaDiscreteWeibull) => "bdw",
        }
    }

    /// The model as the literature names it.
    pub fn name(self) -> &'static str {
        self.family().name()
    }

    /// Refuses data of another setting.
    ///
    /// # Errors
    /// [`StatsError::WrongSetting`] with the models that fit.
    pub fn check(self, setting: &Setting) -> Result<(), StatsError> {
        check_setting(self.family(), setting)
    }

    fn family(self) -> Family {
        match self {
            Self::Buying(Buying::BgNbd) => Family::BgNbd,
            Self::Buying(Buying::MbgNbd) => Family::MbgNbd,
            Self::Buying(Buying::ParetoNbd) => Family::ParetoNbd,
            Self::BgBb => Family::BgBb,
            Self::Contract(Contract::ShiftedBetaGeometric) => Family::ShiftedBetaGeometric,
            Self::Contract(Contract::BetaDiscreteWeibull) => Family::BetaDiscreteWeibull,
        }
    }
}
