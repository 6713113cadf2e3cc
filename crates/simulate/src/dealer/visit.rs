//! One visit to the workshop: what is done, what it costs, what the owner says about it.

use crate::dealer::car::{Car, WARRANTY_MONTHS};
use crate::draw::Draw;
use crate::life::{Event, Life, Talk};
use crate::people;
use crate::talk::dealer as topics;
use crate::world::World;

/// Writes visit number `count` on `day`.
pub(crate) fn visit(world: &World, draw: &mut Draw, car: &Car, life: &mut Life<'_>, day: i32, count: usize) {
    let order = life.number * 10_000 + count as u64;
    let second = draw.waking_second();
    let repair = draw.chance(0.25);
    let channel = draw.pick(&["预约", "预约", "到店", "取送车"]);
    let (kind, product, median) = if repair {
        (
            "repair",
            draw.pick(&["制动系统", "空调系统", "底盘异响", "轮胎", "电瓶"]),
            135_000.0,
        )
    } else {
        (
            "maintenance",
            draw.pick(&["小保养", "小保养", "大保养", "换季检查"]),
            68_000.0,
        )
    };
    let discount = if draw.chance(f64::from(car.promotion_percent) / 100.0) {
        0.85
    } else {
        1.0
    };
    let amount = draw.around(median * discount, 0.35) as i64;
    let event = Event {
        day,
        second,
        kind,
        amount: Some(amount),
        quantity: 1,
        channel,
        product,
        order,
    };
    life.events.push(event);
    if draw.chance(0.4) {
        let product = draw.pick(&["机油", "机滤", "空调滤芯", "雨刮", "玻璃水"]);
        let quantity = i64::from(draw.between(1, 4));
        let amount = Some(quantity * draw.around(9_000.0, 0.5) as i64);
        life.events.push(Event {
            second: second + 60,
            kind: "part",
            amount,
            quantity,
            product,
            ..event
        });
    }
    speak(world, draw, car, life, day);
}

/// Complaints are made at the counter, on the day of the visit.
fn speak(world: &World, draw: &mut Draw, car: &Car, life: &mut Life<'_>, day: i32) {
    let expired = car.age_months(day) >= WARRANTY_MONTHS;
    let when = |yes: bool, rate: f64| if yes { rate } else { 0.0 };
    let rates = [
        (topics::PRICE, car.quarrelsome * (0.05 + when(expired, 0.05))),
        (topics::QUALITY, 0.035),
        (topics::WAITING, 0.03),
        (topics::DISTANCE, when(car.moved_within(day, 365) > 0.0, 0.15)),
        (
            topics::ADVISER,
            when(
                world
                    .staff
                    .days_since_left(life.owner, day)
                    .is_some_and(|days| days < 180),
                0.15,
            ),
        ),
        (topics::INSURER, when(car.accidents_within(day, 180) > 0, 0.12)),
    ];
    let complaint = rates
        .into_iter()
        .find(|(_, rate)| draw.chance(*rate))
        .map(|(topic, _)| topic);
    if complaint.is_none() && !draw.chance(0.15) {
        return;
    }
    let resolved = day + draw.between(0, if complaint.is_some() { 40 } else { 2 });
    let score = if complaint.is_some() {
        draw.between(1, 3)
    } else {
        draw.between(3, 5)
    };
    life.talks.push(Talk {
        opened: day,
        second: draw.waking_second(),
        resolved: (resolved <= world.end && draw.chance(0.85)).then_some(resolved),
        topic: complaint,
        channel: draw.pick(&["前台", "热线", "微信", "回访电话"]),
        agent: people::agent(world, draw, life.owner),
        satisfaction: draw.chance(0.6).then_some(i64::from(score)),
        text_seed: draw.bits(),
    });
}
