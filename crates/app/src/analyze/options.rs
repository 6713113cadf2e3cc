//! What the user may decide.

use std::collections::BTreeMap;

use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::role::Role;
use holdfast_engine::read::ReadOptions;

/// Options of an analysis; the default decides everything from the data.
#[derive(Clone, Debug)]
pub struct AnalyzeOptions {
    /// How the file is read.
    pub read: ReadOptions,
    /// The customer id's column.
    pub id: Option<String>,
    /// The label's column.
    pub target: Option<String>,
    /// The value of the label that means churned.
    pub positive: Option<String>,
    /// The event time's column.
    pub time: Option<String>,
    /// The amount's column.
    pub amount: Option<String>,
    /// Roles by column, from an overrides file.
    pub roles: BTreeMap<String, Role>,
    /// Columns that stay in although they look like leaks, ids or personal fields.
    pub keep: Vec<String>,
    /// Columns to leave out.
    pub drop: Vec<String>,
    /// The day to look back from; later events are not seen.
    pub as_of: Option<Day>,
    /// Days of silence that count as churn (event log).
    pub horizon_days: Option<i32>,
    /// Days between the cut-off and the outcome window (event log).
    pub gap_days: i32,
    /// Customers that the team can contact: decides the threshold.
    pub capacity: Option<u64>,
    /// Probability from which to warn: decides the threshold.
    pub threshold: Option<f64>,
    /// Terms of a retention offer.
    pub economics: EconomicsOptions,
    /// Seed of everything random.
    pub seed: u64,
    /// Language that the report opens in.
    pub lang: Lang,
}

/// Terms of a retention offer; what is not given follows from the value of a customer.
#[derive(Clone, Copy, Debug, Default)]
pub struct EconomicsOptions {
    /// Value of a customer kept, in currency units.
    pub customer_value: Option<f64>,
    /// Cost of an offer that is accepted, in currency units.
    pub offer_cost: Option<f64>,
    /// Cost of one contact, in currency units.
    pub contact_cost: Option<f64>,
    /// Mean share of would-be churners who accept and stay, 0–1.
    pub acceptance: Option<f64>,
}

impl AnalyzeOptions {
    /// The same options with every column spelt as the table spells it, so that a name in another case means the same everywhere.
    ///
    /// # Errors
    /// What `find` says of a name that is none.
    pub fn spelt(&self, find: impl Fn(&str) -> Result<String, Refusal>) -> Result<Self, Refusal> {
        let one = |name: &Option<String>| name.as_deref().map(&find).transpose();
        let many = |names: &[String]| names.iter().map(|name| find(name)).collect::<Result<Vec<_>, _>>();
        let roles = self.roles.iter().map(|(name, role)| Ok((find(name)?, *role)));
        Ok(Self {
            id: one(&self.id)?,
            target: one(&self.target)?,
            time: one(&self.time)?,
            amount: one(&self.amount)?,
            keep: many(&self.keep)?,
            drop: many(&self.drop)?,
            roles: roles.collect::<Result<_, Refusal>>()?,
            ..self.clone()
        })
    }

    /// Every column that the user named.
    pub fn named_columns(&self) -> impl Iterator<Item = &str> {
        let single = [&self.id, &self.target, &self.time, &self.amount];
        single
            .into_iter()
            .flatten()
            .chain(&self.keep)
            .chain(&self.drop)
            .chain(self.roles.keys())
            .map(String::as_str)
    }

    /// Whether the user insists on a column.
    pub fn keeps(&self, column: &str) -> bool {
        self.keep.iter().any(|k| k == column)
    }
}

impl Default for AnalyzeOptions {
    fn default() -> Self {
        Self {
            read: ReadOptions::default(),
            id: None,
            target: None,
            positive: None,
            time: None,
            amount: None,
            roles: BTreeMap::new(),
            keep: Vec::new(),
            drop: Vec::new(),
            as_of: None,
            horizon_days: None,
            gap_days: 0,
            capacity: None,
            threshold: None,
            economics: EconomicsOptions::default(),
            seed: 1,
            lang: Lang::En,
        }
    }
}
