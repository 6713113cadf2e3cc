//! One order: its lines, its coupon, its parcel, its return, and what the buyer says about it.

use crate::draw::Draw;
use crate::life::{Event, Life, Talk};
use crate::people;
use crate::shop::buyer::{Buyer, CATEGORIES, Order};
use crate::shop::pull::SETTLED_DAYS;
use crate::talk::shop as topics;
use crate::world::World;

/// Writes an order on `day`.
pub(crate) fn order(world: &World, draw: &mut Draw, buyer: &mut Buyer, life: &mut Life<'_>, day: i32) {
    let number = life.number * 10_000 + buyer.orders.len() as u64 + 1;
    let channel = draw.pick(&["APP", "APP", "小程序", "网页", "直播间"]);
    let second = draw.waking_second().max(12_000);
    let blank = Event {
        day,
        second,
        kind: "view",
        amount: None,
        quantity: 1,
        channel,
        product: "",
        order: 0,
    };
    for back in 0..draw.poisson(1.2) {
        let product = draw.pick(CATEGORIES);
        life.events.push(Event {
            second: second.saturating_sub(60 * (back + 1)),
            product,
            ..blank
        });
    }
    let mut amount = 0;
    for line in 0..1 + draw.poisson(0.7).min(4) {
        let product = if draw.chance(0.6) {
            buyer.category
        } else {
            draw.pick(CATEGORIES)
        };
        let quantity = i64::from(draw.between(1, 3));
        let value = draw.around(buyer.basket / 2.0, 0.5) as i64 * quantity;
        amount += value;
        let event = Event {
            second: second + line,
            kind: "order",
            amount: Some(value),
            quantity,
            product,
            order: number,
            ..blank
        };
        life.events.push(event);
    }
    let coupon = draw.chance(buyer.coupon_share);
    let discount = if coupon {
        (amount as f64 * draw.uniform(0.08, 0.35)) as i64
    } else {
        0
    };
    if coupon {
        let event = Event {
            second: second + 10,
            kind: "coupon",
            amount: Some(-discount),
            order: number,
            ..blank
        };
        life.events.push(Event {
            product: "优惠券",
            ..event
        });
    }
    let late = draw
        .chance(buyer.late_share)
        .then_some(day + SETTLED_DAYS)
        .filter(|day| *day <= world.end);
    if let Some(day) = late {
        let quantity = i64::from(draw.between(2, 9));
        life.events.push(Event {
            day,
            kind: "late_delivery",
            quantity,
            product: "物流",
            order: number,
            ..blank
        });
    }
    let returned = draw
        .chance(buyer.return_share)
        .then(|| day + draw.between(1, SETTLED_DAYS))
        .filter(|day| *day <= world.end);
    if let Some(day) = returned {
        let amount = Some(-(amount - discount));
        life.events.push(Event {
            day,
            kind: "return",
            amount,
            quantity: -1,
            product: "退货",
            order: number,
            ..blank
        });
    }
    buyer.orders.push(Order {
        day,
        coupon,
        amount,
        discount,
        late_on: late,
        returned_on: returned,
    });
    speak(world, draw, life, [late, returned], day);
}

/// Complaints come on the day on which the parcel is late or goes back; the others on the day of the order.
fn speak(world: &World, draw: &mut Draw, life: &mut Life<'_>, [late, returned]: [Option<i32>; 2], day: i32) {
    let deserted = world
        .staff
        .days_since_left(life.owner, day)
        .filter(|days| *days < 120)
        .map(|_| day);
    let cases = [
        (topics::LATE, late, 0.3),
        (topics::RETURNS, returned, 0.2),
        (topics::QUALITY, returned, 0.12),
        (topics::COUPON, Some(day), 0.015),
        (topics::ADVISER, deserted, 0.05),
    ];
    let complaint = cases
        .into_iter()
        .find_map(|(topic, on, rate)| on.filter(|_| draw.chance(rate)).map(|on| (topic, on)));
    if complaint.is_none() && !draw.chance(0.05) {
        return;
    }
    let opened = complaint.map_or(day, |(_, on)| on);
    let resolved = opened + draw.between(0, 12);
    let score = if complaint.is_some() {
        draw.between(1, 4)
    } else {
        draw.between(3, 5)
    };
    life.talks.push(Talk {
        opened,
        second: draw.waking_second(),
        resolved: (resolved <= world.end && draw.chance(0.8)).then_some(resolved),
        topic: complaint.map(|(topic, _)| topic),
        channel: draw.pick(&["在线客服", "APP", "微信", "热线"]),
        agent: people::agent(world, draw, life.owner),
        satisfaction: draw.chance(0.55).then_some(i64::from(score)),
        text_seed: draw.bits(),
    });
}
