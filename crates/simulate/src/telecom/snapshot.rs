//! A line as the CRM exports it on the cut-off day.

use holdfast_domain::day::Day;

use crate::causes::Pull;
use crate::cell::Cell;
use crate::draw::Draw;
use crate::life::{Life, Snapshot};
use crate::people::{BLOOD_TYPES, SIGNS};
use crate::row::Row;
use crate::telecom::line::Line;
use crate::world::World;

/// The row, in the order of `planting::SNAPSHOT`. The label is set when the outcome is known.
pub(crate) fn snapshot<'w>(
    world: &'w World,
    draw: &mut Draw,
    line: &Line,
    life: &Life<'w>,
    pull: Pull,
    probability: f64,
) -> Snapshot<'w> {
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
    contract_and_bills(draw, line, life, today, &mut row);
    usage(draw, line, &mut row);
    row.int(line.family_lines);
    row.text(if line.broadband { "有" } else { "无" });
    row.int(life.complaints(today, 90));
    row.int(life.open_complaints(today, 90));
    row.real(life.days_since_complaint(today).map(f64::from), 0);
    row.real(life.last_satisfaction(today).map(|score| score as f64), 0);
    row.int(
        line.overdue
            .iter()
            .filter(|day| **day <= today && **day > today - 365)
            .count() as i64,
    );
    row.text(line.payment);
    row.mislay(draw, 0.05);
    row.int(i64::from(line.promotion_percent));
    row.mislay(draw, 0.07);
    row.push(Cell::Money(life.spent(today, i32::MAX / 2)));
    row.mislay(draw, 0.06);
    row.text(draw.pick(SIGNS));
    row.text(draw.pick(BLOOD_TYPES));
    row.mislay(draw, 0.09);
    row.int((life.phone % 10) as i64);
    row.int(draw.below(20) as i64);
    row.text(draw.pick(&["P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08"]));
    Snapshot {
        row,
        churned: false,
        probability,
        pull,
    }
}

fn contract_and_bills(draw: &mut Draw, line: &Line, life: &Life<'_>, today: i32, row: &mut Row<'_>) {
    let days_left = line.contract_days_left(today);
    row.text(line.plan_name());
    row.text(match line.contract_months {
        _ if days_left == 0 => "无合约",
        24 => "24个月合约",
        _ => "12个月合约",
    });
    row.mislay(draw, 0.05);
    row.real(Some(f64::from(days_left) / 30.0), 1);
    row.mislay(draw, 0.05);
    row.int(i64::from((today - life.joined) / 30));
    row.mislay(draw, 0.05);
    row.push(Cell::Date(Day::from_number(life.joined)));
    row.push(Cell::Money(line.fee()));
    row.push(line.bills.last().map_or(Cell::Empty, |bill| Cell::Money(*bill)));
    row.mislay(draw, 0.05);
    row.real(line.usual_bill().map(|minor| minor / 100.0), 2);
    row.mislay(draw, 0.06);
    row.real(line.bill_rise().map(|rise| 100.0 * rise), 1);
    row.mislay(draw, 0.05);
}

fn usage(draw: &mut Draw, line: &Line, row: &mut Row<'_>) {
    row.real(line.usage_mb.last().map(|mb| *mb as f64 / 1024.0), 2);
    row.mislay(draw, 0.05);
    row.real(line.usage_change().map(|change| 100.0 * change), 1);
    row.mislay(draw, 0.06);
    row.real(line.minutes.last().map(|minutes| *minutes as f64), 0);
    row.mislay(draw, 0.08);
    row.int(line.active_days);
    row.mislay(draw, 0.06);
}
