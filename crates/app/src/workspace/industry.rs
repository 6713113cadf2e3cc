//! What a company does: decides defaults and benchmarks, never a formula.

use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};

/// A company's industry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Industry {
    /// Contracts and monthly bills.
    Telecom,
    /// Accounts and cards.
    Bank,
    /// A car dealer's workshop.
    Dealer,
    /// Orders over the internet.
    Ecommerce,
    /// Purchases in shops.
    Retail,
    /// Software by subscription.
    Saas,
    /// Anything else.
    #[default]
    Other,
}

impl Industry {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Telecom,
        Self::Bank,
        Self::Dealer,
        Self::Ecommerce,
        Self::Retail,
        Self::Saas,
        Self::Other,
    ];

    /// Their names in `holdfast.toml`, in the order of [`Industry::ALL`].
    pub const NAMES: [&'static str; 7] = ["telecom", "bank", "dealer", "ecommerce", "retail", "saas", "other"];

    /// The name in `holdfast.toml`.
    pub fn id(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The name as shown.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Telecom => ("通信", "telecom"),
            Self::Bank => ("银行", "bank"),
            Self::Dealer => ("汽车售后", "car dealer"),
            Self::Ecommerce => ("电商", "e-commerce"),
            Self::Retail => ("零售", "retail"),
            Self::Saas => ("软件订阅", "SaaS"),
            Self::Other => ("其他", "other"),
        };
        Bilingual::new(zh, en)
    }

    /// Days of silence that count as churn where the data cannot say: what the industry is used to.
    pub fn usual_days(self) -> i32 {
        match self {
            Self::Dealer => 183,
            Self::Saas => 30,
            _ => 90,
        }
    }
}
