//! A buyer from the first order in the history to the last.

use crate::causes::{MAX_CAUSES, logistic};
use crate::draw::Draw;
use crate::life::{Life, Snapshot};
use crate::offer::Facts;
use crate::people::be_born;
use crate::shop::buyer::Buyer;
use crate::shop::order::order;
use crate::shop::planting::{PLANTING, SILENCE};
use crate::shop::pull::{BASE, pull};
use crate::shop::snapshot::row;
use crate::visits::{Turn, probability_gone, pull_of_silence, turn};
use crate::world::World;

/// Fills `life` with a whole life.
pub(crate) fn live<'w>(world: &'w World, draw: &mut Draw, life: &mut Life<'w>) {
    be_born(
        world,
        draw,
        life,
        &["自然流量", "朋友推荐", "短视频广告", "搜索广告", "线下门店"],
    );
    let mut buyer = Buyer::new(world, draw, life);
    life.attributes.text(if buyer.member { "是" } else { "否" });
    life.attributes.text(buyer.payment);
    life.attributes.text(buyer.category);
    let mut day = if life.joined < world.start {
        world.start + (f64::from(buyer.gap(world.start).days(draw.unit())) * draw.unit()) as i32
    } else {
        life.joined
    };
    while day <= world.end {
        order(world, draw, &mut buyer, life, day);
        let pulls = pull(world, &buyer, life, day);
        let p = logistic(BASE + buyer.frailty + pulls.iter().sum::<f64>());
        let gap = buyer.gap(day);
        let next = turn(world, draw, life, day, p, &gap, |life| {
            facts(&buyer, life, day, world.offer_on)
        });
        let silence = world.cutoff - day;
        let stays_away = match next {
            Turn::Again(next) => next > world.cutoff,
            Turn::Gone | Turn::GoneByOffer => true,
        };
        if (0..world.horizon).contains(&silence) && stays_away {
            let mut pull = pulls;
            pull[SILENCE] = pull_of_silence(&gap, silence);
            life.snapshot = Some(Snapshot {
                row: row(world, draw, &buyer, life),
                churned: !matches!(next, Turn::Again(_)),
                probability: probability_gone(p, &gap, silence),
                pull,
            });
        }
        day = match next {
            Turn::Again(next) => next,
            Turn::Gone | Turn::GoneByOffer => {
                let last = life.events.iter().map(|event| event.day).max().unwrap_or(day);
                let by_offer = matches!(next, Turn::GoneByOffer);
                life.left = Some(if by_offer { last.max(world.offer_on) } else { last } + 1);
                life.pull_at_leaving = pulls;
                break;
            }
        };
    }
}

fn facts(buyer: &Buyer, life: &Life<'_>, last_order: i32, today: i32) -> Facts {
    Facts {
        tenure_months: (today - life.joined) / 30,
        value_90d: life.spent(today, 90),
        silence_days: today - last_order,
        complaints_180d: life.complaints(today, 180),
        committed: buyer.member,
        promotion_percent: (100.0 * buyer.coupons(12)).round() as i32,
        age: life.age,
    }
}

const _: () = assert!(PLANTING.causes.len() <= MAX_CAUSES);
