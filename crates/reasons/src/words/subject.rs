//! What a quantity is called, and how an amount of it is written.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_panel::features::Measure;

use super::{money, number};
use crate::reasoner::plan::Quantity;
use crate::wording::Wording;

/// The words of a quantity.
pub(crate) struct Subject {
    /// As the subject of a sentence: 到店次数, visits.
    pub(crate) name: Bilingual,
    /// When there is none: 没有到店, no visits.
    pub(crate) none: Bilingual,
    /// Unit after the number (zh only; English says it in the name): 次.
    unit: &'static str,
    /// The currency, for money.
    currency: Option<String>,
}

impl Subject {
    /// The words of a quantity in a workspace.
    pub(crate) fn of(quantity: &Quantity, wording: &Wording) -> Self {
        let counted = |words: &Bilingual| {
            let Bilingual { zh, en } = words;
            Self {
                name: bilingual!("{zh}次数", "{en}"),
                none: bilingual!("没有{zh}", "no {en}"),
                unit: "次",
                currency: None,
            }
        };
        let fixed = |name: (&str, &str), none: (&str, &str), unit, money: bool| Self {
            name: Bilingual::new(name.0, name.1),
            none: Bilingual::new(none.0, none.1),
            unit,
            currency: money.then(|| wording.currency.clone()),
        };
        match quantity {
            Quantity::Kind(kind) => counted(&wording.kind(kind)),
            Quantity::Measure(Measure::Events) => counted(&wording.events),
            Quantity::Measure(Measure::Amount | Measure::LargestAmount) => {
                let Bilingual { zh, en } = &wording.amounts;
                Self {
                    name: wording.amounts.clone(),
                    none: bilingual!("没有{zh}", "no {en}"),
                    unit: "",
                    currency: Some(wording.currency.clone()),
                }
            }
            Quantity::Measure(Measure::Refund) => fixed(("退款", "refunds"), ("没有退款", "no refunds"), "", true),
            Quantity::Measure(Measure::Quantity) => {
                fixed(("数量", "units"), ("没有记录到数量", "no units"), "件", false)
            }
            Quantity::Measure(Measure::Products) => fixed(
                ("不同产品数", "different products"),
                ("没有涉及任何产品", "no products"),
                "种",
                false,
            ),
            Quantity::Measure(Measure::Kinds) => fixed(
                ("不同活动类型数", "different kinds of activity"),
                ("没有任何类型的活动", "no activity of any kind"),
                "种",
                false,
            ),
        }
    }

    /// An amount of it: `2.1次`, `2.1`; `¥210.00`.
    pub(crate) fn amount(&self, value: f64) -> Bilingual {
        match &self.currency {
            Some(currency) => Bilingual::same(money::money(value, currency)),
            None => {
                let (text, unit) = (number::rate(value), self.unit);
                bilingual!("{text}{unit}", "{text}")
            }
        }
    }
}
