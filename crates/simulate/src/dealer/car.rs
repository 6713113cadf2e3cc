//! A car and its owner's ways.

use crate::draw::Draw;
use crate::gap::Gap;
use crate::life::{Event, Life};
use crate::season;
use crate::world::{World, month_of};

/// Months of warranty.
pub(crate) const WARRANTY_MONTHS: i32 = 36;

/// What decides how often a car comes, and whether it comes at all.
pub(crate) struct Car {
    pub(crate) series: &'static str,
    pub(crate) bought: i32,
    pub(crate) package: bool,
    pub(crate) pickup: bool,
    pub(crate) promotion_percent: i32,
    /// Kilometres to the workshop before the owner moves, and how many more after.
    pub(crate) distance: f64,
    pub(crate) moved_by: f64,
    pub(crate) moved_on: Option<i32>,
    /// Days of repairs that an insurer ordered.
    pub(crate) accidents: Vec<i32>,
    pub(crate) km_a_day: f64,
    /// The owner's rhythm, days.
    pub(crate) scale: f64,
    pub(crate) quarrelsome: f64,
    pub(crate) frailty: f64,
    activity: [f64; 12],
}

impl Car {
    pub(crate) fn new(world: &World, draw: &mut Draw, life: &mut Life<'_>) -> Self {
        let days = world.end - world.start;
        // Some cars are new when the file is opened, some were bought elsewhere years before.
        let age_at_joining = if draw.chance(0.55) { 0 } else { draw.between(0, 1_500) };
        let accidents = (0..draw.poisson(0.45 * f64::from(days) / 365.0)).map(|_| draw.between(world.start, world.end));
        let mut accidents: Vec<i32> = accidents.filter(|day| *day > life.joined).collect();
        accidents.sort_unstable();
        life.segment = draw.pick(&["普通会员", "普通会员", "普通会员", "银卡会员", "金卡会员"]);
        Self {
            series: draw.pick(&["晨曦", "晨曦", "远岚", "远岚", "启航MPV", "青岚EV"]),
            bought: life.joined - age_at_joining,
            package: draw.chance(0.3),
            pickup: draw.chance(0.2),
            promotion_percent: (100.0 * draw.unit().powf(1.25)) as i32,
            distance: draw.around(8.0, 0.6).clamp(0.5, 60.0),
            moved_by: draw.uniform(6.0, 45.0),
            moved_on: draw.chance(0.24).then(|| draw.between(world.start, world.end)),
            accidents,
            km_a_day: draw.around(38.0, 0.4),
            scale: draw.around(82.0, 0.38).clamp(30.0, 160.0),
            quarrelsome: draw.around(1.0, 0.5),
            frailty: 0.35 * draw.normal(),
            activity: season::activity(world.plan.industry),
        }
    }

    /// The time to the next visit after one on `visit`.
    pub(crate) fn gap(&self, visit: i32) -> Gap {
        Gap {
            min: 30,
            max: 178,
            scale: self.scale / self.activity[month_of(visit)],
            shape: 2.4,
        }
    }

    /// Months since the car was bought.
    pub(crate) fn age_months(&self, today: i32) -> i32 {
        (today - self.bought) * 12 / 365
    }

    /// Kilometres to the workshop on `today`.
    pub(crate) fn distance_on(&self, today: i32) -> f64 {
        self.distance + self.moved_within(today, i32::MAX / 2)
    }

    /// How much further away the owner moved in `(today − days, today]`.
    pub(crate) fn moved_within(&self, today: i32, days: i32) -> f64 {
        self.moved_on
            .filter(|day| *day <= today && *day > today - days)
            .map_or(0.0, |_| self.moved_by)
    }

    /// Repairs ordered by an insurer in `(today − days, today]`.
    pub(crate) fn accidents_within(&self, today: i32, days: i32) -> i64 {
        self.accidents
            .iter()
            .filter(|day| **day <= today && **day > today - days)
            .count() as i64
    }

    /// Writes the insurer's repairs: they happen to loyal and lost customers alike.
    pub(crate) fn push_accidents(&self, draw: &mut Draw, life: &mut Life<'_>) {
        for day in &self.accidents {
            let amount = Some(draw.around(420_000.0, 0.7) as i64);
            let second = draw.waking_second();
            life.events.push(Event {
                day: *day,
                second,
                kind: "insurer_repair",
                amount,
                quantity: 1,
                channel: "保险公司指定",
                product: "事故维修",
                order: 0,
            });
        }
    }
}
