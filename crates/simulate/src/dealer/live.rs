//! A car owner from the first visit in the history to the last.

use holdfast_domain::day::Day;

use crate::causes::{MAX_CAUSES, logistic};
use crate::cell::Cell;
use crate::dealer::car::Car;
use crate::dealer::planting::{PLANTING, SILENCE};
use crate::dealer::pull::{BASE, pull};
use crate::dealer::snapshot::row;
use crate::dealer::visit::visit;
use crate::draw::Draw;
use crate::life::{Life, Snapshot};
use crate::offer::Facts;
use crate::people::be_born;
use crate::visits::{Diary, Turn, probability_gone, pull_of_silence, turn};
use crate::world::World;

/// Fills `life` with a whole life.
pub(crate) fn live<'w>(world: &'w World, draw: &mut Draw, life: &mut Life<'w>) {
    be_born(
        world,
        draw,
        life,
        &["展厅购车", "二手车", "保险推荐", "老客户介绍", "网络预约"],
    );
    let car = Car::new(world, draw, life);
    life.attributes.text(car.series);
    life.attributes.push(Cell::Date(Day::from_number(car.bought)));
    life.attributes.text(if car.package { "有" } else { "无" });
    life.attributes.text(if car.pickup { "有" } else { "无" });
    car.push_accidents(draw, life);
    let mut diary = Diary::default();
    // Whoever was there before the history begins is somewhere between two visits.
    let mut day = if life.joined < world.start {
        world.start + (f64::from(car.gap(world.start).days(draw.unit())) * draw.unit()) as i32
    } else {
        life.joined
    };
    while day <= world.end {
        diary.days.push(day);
        visit(world, draw, &car, life, day, diary.days.len());
        let pulls = pull(world, &car, life, day);
        let p = logistic(BASE + car.frailty + pulls.iter().sum::<f64>());
        let gap = car.gap(day);
        let next = turn(world, draw, life, day, p, &gap, |life| {
            facts(&car, life, day, world.offer_on)
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
                row: row(world, draw, &car, life, &diary),
                churned: !matches!(next, Turn::Again(_)),
                probability: probability_gone(p, &gap, silence),
                pull,
            });
        }
        day = match next {
            Turn::Again(next) => next,
            Turn::Gone | Turn::GoneByOffer => {
                life.left = Some(
                    if matches!(next, Turn::Gone) {
                        day
                    } else {
                        world.offer_on
                    } + 1,
                );
                life.pull_at_leaving = pulls;
                break;
            }
        };
    }
}

fn facts(car: &Car, life: &Life<'_>, last_visit: i32, today: i32) -> Facts {
    Facts {
        tenure_months: (today - life.joined) / 30,
        value_90d: life.spent(today, 90),
        silence_days: today - last_visit,
        complaints_180d: life.complaints(today, 180),
        committed: car.package,
        promotion_percent: car.promotion_percent,
        age: life.age,
    }
}

const _: () = assert!(PLANTING.causes.len() <= MAX_CAUSES);
