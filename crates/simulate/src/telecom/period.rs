//! Thirty days of a line: usage, a bill, perhaps a complaint, perhaps a new contract.

use crate::draw::Draw;
use crate::life::{Event, Life, Spell, Talk};
use crate::people;
use crate::season;
use crate::talk::telecom as topics;
use crate::telecom::line::{Line, PLANS};
use crate::world::{World, month_of};

/// Lives through the days `from..=to` (less than 30 when the customer joins or leaves within). `whole` says whether the
/// period counts as one for averages.
pub(crate) fn pass(world: &World, draw: &mut Draw, line: &mut Line, life: &mut Life<'_>, from: i32, to: i32) {
    let whole = to - from == 29;
    let season = season::activity(world.plan.industry)[month_of(from)];
    drift(draw, line);
    let (mut mb_sum, mut minutes_sum) = (0, 0);
    for week in 0..4 {
        let day = from + 7 * week + draw.between(0, 6);
        let mb = draw.around(line.usual_mb * line.level * season, 0.16) as i64;
        let minutes = draw.around(line.usual_minutes * (0.4 + 0.6 * line.level), 0.3) as i64;
        mb_sum += mb;
        minutes_sum += minutes;
        if day > to {
            break;
        }
        for (kind, quantity, product) in [("data", mb, "流量(MB)"), ("call", minutes, "语音(分钟)")] {
            use_line(draw, life, day, kind, quantity, product);
        }
    }
    for _ in 0..draw.poisson(1.6 * line.level) {
        let day = draw.between(from, to);
        use_line(draw, life, day, "app_login", 1, "掌上营业厅");
    }
    if whole {
        line.usage_mb.push(mb_sum);
        line.minutes.push(minutes_sum);
        line.active_days = (30.0 * (1.0 - (-2.6 * line.level).exp()) + 1.5 * draw.normal()).clamp(0.0, 30.0) as i64;
    }
    let billed_on = from + 24 + draw.between(0, 4);
    bill(draw, line, life, billed_on, to);
    complain(world, draw, line, life, from, to);
    renew(draw, line, life, from, to);
}

fn use_line(draw: &mut Draw, life: &mut Life<'_>, day: i32, kind: &'static str, quantity: i64, product: &'static str) {
    let channel = if kind == "app_login" { "APP" } else { "网络" };
    let second = draw.waking_second();
    life.events.push(Event {
        day,
        second,
        kind,
        amount: None,
        quantity,
        channel,
        product,
        order: 0,
    });
}

/// Usage starts to fall, recovers, or stays; a promotion ends and the bill jumps for a while.
fn drift(draw: &mut Draw, line: &mut Line) {
    if line.falling_periods > 0 {
        line.falling_periods -= 1;
        line.level = (line.level * 0.74).max(0.05);
    } else if line.level < 0.9 && draw.chance(0.35) {
        line.level = 1.0;
    } else if draw.chance(0.055) {
        line.falling_periods = draw.between(2, 5).unsigned_abs();
    }
    if line.shock_periods > 0 {
        line.shock_periods -= 1;
    } else if draw.chance(0.06) {
        line.shock_periods = draw.between(1, 3).unsigned_abs();
        line.shock_rise = draw.uniform(0.2, 0.9);
    }
}

fn bill(draw: &mut Draw, line: &mut Line, life: &mut Life<'_>, day: i32, to: i32) {
    let overdue = draw.chance(0.05);
    let rise = if line.shock_periods > 0 { line.shock_rise } else { 0.0 };
    let amount = (line.fee() as f64 * (1.0 + rise) * (1.0 + 0.035 * draw.normal()).max(0.5)).round() as i64;
    if day > to {
        return;
    }
    if overdue {
        line.overdue.push(day);
    }
    line.bills.push(amount);
    let order = life.number * 10_000 + line.bills.len() as u64;
    let second = draw.waking_second();
    let product = line.plan_name();
    let event = Event {
        day,
        second,
        kind: "bill",
        amount: Some(amount),
        quantity: 1,
        channel: line.payment,
        product,
        order,
    };
    life.events.push(event);
}

fn complain(world: &World, draw: &mut Draw, line: &Line, life: &mut Life<'_>, from: i32, to: i32) {
    let shocked = line.shock_periods > 0;
    let abandoned = world
        .staff
        .days_since_left(life.owner, to)
        .is_some_and(|days| days < 120);
    let rate = line.complaint_rate * (1.0 + if shocked { 1.6 } else { 0.0 } + if abandoned { 0.5 } else { 0.0 });
    let complaints = draw.poisson(rate);
    let questions = draw.poisson(0.09);
    for index in 0..complaints + questions {
        let opened = draw.between(from, to);
        let topic = (index < complaints).then(|| {
            let weights = [
                if shocked { 4.0 } else { 0.6 },
                1.2,
                0.8,
                0.6,
                if abandoned { 1.5 } else { 0.0 },
            ];
            let order = [
                topics::BILL,
                topics::NETWORK,
                topics::SERVICE,
                topics::CONTRACT,
                topics::MANAGER,
            ];
            order[draw.weighted(&weights)]
        });
        let quick = topic.is_none() || draw.chance(0.5);
        let resolved = opened
            + if quick {
                draw.between(0, 9)
            } else {
                draw.between(75, 260)
            };
        let score = if quick { draw.between(3, 5) } else { draw.between(1, 3) };
        life.talks.push(Talk {
            opened,
            second: draw.waking_second(),
            resolved: (resolved <= world.end).then_some(resolved),
            topic,
            channel: draw.pick(&["热线", "APP", "微信", "营业厅"]),
            agent: people::agent(world, draw, life.owner),
            satisfaction: draw.chance(0.6).then_some(i64::from(score)),
            text_seed: draw.bits(),
        });
    }
}

/// A contract that ends is renewed or lapses; now and then the plan changes.
fn renew(draw: &mut Draw, line: &mut Line, life: &mut Life<'_>, from: i32, to: i32) {
    if line.contract_until.is_some_and(|until| until <= to) {
        let renewed = draw.chance(0.5);
        line.contract_months = if renewed { draw.pick(&[12, 12, 24]) } else { 0 };
        line.contract_until = renewed.then_some(to + line.contract_months * 30);
    }
    if draw.chance(0.012) {
        let up = draw.chance(0.6);
        let plan = if up {
            (line.plan + 1).min(PLANS.len() - 1)
        } else {
            line.plan.saturating_sub(1)
        };
        let day = draw.between(from, to);
        if plan != line.plan && day > life.joined {
            line.plan = plan;
            if let Some(spell) = life.spells.last_mut() {
                spell.ended = Some(day);
                spell.end_reason = "套餐变更";
            }
            life.spells.push(Spell {
                plan: line.plan_name(),
                started: day,
                ended: None,
                fee: line.fee(),
                end_reason: "",
            });
        }
    }
}
