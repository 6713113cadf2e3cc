//! `holdfast what-if`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::models::what_if::{Thought, WhatIfOptions, think};
use holdfast_domain::lang::Lang;
use holdfast_domain::money::format_plain;

use super::place::Place;
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;

/// What a campaign over the latest scores would cost and return, if acceptance were this. Hypothetical: nothing has measured it.
#[derive(Args)]
pub struct WhatIfCommand {
    #[command(flatten)]
    place: Place,
    /// Customers contacted [default: those for whom a contact is expected to pay]
    #[arg(long, value_name = "N")]
    reach: Option<u64>,
    /// Cost of a contact [default: of [model.economics]]
    #[arg(long, value_name = "MONEY")]
    contact_cost: Option<f64>,
    /// Cost of an offer that is taken [default: of [model.economics]]
    #[arg(long, value_name = "MONEY")]
    offer_cost: Option<f64>,
    /// Cost whatever the reach
    #[arg(long, value_name = "MONEY", default_value_t = 0.0)]
    fixed_cost: f64,
    /// Share of would-be leavers who accept and stay, or a range: 0.2 or 0.1,0.3 [default: of [model.economics]]
    #[arg(long, value_name = "P", value_delimiter = ',', num_args = 1..=2)]
    acceptance: Vec<f64>,
    /// Share of those who would have stayed who take the offer all the same
    #[arg(long, value_name = "P", default_value_t = 1.0)]
    taken_by_stayers: f64,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl WhatIfCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let options = WhatIfOptions {
            reach: self.reach,
            contact_cost: self.contact_cost,
            offer_cost: self.offer_cost,
            fixed_cost: self.fixed_cost,
            acceptance: self.acceptance,
            taken_by_stayers: self.taken_by_stayers,
        };
        let outcome = self.place.open().and_then(|session| think(&session, &options));
        let thought = or_refusal_as_json(outcome, self.json, lang)?;
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&thought)?)
        } else {
            in_words(&thought, lang)
        };
        print(&text).context("standard output")
    }
}

fn in_words(thought: &Thought, lang: Lang) -> String {
    let mut out = String::new();
    let campaign = &thought.campaign;
    let (day, model, customers, paying) = (thought.as_of, &thought.model_id, thought.customers, thought.paying);
    let money = format_plain;
    let (reach, churners, kept) = (campaign.contacted, campaign.churners, campaign.kept);
    let (cost, expected) = (money(campaign.cost_minor), money(campaign.expected_minor));
    let (low, high) = (money(campaign.low_minor), money(campaign.high_minor));
    let loss = 100.0 * campaign.loss_probability;
    let acceptance = campaign
        .break_even_acceptance
        .map_or_else(|| "—".to_owned(), |share| format!("{:.1}%", 100.0 * share));
    let size = campaign
        .break_even_reach
        .map_or_else(|| "—".to_owned(), |reach| reach.to_string());
    let best = campaign.best_reach;
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "{day}，模型 {model}：{customers} 个有价值的客户，其中 {paying} 个联系起来预计划算\n\
             联系 {reach} 个：预计其中流失 {churners:.1}，挽回 {kept:.1}；花费 {cost}，预期回报 {expected}（95%：{low} 到 {high}），亏损概率 {loss:.0}%\n\
             盈亏平衡：接受率 {acceptance}，至少联系 {size} 个；回报最大：联系 {best} 个"
        ),
        Lang::En => writeln!(
            out,
            "{day}, model {model}: {customers} customers with a value, a contact is expected to pay for {paying}\n\
             contacting {reach}: {churners:.1} of them expected to leave, {kept:.1} kept; spend {cost}, expected return {expected} (95 %: {low} to {high}), {loss:.0}% chance of a loss\n\
             break-even: acceptance {acceptance}, at least {size} contacts; largest return: {best} contacts"
        ),
    };
    if let Some(week) = &thought.week {
        let (contacted, hits, left) = (week.contacted, week.hits, week.left_out_churners);
        let (low, high) = (week.hits_interval.low, week.hits_interval.high);
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "团队一周联系 {contacted} 个：预计命中 {hits:.1}（95%：{low:.0} 到 {high:.0}），够不着的流失客户约 {left:.1}"
            ),
            Lang::En => writeln!(
                out,
                "a week of the team, {contacted} contacts: {hits:.1} hits expected (95 %: {low:.0} to {high:.0}), about {left:.1} leavers out of reach"
            ),
        };
    }
    let _ = writeln!(out, "{}", thought.remark.get(lang));
    out
}
