//! A workshop's customer as the CRM exports it on the cut-off day.

use holdfast_domain::day::Day;

use crate::cell::Cell;
use crate::dealer::car::{Car, WARRANTY_MONTHS};
use crate::dealer::pull::price_complaints;
use crate::draw::Draw;
use crate::life::Life;
use crate::people::{BLOOD_TYPES, SIGNS};
use crate::row::Row;
use crate::visits::Diary;
use crate::world::World;

/// The row, in the order of `planting::SNAPSHOT`.
pub(crate) fn row<'w>(world: &'w World, draw: &mut Draw, car: &Car, life: &Life<'w>, diary: &Diary) -> Row<'w> {
    let today = world.cutoff;
    let mut row = Row::new();
    row.text(life.gender);
    row.int(i64::from(life.age));
    row.mislay(draw, 0.06);
    row.text(life.region);
    row.text(life.channel);
    row.mislay(draw, 0.05);
    row.text(life.segment);
    row.text(world.staff.in_charge(life.owner, life.number, today));
    row.yes_no(
        world
            .staff
            .days_since_left(life.owner, today)
            .is_some_and(|days| days < 183),
    );
    about_the_car(draw, car, today, &mut row);
    row.int(i64::from((today - life.joined) / 30));
    row.mislay(draw, 0.05);
    rhythm(draw, life, diary, today, &mut row);
    row.int(price_complaints(life, today));
    row.int(life.complaints(today, 365));
    row.real(life.days_since_complaint(today).map(f64::from), 0);
    row.real(life.last_satisfaction(today).map(|score| score as f64), 0);
    row.int(car.accidents_within(today, 183));
    row.text(if car.package { "有" } else { "无" });
    row.int(i64::from(car.promotion_percent));
    row.mislay(draw, 0.07);
    row.text(if car.pickup { "是" } else { "否" });
    row.text(draw.pick(SIGNS));
    row.text(draw.pick(BLOOD_TYPES));
    row.mislay(draw, 0.09);
    row.int(draw.below(10) as i64);
    row.text(draw.pick(&["白", "黑", "银", "蓝", "红", "灰"]));
    row.int(draw.below(20) as i64);
    row
}

fn about_the_car(draw: &mut Draw, car: &Car, today: i32, row: &mut Row<'_>) {
    let age = car.age_months(today);
    row.text(car.series);
    row.push(Cell::Date(Day::from_number(car.bought)));
    row.mislay(draw, 0.05);
    row.int(i64::from(age));
    row.mislay(draw, 0.05);
    row.text(if age >= WARRANTY_MONTHS { "已过保" } else { "在保" });
    row.int(i64::from((WARRANTY_MONTHS - age).max(0)));
    row.mislay(draw, 0.06);
    row.int((f64::from(today - car.bought) * car.km_a_day) as i64);
    row.mislay(draw, 0.08);
    row.real(Some(car.distance_on(today)), 1);
    row.mislay(draw, 0.06);
    row.real(Some(car.moved_within(today, 365)), 1);
    row.mislay(draw, 0.05);
}

fn rhythm(draw: &mut Draw, life: &Life<'_>, diary: &Diary, today: i32, row: &mut Row<'_>) {
    let silence = diary.days.last().map_or(0, |last| today - last);
    let mean_gap = diary.mean_gap();
    row.int(i64::from(silence));
    row.real(mean_gap, 1);
    row.real(mean_gap.map(|gap| f64::from(silence) / gap), 2);
    row.int(diary.count(today, 365));
    let paid = life
        .events
        .iter()
        .filter(|event| event.kind != "insurer_repair" && event.day <= today);
    let (mut year, mut total) = (0, 0);
    for event in paid {
        let amount = event.amount.unwrap_or(0);
        total += amount;
        year += if event.day > today - 365 { amount } else { 0 };
    }
    row.push(Cell::Money(year));
    row.mislay(draw, 0.06);
    row.push(Cell::Money(total / diary.days.len().max(1) as i64));
    row.mislay(draw, 0.07);
}
