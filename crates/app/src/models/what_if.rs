//! `holdfast what-if`: what a campaign over the latest scores would cost and return, if acceptance were this.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money::{to_major, to_minor};
use holdfast_domain::refusal::Refusal;
use holdfast_engine::scores;
use holdfast_stats::profit::{
    Acceptance, Campaign, CapacityPlan, EvidenceKind, Offer, WhatIf, minimum_risk, what_if, within_capacity,
};
use serde::Serialize;

use super::registry::store::Registry;
use super::training::thresholds;
use crate::error::AppError;
use crate::lake::{Session, When};

/// Terms of a campaign; what is absent comes from `[model.economics]`. Money in the currency's main unit.
#[derive(Clone, Debug, Default)]
pub struct WhatIfOptions {
    /// Customers contacted; absent: those for whom a contact is expected to pay.
    pub reach: Option<u64>,
    /// Cost of a contact.
    pub contact_cost: Option<f64>,
    /// Cost of an offer that is taken.
    pub offer_cost: Option<f64>,
    /// Cost whatever the reach.
    pub fixed_cost: f64,
    /// Share of would-be leavers who accept and stay: one number, or the ends of a range.
    pub acceptance: Vec<f64>,
    /// Share of those who would have stayed who take the offer all the same.
    pub taken_by_stayers: f64,
}

/// What a campaign would come to.
#[derive(Clone, Debug, Serialize)]
pub struct Thought {
    /// The model whose scores are used.
    pub model_id: String,
    /// Their day.
    pub as_of: Day,
    /// Customers with a score and a value.
    pub customers: u64,
    /// Customers for whom a contact is expected to pay.
    pub paying: u64,
    /// The campaign, contacted in the order of expected gain.
    pub campaign: WhatIf,
    /// What a week of the team reaches; absent where no capacity is known.
    pub week: Option<CapacityPlan>,
    /// What must be said beside it.
    pub remark: Bilingual,
}

/// Depths of the curve.
const DEPTHS: usize = 20;

/// Thinks a campaign through on the latest scores of the model in use.
///
/// # Errors
/// `no-model`, `no-scores`, `no-value`, `not-money`, terms out of range.
pub fn think(session: &Session, options: &WhatIfOptions) -> Result<Thought, AppError> {
    let model_id = Registry::of(&session.workspace.root).chosen(None)?;
    let view = session.view(&When::default())?;
    let as_of = scores::list(&view)?
        .into_iter()
        .filter(|(_, model)| *model == model_id)
        .map(|(day, _)| day)
        .max()
        .ok_or_else(|| {
            Refusal::new(
                "no-scores",
                Bilingual::new("现用模型还没有打过分", "the model in use has not scored yet"),
                Bilingual::new("先运行 holdfast score", "run holdfast score first"),
            )
        })?;
    let stored = scores::stored(&view, as_of, &model_id)?;
    let (p, values): (Vec<f64>, Vec<i64>) = stored
        .p_churn
        .iter()
        .zip(&stored.value_minor)
        .filter_map(|(&p, value)| Some((p, (*value)?)))
        .unzip();
    if p.is_empty() {
        return Err(Refusal::new(
            "no-value",
            Bilingual::new(
                "没有客户有金额或月费，算不出挽回值多少",
                "no customer has amounts or fees: there is nothing to weigh costs against",
            ),
            Bilingual::new(
                "导入带金额的事件或带月费的合约",
                "import events with amounts, or subscriptions with fees",
            ),
        )
        .into());
    }
    let economics = &session.workspace.config.model.economics;
    // What nobody has said is what warnings assume too.
    let mean_value = values.iter().map(|&value| to_major(value)).sum::<f64>() / values.len() as f64;
    let usual = thresholds::terms(economics, mean_value);
    let or = |given: Option<f64>, usual: f64| given.unwrap_or((usual * 100.0).round() / 100.0);
    let contact_minor = money("--contact-cost", or(options.contact_cost, usual.contact_cost))?;
    let offer_minor = money("--offer-cost", or(options.offer_cost, usual.offer_cost))?;
    let acceptance = match options.acceptance.as_slice() {
        [] => Acceptance::Fixed {
            acceptance: economics.acceptance,
        },
        [one] => Acceptance::Fixed { acceptance: *one },
        [low, .., high] => Acceptance::Range { low: *low, high: *high },
    };
    let middle = match acceptance {
        Acceptance::Range { low, high } => f64::midpoint(low, high),
        Acceptance::Fixed { acceptance } => acceptance,
        Acceptance::Beta { alpha, beta } => alpha / (alpha + beta),
    };
    let offer = Offer {
        acceptance: middle,
        taken_by_stayers: options.taken_by_stayers,
        offer_minor,
        contact_minor,
    };
    let chosen = minimum_risk(&p, &values, &offer)?;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| chosen.gain_minor[b].total_cmp(&chosen.gain_minor[a]).then(a.cmp(&b)));
    let p_sorted: Vec<f64> = order.iter().map(|&row| p[row]).collect();
    let values_sorted: Vec<i64> = order.iter().map(|&row| values[row]).collect();
    let campaign = Campaign {
        reach: options.reach.unwrap_or(chosen.contacted).max(1),
        acceptance,
        taken_by_stayers: options.taken_by_stayers,
        offer_minor,
        contact_minor,
        fixed_minor: money("--fixed-cost", options.fixed_cost)?,
        // No campaign of this workspace has been measured against a hold-out yet.
        evidence: EvidenceKind::Assumed,
    };
    let week = match economics.contacts_per_week {
        Some(contacts) => Some(within_capacity(&p, &chosen.gain_minor, contacts)?),
        None => None,
    };
    Ok(Thought {
        model_id,
        as_of,
        customers: p.len() as u64,
        paying: chosen.contacted,
        campaign: what_if(&p_sorted, &values_sorted, &campaign, DEPTHS)?,
        week,
        remark: Bilingual::new(
            "假设性估算：接受率是假定的，没有随机对照证明联系或优惠有效；先留出对照组，再谈回报",
            "hypothetical: acceptance is assumed, and no randomised hold-out has shown that contact or offer helps; hold some out before counting on it",
        ),
    })
}

fn money(name: &str, value: f64) -> Result<i64, Refusal> {
    to_minor(value).filter(|minor| *minor >= 0).ok_or_else(|| {
        Refusal::new(
            "not-money",
            bilingual!("{name} 不是金额", "{name} is no amount of money"),
            Bilingual::new("写不小于 0 的数", "give a number of 0 or more"),
        )
        .with_value(&value.to_string())
    })
}
