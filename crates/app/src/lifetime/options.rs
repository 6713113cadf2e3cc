//! What the user may decide.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_engine::read::ReadOptions;

use super::model::Model;

/// Options of a lifetime value study; what is not given follows from the data.
#[derive(Clone, Debug)]
pub struct LifetimeOptions {
    /// How the file is read.
    pub read: ReadOptions,
    /// The model; none: the one for the data's setting.
    pub model: Option<Model>,
    /// One row a customer with frequency, recency and T (or periods).
    pub summary: bool,
    /// The customer's id.
    pub id: Option<String>,
    /// When an event happened.
    pub time: Option<String>,
    /// The money of an event.
    pub amount: Option<String>,
    /// The cost of serving an event, in the unit of the money.
    pub cost: Option<String>,
    /// Contracts: periods that the customer has stayed.
    pub tenure: Option<String>,
    /// Contracts: whether the customer left.
    pub event: Option<String>,
    /// The value of `event` that means left.
    pub positive: Option<String>,
    /// Customers that a row stands for.
    pub weights: Option<String>,
    /// Unit of time.
    pub unit: Option<Unit>,
    /// Time ahead, in units.
    pub horizon: Option<f64>,
    /// The day to look back from; later events are not seen.
    pub as_of: Option<Day>,
    /// Yearly discount rate (a period's, where the unit is not known).
    pub discount: Option<f64>,
    /// Share of revenue that is margin, above 0.
    pub margin: Option<f64>,
    /// Penalty on large parameters, 0 for none.
    pub penalty: f64,
    /// Columns of a summary that act on the purchase rate.
    pub purchase_covariates: Vec<String>,
    /// Columns of a summary or of contracts that act on the dropout.
    pub dropout_covariates: Vec<String>,
    /// Length of the window at the end that is forecast and compared, in units; 0 for none.
    pub holdout: Option<f64>,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Language that the page opens in.
    pub lang: Lang,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks of 7 days.
    Week,
    /// Months of 365.25/12 days.
    Month,
}

impl Unit {
    /// Days in it.
    pub fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::Month => 365.25 / 12.0,
        }
    }

    /// How many make a year.
    pub fn per_year(self) -> f64 {
        match self {
            Self::Day => 365.0,
            Self::Week => 52.0,
            Self::Month => 12.0,
        }
    }

    /// Its name, plural.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Day => bilingual!("天", "days"),
            Self::Week => bilingual!("周", "weeks"),
            Self::Month => bilingual!("月", "months"),
        }
    }
}

impl Default for LifetimeOptions {
    fn default() -> Self {
        Self {
            read: ReadOptions::default(),
            model: None,
            summary: false,
            id: None,
            time: None,
            amount: None,
            cost: None,
            tenure: None,
            event: None,
            positive: None,
            weights: None,
            unit: None,
            horizon: None,
            as_of: None,
            discount: None,
            margin: None,
            penalty: 0.0,
            purchase_covariates: Vec::new(),
            dropout_covariates: Vec::new(),
            holdout: None,
            seed: 1,
            lang: Lang::En,
        }
    }
}
