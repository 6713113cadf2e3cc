//! Which industry does what: the one place that knows them all.

use holdfast_domain::churn::ChurnDefinition;
use holdfast_domain::lang::Bilingual;

use crate::causes::Planting;
use crate::draw::Draw;
use crate::industry::Industry;
use crate::life::Life;
use crate::talk::phrases::Phrases;
use crate::truth::Definition;
use crate::world::World;
use crate::{dealer, shop, talk, telecom};

/// The snapshot's label column and its positive value.
pub(crate) const LABEL: &str = "是否流失";
pub(crate) const POSITIVE: &str = "是";

/// What an industry is made of.
pub(crate) struct Trade {
    pub(crate) planting: &'static Planting,
    pub(crate) attributes: &'static [&'static str],
    pub(crate) snapshot: &'static [&'static str],
    pub(crate) phrases: &'static Phrases,
    pub(crate) subscriptions: bool,
    /// Event kinds that count, and those that do not.
    pub(crate) qualifying: &'static [&'static str],
    pub(crate) not_counted: &'static [&'static str],
}

pub(crate) fn trade(industry: Industry) -> Trade {
    match industry {
        Industry::Telecom => Trade {
            planting: &telecom::planting::PLANTING,
            attributes: telecom::planting::ATTRIBUTES,
            snapshot: telecom::planting::SNAPSHOT,
            phrases: &talk::telecom::PHRASES,
            subscriptions: true,
            qualifying: &["data", "call", "app_login", "bill"],
            not_counted: &[],
        },
        Industry::Dealer => Trade {
            planting: &dealer::planting::PLANTING,
            attributes: dealer::planting::ATTRIBUTES,
            snapshot: dealer::planting::SNAPSHOT,
            phrases: &talk::dealer::PHRASES,
            subscriptions: false,
            qualifying: &["maintenance", "repair", "part"],
            not_counted: &["insurer_repair"],
        },
        Industry::Shop => Trade {
            planting: &shop::planting::PLANTING,
            attributes: shop::planting::ATTRIBUTES,
            snapshot: shop::planting::SNAPSHOT,
            phrases: &talk::shop::PHRASES,
            subscriptions: false,
            qualifying: &["order"],
            not_counted: &["view", "coupon", "late_delivery", "return"],
        },
    }
}

/// Fills `life` with a customer's whole life.
pub(crate) fn live<'w>(world: &'w World, draw: &mut Draw, life: &mut Life<'w>) {
    match world.plan.industry {
        Industry::Telecom => telecom::live::live(world, draw, life),
        Industry::Dealer => dealer::live::live(world, draw, life),
        Industry::Shop => shop::live::live(world, draw, life),
    }
}

/// What churn means in an industry.
pub(crate) fn definition(industry: Industry, trade: &Trade) -> Definition {
    let days = industry.horizon_days();
    let (events, sentence) = match industry {
        Industry::Telecom => (
            None,
            Bilingual::new(
                "号码销户、转出或停用，即为流失",
                "a customer has churned when the subscription ends",
            ),
        ),
        Industry::Dealer => inactivity(
            days,
            "自费进店（保险公司指定的事故维修不计）",
            "a paid visit (repairs ordered by an insurer do not count)",
        ),
        Industry::Shop => inactivity(days, "下单", "an order"),
    };
    let owned = |kinds: &[&str]| kinds.iter().map(ToString::to_string).collect();
    Definition {
        snapshot: ChurnDefinition::Label {
            column: LABEL.to_string(),
            positive: vec![POSITIVE.to_string()],
        },
        events,
        sentence,
        qualifying_kinds: owned(trade.qualifying),
        not_counted_kinds: owned(trade.not_counted),
    }
}

fn inactivity(days: i32, zh: &str, en: &str) -> (Option<ChurnDefinition>, Bilingual) {
    let definition = ChurnDefinition::Inactivity {
        days,
        gap_days: 0,
        qualifying: Bilingual::new(zh, en),
    };
    let sentence = definition.sentence();
    (Some(definition), sentence)
}
