//! What `holdfast ltv` found: `ltv.json`, and the ground of its page.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

/// Version of `ltv.json`.
pub const LIFETIME_SCHEMA_VERSION: &str = "1.0";

/// A lifetime value study.
#[derive(Clone, Debug, Serialize)]
pub struct LifetimeReport {
    /// Version of this format.
    pub schema_version: String,
    /// Version of the program.
    pub holdfast_version: String,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// The model as the command line names it, e.g. `bg-nbd`.
    pub model: String,
    /// The model as the literature names it, e.g. `BG/NBD`.
    pub model_name: String,
    /// The file.
    pub file: String,
    /// How it was read.
    pub decoding: Bilingual,
    /// What was left out or assumed.
    pub notes: Vec<Bilingual>,
    /// Last day of observation (event logs).
    pub observed_through: Option<Day>,
    /// Unit of every time below, e.g. weeks.
    pub unit: Bilingual,
    /// Customers: sum of weights.
    pub n: f64,
    /// Rows that entered the fit, and how many of them differ: equal ones are fitted once, with their number.
    pub rows: u64,
    /// Different rows.
    pub distinct: u64,
    /// Parameters of the model.
    pub parameters: Parameters,
    /// Log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// Akaike's criterion, 2k − 2·LL: lower is better among models of the same data.
    pub aic: f64,
    /// The same data under the other models of the family.
    pub comparison: Vec<Compared>,
    /// The model of spend per purchase, where money is known.
    pub spend: Option<SpendModel>,
    /// Time ahead that expected purchases and values are about.
    pub horizon: f64,
    /// What all customers come to.
    pub totals: Totals,
    /// Repeat purchases of all customers over time, expected and actual.
    pub tracking: Vec<TrackingPoint>,
    /// Forecast of a period that the fit did not see.
    pub holdout: Option<Holdout>,
    /// Survival of a contract by renewal period.
    pub renewals: Vec<Renewal>,
    /// Few customers, most of the value.
    pub pareto: Option<ParetoSection>,
    /// Value × loyalty.
    pub grid: Option<GridSection>,
    /// What a point of retention is worth.
    pub scenario: Option<ScenarioSection>,
    /// Purchases on day 1 to 30 after the first.
    pub days: Vec<DayPoint>,
    /// The findings in sentences.
    pub narrative: Vec<Bilingual>,
}

/// Named parameters in their order; in JSON an object by name.
#[derive(Clone, Debug, Default)]
pub struct Parameters(pub Vec<Parameter>);

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its symbol.
    pub name: String,
    /// Estimate.
    pub value: f64,
    /// Standard error.
    pub se: f64,
    /// Lower end of the 95 % interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Value {
            value: f64,
            se: f64,
            ci_low: f64,
            ci_high: f64,
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for p in &self.0 {
            let value = Value {
                value: p.value,
                se: p.se,
                ci_low: p.ci_low,
                ci_high: p.ci_high,
            };
            map.serialize_entry(&p.name, &value)?;
        }
        map.end()
    }
}

/// Another model on the same data.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// Its name.
    pub model: String,
    /// Log-likelihood; absent when it could not be fitted.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion.
    pub aic: Option<f64>,
}

/// Gamma–Gamma.
#[derive(Clone, Debug, Serialize)]
pub struct SpendModel {
    /// p, q, v.
    pub parameters: Parameters,
    /// Log-likelihood.
    pub log_likelihood: f64,
    /// Customers with a repeat purchase: those that are fitted.
    pub n: f64,
    /// Mean expected spend per purchase, in major units.
    pub mean: f64,
    /// Correlation of frequency and mean spend, which the model takes to be 0, with its interval.
    pub correlation: Option<f64>,
    /// Lower end.
    pub correlation_low: Option<f64>,
    /// Upper end.
    pub correlation_high: Option<f64>,
}

/// Sums over customers. Money is in minor units.
#[derive(Clone, Debug, Serialize)]
pub struct Totals {
    /// Customers.
    pub customers: f64,
    /// Expected number still there.
    pub alive: f64,
    /// Expected purchases within the horizon.
    pub expected_purchases: Option<f64>,
    /// Margin so far.
    pub historical_minor: Option<i64>,
    /// Margin a unit of time so far.
    pub current_minor: Option<i64>,
    /// Expected margin within the horizon.
    pub potential_minor: Option<i64>,
    /// Its 95 % interval: errors of the parameters (delta method) and between customers (bootstrap), not chance in what they will do.
    pub potential_low_minor: Option<i64>,
    /// Upper end.
    pub potential_high_minor: Option<i64>,
    /// Expected discounted margin without an end, where a discount rate was given.
    pub residual_minor: Option<i64>,
    /// Share of revenue that is margin.
    pub margin: f64,
    /// Yearly (or per period) discount rate.
    pub discount: Option<f64>,
}

/// A point of the tracking plot.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TrackingPoint {
    /// Time since the first day.
    pub time: f64,
    /// Repeat purchases expected up to then.
    pub expected: f64,
    /// Repeat purchases made up to then.
    pub actual: f64,
}

/// Fitted on the time before, compared with what came after.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Holdout {
    /// First day that the fit did not see.
    pub from: Option<Day>,
    /// Length of the window.
    pub length: f64,
    /// Purchases expected in it from customers known before it.
    pub expected: f64,
    /// Purchases made.
    pub actual: f64,
    /// Correlation between customers.
    pub correlation: Option<f64>,
    /// Mean absolute error a customer.
    pub mean_absolute_error: f64,
    /// The same when every customer is expected to go on at their own past rate.
    pub naive_absolute_error: f64,
    /// By number of repeat purchases before.
    pub by_frequency: Vec<HoldoutPoint>,
}

/// Customers with equally many repeat purchases before the window.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HoldoutPoint {
    /// Repeat purchases before.
    pub frequency: u64,
    /// Whether customers with more are in it too.
    pub and_more: bool,
    /// Customers.
    pub customers: f64,
    /// Mean purchases expected.
    pub expected: f64,
    /// Mean purchases made.
    pub actual: f64,
}

/// A renewal period of a contract.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Renewal {
    /// 1, 2, 3…
    pub period: u32,
    /// Share still there after it, by the model, with its interval.
    pub survival: f64,
    /// Lower end.
    pub survival_low: f64,
    /// Upper end.
    pub survival_high: f64,
    /// Share of those still there before who renew.
    pub retention: f64,
    /// Lower end.
    pub retention_low: f64,
    /// Upper end.
    pub retention_high: f64,
    /// Customers at risk in the data; absent beyond them.
    pub at_risk: Option<f64>,
    /// Customers lost.
    pub lost: Option<f64>,
    /// Share still there in the data (Kaplan–Meier).
    pub observed: Option<f64>,
}

/// Classes A, B, C by value.
#[derive(Clone, Debug, Serialize)]
pub struct ParetoSection {
    /// What is ranked, in a sentence.
    pub of: Bilingual,
    /// A, B, C.
    pub classes: Vec<ValueClass>,
    /// Share of all value that the best fifth of customers holds.
    pub top_fifth: f64,
    /// Gini coefficient, 0 (equal) to 1.
    pub gini: f64,
    /// Lorenz curve: share of customers from the least valuable on, share of value.
    pub lorenz: Vec<(f64, f64)>,
    /// Customers without a positive value.
    pub not_positive: u64,
}

/// A class of customers by value.
#[derive(Clone, Debug, Serialize)]
pub struct ValueClass {
    /// A, B or C.
    pub name: String,
    /// Customers.
    pub customers: u64,
    /// Their share.
    pub customer_share: f64,
    /// Their value in minor units.
    pub value_minor: i64,
    /// Its share.
    pub value_share: f64,
}

/// Value bands × bands of the probability to be still there.
#[derive(Clone, Debug, Serialize)]
pub struct GridSection {
    /// Upper ends of the value bands but the last, in minor units.
    pub value_cuts_minor: Vec<i64>,
    /// Cuts of the probability.
    pub stay_cuts: Vec<f64>,
    /// Cells by value band, then by probability band, lowest first.
    pub cells: Vec<GridCell>,
}

/// A cell of the grid.
#[derive(Clone, Debug, Serialize)]
pub struct GridCell {
    /// Customers.
    pub customers: u64,
    /// Their value so far.
    pub value_minor: i64,
    /// The value expected of them within the horizon.
    pub expected_minor: i64,
}

/// What one point of retention is worth.
#[derive(Clone, Debug, Serialize)]
pub struct ScenarioSection {
    /// What is moved and by how much, in a sentence.
    pub meaning: Bilingual,
    /// Value a new customer before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// Unit of both.
    pub unit: Bilingual,
}

/// Customers on day N after their first purchase.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DayPoint {
    /// N.
    pub day: u32,
    /// Customers observed that long.
    pub observed: u64,
    /// Of these, those who bought on that day.
    pub bought_on: u64,
    /// Those who bought again by that day.
    pub bought_by: u64,
    /// Share by that day, with its Wilson interval.
    pub by_share: f64,
    /// Lower end.
    pub by_low: f64,
    /// Upper end.
    pub by_high: f64,
    /// Purchases on that day.
    pub purchases: u64,
}

/// Lifetime value within a churn report of an event log.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LifetimeSection {
    /// The model as the literature names it, e.g. `BG/NBD`.
    pub model: String,
    /// Its parameters, time in days.
    pub parameters: Vec<NamedEstimate>,
    /// Log-likelihood at the maximum.
    pub log_likelihood: f64,
    /// Days ahead that expected purchases and values are about.
    pub horizon_days: u32,
    /// Customers with a purchase.
    pub customers: u64,
    /// Expected number of them still there.
    pub alive: f64,
    /// Purchases expected within the horizon.
    pub expected_purchases: f64,
    /// Their value in minor units, returns deducted; absent without money.
    pub expected_value_minor: Option<i64>,
    /// Repeat purchases over time, in weeks since the first day.
    pub tracking: Vec<TrackingPoint>,
    /// Forecast of a period that a fit did not see, in days.
    pub holdout: Option<Holdout>,
    /// How to read it.
    pub reading: Bilingual,
}

/// A parameter with its error.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct NamedEstimate {
    /// Its symbol.
    pub name: String,
    /// Estimate.
    pub value: f64,
    /// Standard error.
    pub se: f64,
}
