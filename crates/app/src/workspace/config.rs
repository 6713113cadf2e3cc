//! Everything that a workspace decides, as `holdfast.toml` says it.

use std::collections::BTreeMap;

use holdfast_domain::access::sign_in::SignInSpec;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Lang;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_domain::source::SourceSpec;
use serde::{Deserialize, Serialize};

use super::industry::Industry;

/// The file's name in the workspace's folder.
pub const FILE_NAME: &str = "holdfast.toml";
/// The only format there is.
pub const FORMAT: u32 = 1;
/// Canonical columns of customers that can be a dimension.
pub const CANONICAL_DIMENSIONS: [&str; 4] = ["region", "channel", "owner", "segment"];

/// A checked `holdfast.toml`. Built by [`super::parse::parse`] alone: whoever holds one need not check again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceConfig {
    /// Format of the file: 1.
    pub format: u32,
    /// The workspace's name as shown.
    pub name: String,
    /// IANA name; days, weeks and months are those of this zone.
    #[serde(default = "default_time_zone")]
    pub time_zone: String,
    /// ISO 4217 code of all money that does not say otherwise.
    #[serde(default = "default_currency")]
    pub currency: String,
    /// Language that reports open in.
    #[serde(default)]
    pub locale: Locale,
    /// What the company does.
    #[serde(default)]
    pub industry: Industry,
    /// Folder of the Delta tables, relative to the workspace and inside it.
    #[serde(default = "default_lake")]
    pub lake: String,
    /// Where the data come from.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceSpec>,
    /// What churn means; the first is the one that metrics use unless told otherwise.
    #[serde(default)]
    pub churn: Vec<DeclaredChurn>,
    /// What the panel holds.
    #[serde(default)]
    pub panel: PanelConfig,
    /// Columns of customers that figures can be broken down by (`--by`).
    #[serde(default = "default_dimensions")]
    pub dimensions: Vec<String>,
    /// Metric id → what to compare it with.
    #[serde(default)]
    pub benchmarks: BTreeMap<String, Benchmark>,
    /// Industry → metric id → what to compare it with, where `benchmarks` says nothing.
    #[serde(default)]
    pub industry_benchmarks: BTreeMap<Industry, BTreeMap<String, Benchmark>>,
    /// What is kept for how long.
    #[serde(default)]
    pub retention: Retention,
    /// What models learn and how their scores are used.
    #[serde(default)]
    pub model: ModelConfig,
    /// How people sign in to the server.
    #[serde(default)]
    pub sign_in: SignInSpec,
}

/// What models learn and how their scores are used: `[model]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelConfig {
    /// Id of the churn definition; absent: the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Days within which a customer is lost or not; absent: the days of an `inactivity` definition, else 90.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon_days: Option<i32>,
    /// Days between the day that is looked back from and the outcome window: the time it takes to act.
    #[serde(default)]
    pub gap_days: i32,
    /// Length of the periods that features count in and that cutoffs are apart.
    #[serde(default = "default_model_grain")]
    pub grain: Grain,
    /// Most cutoffs that are learned from; absent: 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoffs: Option<usize>,
    /// Attributes of customers that models must not see.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// What the company can move: concepts (`frequency`, `complaints`…) and attributes that recourse may change.
    #[serde(default)]
    pub movable: Vec<String>,
    /// Dimensions by which fairness is looked at; absent: the workspace's dimensions.
    #[serde(default)]
    pub fairness: Vec<String>,
    /// What contact, offer and capacity are worth.
    #[serde(default)]
    pub economics: EconomicsConfig,
}

impl Default for ModelConfig {
    fn default() -> Self {
        Self {
            definition: None,
            horizon_days: None,
            gap_days: 0,
            grain: default_model_grain(),
            cutoffs: None,
            exclude: Vec::new(),
            movable: Vec::new(),
            fairness: Vec::new(),
            economics: EconomicsConfig::default(),
        }
    }
}

/// What it costs to keep a customer: `[model.economics]`. Money in the currency's main unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EconomicsConfig {
    /// Cost of contacting one customer; absent: as is usual in proportion to what customers are worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_cost: Option<f64>,
    /// Cost of an offer that is taken; absent likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_cost: Option<f64>,
    /// Share of contacted would-be leavers that are assumed to stay: a guess until a hold-out has measured it.
    #[serde(default = "default_acceptance")]
    pub acceptance: f64,
    /// Customers that the team can contact in a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts_per_week: Option<u64>,
}

impl Default for EconomicsConfig {
    fn default() -> Self {
        Self {
            contact_cost: None,
            offer_cost: None,
            acceptance: default_acceptance(),
            contacts_per_week: None,
        }
    }
}

/// Language and country of a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The language.
    pub fn lang(self) -> Lang {
        match self {
            Self::ZhCn => Lang::Zh,
            Self::En => Lang::En,
        }
    }

    /// The locale of a language.
    pub fn of(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::ZhCn,
            Lang::En => Self::En,
        }
    }

    /// The name in `holdfast.toml`.
    pub fn id(self) -> &'static str {
        self.lang().tag()
    }
}

/// What the panel holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelConfig {
    /// Lengths of periods that are kept ready, at least one, each once.
    #[serde(default = "default_grains")]
    pub grains: Vec<Grain>,
}

impl Default for PanelConfig {
    fn default() -> Self {
        Self {
            grains: default_grains(),
        }
    }
}

/// A value to compare a metric with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benchmark {
    /// In the metric's unit; rates are shares (0.02 is 2 %).
    pub value: f64,
    /// Where the value comes from, as shown beside it.
    pub source: String,
}

/// What is kept for how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Months of events that are kept; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_events_months: Option<u32>,
    /// Days that rejected rows are kept.
    #[serde(default = "default_keep_rejects_days")]
    pub keep_rejects_days: u32,
    /// Hours after which files that no version needs any more are removed.
    #[serde(default = "default_vacuum_hours")]
    pub vacuum_hours: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            keep_events_months: None,
            keep_rejects_days: default_keep_rejects_days(),
            vacuum_hours: default_vacuum_hours(),
        }
    }
}

impl WorkspaceConfig {
    /// What to compare a metric with: the workspace's own value, else that of its industry.
    pub fn benchmark(&self, metric: &str) -> Option<&Benchmark> {
        self.benchmarks
            .get(metric)
            .or_else(|| self.industry_benchmarks.get(&self.industry)?.get(metric))
    }

    /// The churn definition with this id; without an id the first one.
    pub fn churn(&self, id: Option<&str>) -> Option<&DeclaredChurn> {
        match id {
            Some(id) => self.churn.iter().find(|churn| churn.id == id),
            None => self.churn.first(),
        }
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&SourceSpec> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// Sources that fill a canonical table.
    pub fn sources_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a SourceSpec> {
        self.sources.iter().filter(move |source| source.table == table)
    }
}

/// The time zone of a workspace that names none.
pub(crate) fn default_time_zone() -> String {
    "Asia/Shanghai".to_owned()
}
/// The currency of a workspace that names none.
pub(crate) fn default_currency() -> String {
    "CNY".to_owned()
}
fn default_model_grain() -> Grain {
    Grain::Month
}
/// α/(α+β) of Verbraken et al. (2013): 6 ÷ 20.
fn default_acceptance() -> f64 {
    0.3
}
fn default_lake() -> String {
    "lake".to_owned()
}
fn default_grains() -> Vec<Grain> {
    vec![Grain::Month]
}
fn default_dimensions() -> Vec<String> {
    CANONICAL_DIMENSIONS.map(str::to_owned).to_vec()
}
fn default_keep_rejects_days() -> u32 {
    90
}
fn default_vacuum_hours() -> u32 {
    168
}
