//! A line from the beginning of the history to its end, or to the day its owner leaves.

use crate::causes::{MAX_CAUSES, Pull, logistic, main_cause};
use crate::draw::Draw;
use crate::life::Life;
use crate::offer::{Facts, Offer, assign};
use crate::people::be_born;
use crate::season;
use crate::telecom::line::Line;
use crate::telecom::period::pass;
use crate::telecom::planting::{BILL_SHOCK, CONTRACT, PLANTING, STAFF};
use crate::telecom::pull::{BASE, pull};
use crate::telecom::snapshot::snapshot;
use crate::world::{World, month_of};

/// Fills `life` with a whole life.
pub(crate) fn live<'w>(world: &'w World, draw: &mut Draw, life: &mut Life<'w>) {
    be_born(
        world,
        draw,
        life,
        &["营业厅", "网上营业厅", "代理商", "校园", "电话营销"],
    );
    let mut line = Line::new(world, draw, life);
    for cell in [line.plan_name(), line.payment, if line.broadband { "有" } else { "无" }] {
        life.attributes.text(cell);
    }
    life.attributes.int(line.family_lines);
    life.attributes.text(line.device);
    // Pull and log-odds held until a day: through the offer's and the label's windows they do not move, so that the
    // probabilities in the truth are exact.
    let mut held: Option<(i32, Pull, f64)> = None;
    for period in 0..world.periods() {
        let from = world.start + 30 * period;
        let to = from + 29;
        let today = from - 1;
        if life.joined > to {
            continue;
        }
        let mut until = to;
        if life.joined <= today {
            held = held.filter(|(last, ..)| today < *last);
            let (pulls, log_odds) = match held {
                Some((_, pulls, log_odds)) => (pulls, log_odds),
                None => {
                    let pulls = pull(world, &line, life, today);
                    (pulls, BASE + line.frailty + pulls.iter().sum::<f64>())
                }
            };
            let mut log_odds = log_odds;
            if today == world.offer_on
                && let Some(treated) = assign(draw)
            {
                let facts = facts(&line, life, today);
                let with_offer = log_odds + facts.group().log_odds();
                let effect = leaves_within(world, from, log_odds) - leaves_within(world, from, with_offer);
                life.offer = Some(Offer {
                    facts,
                    treated,
                    retained: true,
                    effect,
                });
                log_odds = if treated { with_offer } else { log_odds };
                held = Some((world.cutoff, pulls, log_odds));
            }
            if today == world.cutoff {
                held = Some((world.end, pulls, log_odds));
                life.snapshot = Some(snapshot(
                    world,
                    draw,
                    &line,
                    life,
                    pulls,
                    leaves_within(world, from, log_odds),
                ));
            }
            if draw.chance(hazard(world, from, log_odds)) {
                let day = draw.between(from, to);
                life.left = Some(day);
                life.pull_at_leaving = pulls;
                until = day - 1;
            }
        }
        let since = from.max(life.joined);
        if until >= since {
            pass(world, draw, &mut line, life, since, until);
        }
        if life.left.is_some() {
            end_subscription(draw, life);
            break;
        }
    }
    close(world, life);
}

/// The probability to leave in the period that begins on `from`.
fn hazard(world: &World, from: i32, log_odds: f64) -> f64 {
    (logistic(log_odds) * season::churn(world.plan.industry)[month_of(from)]).min(0.9)
}

/// The probability to leave in the three periods from `from` on.
fn leaves_within(world: &World, from: i32, log_odds: f64) -> f64 {
    1.0 - (0..3)
        .map(|step| 1.0 - hazard(world, from + 30 * step, log_odds))
        .product::<f64>()
}

fn end_subscription(draw: &mut Draw, life: &mut Life<'_>) {
    let reason = match main_cause(&life.pull_at_leaving, PLANTING.causes) {
        Some(CONTRACT) => "合约到期未续",
        Some(BILL_SHOCK) => "资费原因销户",
        Some(STAFF) => "携号转网",
        _ => draw.pick(&["携号转网", "主动销户", "欠费销户"]),
    };
    if let Some(spell) = life.spells.last_mut() {
        spell.ended = life.left;
        spell.end_reason = reason;
    }
}

/// What turned out: the offer's outcome and the label.
fn close(world: &World, life: &mut Life<'_>) {
    let left = life.left;
    if let Some(offer) = &mut life.offer {
        offer.retained = left.is_none_or(|left| left > world.cutoff);
    }
    if let Some(snapshot) = &mut life.snapshot {
        snapshot.churned = left.is_some();
    }
}

fn facts(line: &Line, life: &Life<'_>, today: i32) -> Facts {
    let last = life.events.iter().map(|event| event.day).max();
    Facts {
        tenure_months: (today - life.joined) / 30,
        value_90d: life.spent(today, 90),
        silence_days: last.map_or(0, |day| today - day),
        complaints_180d: life.complaints(today, 180),
        committed: line.contract_days_left(today) > 0,
        promotion_percent: line.promotion_percent,
        age: life.age,
    }
}

const _: () = assert!(PLANTING.causes.len() <= MAX_CAUSES);
