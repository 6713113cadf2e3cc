//! A buyer as the CRM exports it on the cut-off day.

use holdfast_domain::day::Day;

use crate::cell::Cell;
use crate::draw::Draw;
use crate::life::Life;
use crate::people::{BLOOD_TYPES, SIGNS};
use crate::row::Row;
use crate::shop::buyer::Buyer;
use crate::world::World;

/// The row, in the order of `planting::SNAPSHOT`.
pub(crate) fn row<'w>(world: &'w World, draw: &mut Draw, buyer: &Buyer, life: &Life<'w>) -> Row<'w> {
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
            .is_some_and(|days| days < 120),
    );
    row.yes_no(buyer.member);
    row.int(i64::from((today - life.joined) / 30));
    row.mislay(draw, 0.05);
    row.push(Cell::Date(Day::from_number(life.joined)));
    rhythm(draw, buyer, life, today, &mut row);
    troubles(draw, buyer, today, &mut row);
    row.text(buyer.category);
    row.mislay(draw, 0.06);
    row.int(life.complaints(today, 90));
    row.real(life.days_since_complaint(today).map(f64::from), 0);
    row.real(life.last_satisfaction(today).map(|score| score as f64), 0);
    row.int(buyer.favourites);
    row.mislay(draw, 0.08);
    let views = life
        .events
        .iter()
        .filter(|event| event.kind == "view" && event.day <= today && event.day > today - 90);
    row.int(views.count() as i64);
    row.mislay(draw, 0.07);
    row.text(buyer.payment);
    row.mislay(draw, 0.05);
    row.text(draw.pick(SIGNS));
    row.text(draw.pick(BLOOD_TYPES));
    row.mislay(draw, 0.09);
    row.int((life.phone % 10) as i64);
    row.int(draw.below(20) as i64);
    row.text(draw.pick(&["D01", "D02", "D03", "D04", "D05", "D06"]));
    row
}

fn rhythm(draw: &mut Draw, buyer: &Buyer, life: &Life<'_>, today: i32, row: &mut Row<'_>) {
    let (first, last) = (
        buyer.orders.first().map_or(today, |o| o.day),
        buyer.orders.last().map_or(today, |o| o.day),
    );
    let silence = f64::from(today - last);
    let gaps = buyer.orders.len().saturating_sub(1);
    let mean_gap = (gaps > 0).then(|| f64::from(last - first) / gaps as f64);
    row.real(Some(silence), 0);
    row.real(mean_gap, 1);
    row.real(mean_gap.map(|gap| silence / gap), 2);
    row.int(buyer.earlier_orders + buyer.orders.len() as i64);
    row.mislay(draw, 0.05);
    row.int(buyer.orders.iter().filter(|order| order.day > today - 90).count() as i64);
    row.push(Cell::Money(life.spent(today, 90)));
    row.mislay(draw, 0.06);
    let total: i64 = buyer.orders.iter().map(|order| order.amount).sum();
    row.push(Cell::Money(total / buyer.orders.len().max(1) as i64));
    row.mislay(draw, 0.07);
}

fn troubles(draw: &mut Draw, buyer: &Buyer, today: i32, row: &mut Row<'_>) {
    let year = || buyer.orders.iter().filter(|order| order.day > today - 365);
    let orders = year().count().max(1) as f64;
    let (mut returned, mut late, mut coupons, mut discount, mut amount) = (0.0, 0, 0.0, 0, 0);
    for order in year() {
        returned += f64::from(u8::from(order.returned_on.is_some_and(|day| day <= today)));
        late += i64::from(order.late_on.is_some_and(|day| day <= today));
        coupons += f64::from(u8::from(order.coupon));
        discount += order.discount;
        amount += order.amount;
    }
    row.int(buyer.returned(5, today));
    row.mislay(draw, 0.05);
    row.real(Some(100.0 * returned / orders), 1);
    row.mislay(draw, 0.06);
    row.int(buyer.late(3, today));
    row.mislay(draw, 0.05);
    row.int(late);
    row.mislay(draw, 0.06);
    row.real(Some(100.0 * buyer.coupons(8)), 1);
    row.mislay(draw, 0.05);
    row.real(Some(100.0 * coupons / orders), 1);
    row.mislay(draw, 0.06);
    row.real(Some(100.0 * discount as f64 / amount.max(1) as f64), 1);
    row.mislay(draw, 0.08);
}
