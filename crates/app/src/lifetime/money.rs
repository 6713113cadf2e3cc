//! From purchases and spend to money.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money::{MINOR_PER_MAJOR, to_major};
use holdfast_report::model::lifetime::{GridCell, GridSection, ParetoSection, SpendModel, Totals, ValueClass};
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::estimate::Estimate;
use holdfast_stats::lifetime::settings::FitSettings;
use holdfast_stats::lifetime::spend::{self, FittedSpend, Spend};
use holdfast_stats::lifetime::value::{self, Class, Part};

use super::base::{Base, Money};
use super::words::parameters;
use crate::columns::chinese::chinese;

/// Draws of the bootstrap at most.
const MOST_REPLICATES: usize = 1_000;
/// Customers × draws at most: large bases need fewer draws for the same precision.
const MOST_DRAWS: usize = 200_000_000;
/// Classes A and B end where they hold these shares of all value.
const PARETO_CUTS: (f64, f64) = (0.8, 0.95);
/// Bands of the probability to be still there.
const STAY_CUTS: [f64; 2] = [1.0 / 3.0, 2.0 / 3.0];

/// Money of each customer, in minor units but the spend.
pub struct Values {
    /// The fitted model of spend, to compute with and for the report; none where it has no maximum.
    pub fitted: Option<(FittedSpend, SpendModel)>,
    /// Expected spend of a purchase in major units.
    pub spend: Vec<f64>,
    /// Why there is no model of spend.
    pub note: Option<Bilingual>,
    /// Expected margin within the horizon, and its 95 % interval.
    pub potential: Vec<i64>,
    /// Lower ends.
    pub low: Vec<i64>,
    /// Upper ends.
    pub high: Vec<i64>,
    /// Expected discounted margin without an end.
    pub residual: Option<Vec<i64>>,
    /// Margin so far, cost to serve deducted.
    pub historical: Option<Vec<i64>>,
    /// Margin so far a unit of time.
    pub current: Option<Vec<i64>>,
    /// Class by value so far.
    pub class: Option<Vec<Class>>,
    /// Classes.
    pub pareto: Option<ParetoSection>,
    /// Value × loyalty.
    pub grid: Option<GridSection>,
}

/// What is known of each customer's purchases.
pub struct Expected<'a> {
    /// Probability to be still there.
    pub p_alive: &'a [Estimate],
    /// Purchases within the horizon.
    pub purchases: &'a [Estimate],
    /// Discounted purchases without an end.
    pub discounted: Option<&'a [f64]>,
}

/// Values every customer.
///
/// # Errors
/// A spend that is not above zero. Where the model of spend has no maximum, own means serve instead, and a note says so.
pub fn value(
    base: &Base,
    money: &Money,
    expected: &Expected,
    margin: f64,
    settings: &FitSettings,
) -> Result<Values, StatsError> {
    let data = Spend {
        frequency: &base.frequency,
        mean_spend: &money.mean_spend,
        weight: base.weight.as_deref(),
    };
    let modelled = spend::fit(&data, settings).and_then(|fitted| Ok((spend::score(&fitted, &data)?, fitted)));
    let (spends, spend_se, fitted, note) = match modelled {
        Ok((scores, fitted)) => {
            let model = spend_model(&fitted, &scores.expected_spend);
            (scores.expected_spend, scores.se, Some((fitted, model)), None)
        }
        Err(error) if is_about_the_model(&error) => {
            let spends = own_means(base, money);
            let unknown = vec![0.0; spends.len()];
            (spends, unknown, None, Some(without_model(&error)))
        }
        Err(error) => return Err(error),
    };
    let leaves = Leaves::new(money, margin);
    let left: Vec<f64> = spends.iter().map(|&spend| leaves.of(spend)).collect();
    let left_se: Vec<f64> = spend_se.iter().map(|se| leaves.each * se).collect();
    let purchases: Vec<f64> = expected.purchases.iter().map(|e| e.value).collect();
    let purchases_se: Vec<f64> = expected.purchases.iter().map(|e| e.se).collect();
    let potential = value::potential(
        Part {
            value: &purchases,
            se: Some(&purchases_se),
        },
        Part {
            value: &left,
            se: Some(&left_se),
        },
        margin,
    )?;
    let residual = match expected.discounted {
        Some(discounted) => {
            let minor: Vec<f64> = discounted.iter().zip(&left).map(|(n, s)| n * s * margin).collect();
            Some(value::to_minor(&minor)?)
        }
        None => None,
    };
    let historical = match (&money.revenue_minor, &money.cost_minor) {
        (Some(revenue), Some(costs)) => Some(value::profit(revenue, margin, costs)?),
        (Some(revenue), None) => Some(value::historical(revenue, margin)?),
        (None, _) => None,
    };
    // A customer of a day has been one for a unit of time at least.
    let ages: Vec<f64> = base.age.iter().map(|age| age.max(1.0)).collect();
    let current = historical
        .as_ref()
        .map(|minor| value::current(minor, &ages))
        .transpose()?;
    let stay: Vec<f64> = expected.p_alive.iter().map(|e| e.value).collect();
    let pareto = historical
        .as_ref()
        .map(|minor| value::pareto(minor, PARETO_CUTS))
        .transpose()?;
    let grid = historical
        .as_ref()
        .map(|minor| value::grid(minor, &stay, None, &STAY_CUTS))
        .transpose()?;
    let grid_minor = value::to_minor(&potential.value)?;
    Ok(Values {
        fitted,
        spend: spends,
        note,
        low: value::to_minor(&potential.ci_low)?,
        high: value::to_minor(&potential.ci_high)?,
        potential: grid_minor.clone(),
        residual,
        historical,
        current,
        class: pareto.as_ref().map(|p| p.class.clone()),
        pareto: pareto.as_ref().map(pareto_section),
        grid: grid.as_ref().map(|grid| grid_section(grid, &grid_minor)),
    })
}

/// Whether the spend of these customers has no such model, rather than a row being wrong.
fn is_about_the_model(error: &StatsError) -> bool {
    matches!(
        error,
        StatsError::NoMaximum { .. }
            | StatsError::NoConvergence { .. }
            | StatsError::OutOfRange { .. }
            | StatsError::TooFew { .. }
            | StatsError::NoSpread { .. }
    )
}

/// Mean spend of each customer's repeat purchases; of those without one the mean of all purchases.
fn own_means(base: &Base, money: &Money) -> Vec<f64> {
    let rows = || base.frequency.iter().zip(&money.mean_spend);
    let (sum, count) = rows().fold((0.0, 0.0), |(sum, count), (&x, &mean)| (sum + x * mean, count + x));
    let all = if count > 0.0 { sum / count } else { 0.0 };
    rows().map(|(&x, &mean)| if x > 0.0 { mean } else { all }).collect()
}

fn without_model(error: &StatsError) -> Bilingual {
    Bilingual::new(
        format!(
            "Gamma–Gamma 金额模型拟合不了（{}）：每次金额取客户自己的均值，没有复购的取全体均值，价值区间不含金额的误差",
            chinese(&error.to_string())
        ),
        format!(
            "Gamma–Gamma, the model of spend, could not be fitted ({error}): each customer's own mean stands in, for those without a repeat purchase the mean of all, and the intervals of values hold no error of spend"
        ),
    )
}

/// What a purchase leaves, in minor units before the margin: returns lower it, and so does the cost to serve, spread over all
/// purchases.
pub struct Leaves {
    /// Of each major unit spent.
    each: f64,
    /// Cost of a purchase.
    cost: f64,
}

impl Leaves {
    /// By these returns and costs.
    pub fn new(money: &Money, margin: f64) -> Self {
        let units = MINOR_PER_MAJOR as f64;
        let cost = money.cost_minor.as_ref().map_or(0.0, |costs| {
            let total: f64 = costs.iter().map(|&c| to_major(c)).sum();
            total / money.purchases.max(1.0)
        });
        Self {
            each: units * (1.0 - money.returned_share),
            cost: units * cost / margin,
        }
    }

    /// Of a purchase for `spend`.
    pub fn of(&self, spend: f64) -> f64 {
        self.each * spend - self.cost
    }
}

fn spend_model(fitted: &FittedSpend, expected: &[f64]) -> SpendModel {
    SpendModel {
        parameters: parameters(&fitted.parameters),
        log_likelihood: fitted.log_likelihood,
        n: fitted.n,
        mean: expected.iter().sum::<f64>() / expected.len().max(1) as f64,
        correlation: fitted.correlation.as_ref().map(|c| c.r),
        correlation_low: fitted.correlation.as_ref().map(|c| c.interval.low),
        correlation_high: fitted.correlation.as_ref().map(|c| c.interval.high),
    }
}

fn pareto_section(found: &value::Pareto) -> ParetoSection {
    ParetoSection {
        of: bilingual!("至今的毛利", "margin so far"),
        classes: found
            .shares
            .iter()
            .zip(["A", "B", "C"])
            .map(|(share, name)| ValueClass {
                name: name.to_owned(),
                customers: share.customers,
                customer_share: share.customer_share,
                value_minor: share.value_minor,
                value_share: share.value_share,
            })
            .collect(),
        top_fifth: found.top_fifth,
        gini: found.gini,
        lorenz: found.lorenz.clone(),
        not_positive: found.not_positive,
    }
}

fn grid_section(found: &value::Grid, potential: &[i64]) -> GridSection {
    let mut expected = vec![0_i64; found.cells.len()];
    for (&cell, &minor) in found.cell.iter().zip(potential) {
        if let Some(sum) = expected.get_mut(usize::from(cell)) {
            *sum = sum.saturating_add(minor);
        }
    }
    GridSection {
        value_cuts_minor: found.value_cuts.clone(),
        stay_cuts: STAY_CUTS.to_vec(),
        cells: found
            .cells
            .iter()
            .zip(expected)
            .map(|(cell, expected_minor)| GridCell {
                customers: cell.customers,
                value_minor: cell.value_minor,
                expected_minor,
            })
            .collect(),
    }
}

/// What all customers come to; the potential has an interval where its relative `parameter_error` is known
/// ([`super::total::relative_error`]).
///
/// # Errors
/// An overflow of the sums.
pub fn totals(
    base: &Base,
    expected: &Expected,
    values: Option<&Values>,
    parameter_error: Option<f64>,
    margin: f64,
    discount: Option<f64>,
    seed: u64,
) -> Result<Totals, StatsError> {
    let weight = |i: usize| base.weight.as_ref().map_or(1.0, |w| w[i]);
    let sum = |of: &[Estimate]| of.iter().enumerate().map(|(i, e)| weight(i) * e.value).sum::<f64>();
    // Money is summed row by row; rows that stand for several customers have no money of their own to sum.
    let known = values.filter(|_| base.weight.is_none());
    let estimate = match known.zip(parameter_error) {
        Some((values, error)) => {
            let replicates = (MOST_DRAWS / base.len().max(1)).clamp(100, MOST_REPLICATES);
            Some(value::total_estimate(&values.potential, error, replicates, seed)?)
        }
        None => None,
    };
    let rounded = |minor: f64| (minor.round() as i128).clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    let total = |minor: &[i64]| minor.iter().fold(0_i64, |sum, &m| sum.saturating_add(m));
    Ok(Totals {
        customers: (0..base.len()).map(weight).sum(),
        alive: sum(expected.p_alive),
        expected_purchases: Some(sum(expected.purchases)),
        historical_minor: known.and_then(|v| v.historical.as_deref()).map(total),
        current_minor: known.and_then(|v| v.current.as_deref()).map(total),
        potential_minor: known.map(|v| total(&v.potential)),
        potential_low_minor: estimate.map(|e| rounded(e.ci_low)),
        potential_high_minor: estimate.map(|e| rounded(e.ci_high)),
        residual_minor: known.and_then(|v| v.residual.as_deref()).map(total),
        margin,
        discount,
    })
}

/// What the value is made of, in a sentence.
pub fn definition(money: &Money, horizon: &str, unit: &Bilingual, margin: f64) -> Bilingual {
    let source = &money.source;
    let share = super::words::percent(margin);
    let returned = super::words::percent(money.returned_share);
    let (zh, en) = (&unit.zh, &unit.en);
    bilingual!(
        "期望价值 = 未来 {horizon} {zh}的期望购买次数 × 每次期望金额（{source}，已扣退货 {returned}）× 毛利率 {share}",
        "expected value = expected purchases within {horizon} {en} × expected spend a purchase ({source}, less {returned} returned) × a margin of {share}"
    )
}
