//! A buyer's ways, and the orders so far.

use crate::draw::Draw;
use crate::gap::Gap;
use crate::life::Life;
use crate::season;
use crate::world::{World, month_of};

/// An order, with what became of it.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    pub(crate) day: i32,
    pub(crate) coupon: bool,
    /// Minor units.
    pub(crate) amount: i64,
    pub(crate) discount: i64,
    /// The day on which the parcel was late.
    pub(crate) late_on: Option<i32>,
    pub(crate) returned_on: Option<i32>,
}

/// What decides how often a buyer orders, and whether at all.
pub(crate) struct Buyer {
    pub(crate) member: bool,
    pub(crate) payment: &'static str,
    pub(crate) category: &'static str,
    pub(crate) favourites: i64,
    pub(crate) basket: f64,
    pub(crate) coupon_share: f64,
    pub(crate) return_share: f64,
    pub(crate) late_share: f64,
    /// The buyer's rhythm, days.
    pub(crate) scale: f64,
    pub(crate) frailty: f64,
    /// Orders before the history begins.
    pub(crate) earlier_orders: i64,
    pub(crate) orders: Vec<Order>,
    activity: [f64; 12],
}

impl Buyer {
    pub(crate) fn new(world: &World, draw: &mut Draw, life: &mut Life<'_>) -> Self {
        let scale = draw.around(24.0, 0.45).clamp(6.0, 60.0);
        let earlier = f64::from((world.start - life.joined).max(0)) / (scale + 5.0);
        life.segment = draw.pick(&["V1", "V1", "V2", "V2", "V3", "V4"]);
        Self {
            member: draw.chance(0.25),
            payment: draw.pick(&["微信支付", "支付宝", "银行卡", "货到付款"]),
            category: draw.pick(CATEGORIES),
            favourites: i64::from(draw.poisson(6.0)),
            basket: draw.around(13_000.0, 0.5),
            coupon_share: draw.unit().powf(1.2),
            return_share: draw.around(0.10, 0.85).min(0.75),
            late_share: draw.around(0.10, 0.75).min(0.75),
            scale,
            frailty: 0.6 * draw.normal(),
            earlier_orders: (earlier * draw.uniform(0.4, 1.1)) as i64,
            orders: Vec::new(),
            activity: season::activity(world.plan.industry),
        }
    }

    /// The time to the next order after one on `day`.
    pub(crate) fn gap(&self, day: i32) -> Gap {
        Gap {
            min: 4,
            max: 86,
            scale: self.scale / self.activity[month_of(day)],
            shape: 1.25,
        }
    }

    /// Of the last `count` orders, how many were returned, as known on `today`.
    pub(crate) fn returned(&self, count: usize, today: i32) -> i64 {
        self.last(count)
            .filter(|order| order.returned_on.is_some_and(|day| day <= today))
            .count() as i64
    }

    /// Of the last `count` orders, how many were late, as known on `today`.
    pub(crate) fn late(&self, count: usize, today: i32) -> i64 {
        self.last(count)
            .filter(|order| order.late_on.is_some_and(|day| day <= today))
            .count() as i64
    }

    /// Share of the last `count` orders with a coupon.
    pub(crate) fn coupons(&self, count: usize) -> f64 {
        let with = self.last(count).filter(|order| order.coupon).count();
        with as f64 / self.orders.len().clamp(1, count) as f64
    }

    fn last(&self, count: usize) -> impl Iterator<Item = &Order> {
        self.orders.iter().rev().take(count)
    }
}

/// What is sold.
pub(crate) const CATEGORIES: &[&str] = &["服饰", "美妆", "零食", "母婴", "家居", "数码", "生鲜", "图书"];
