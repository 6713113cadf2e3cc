//! What concepts are called.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use crate::column::{Column, Source};
use crate::concept::Concept;
use crate::wording::Wording;

/// A concept in words; `columns` give attributes their labels.
pub(crate) fn label(concept: &Concept, columns: &[Column], wording: &Wording) -> Bilingual {
    let events = &wording.events;
    match concept {
        Concept::Frequency => Bilingual::new(format!("{}频率", events.zh), format!("how often: {}", events.en)),
        Concept::Kind(kind) => {
            let Bilingual { zh, en } = wording.kind(kind);
            bilingual!("{zh}", "{en}")
        }
        Concept::Spending => wording.amounts.clone(),
        Concept::Basket => Bilingual::new("单笔金额", "amount each time"),
        Concept::Quantity => Bilingual::new("数量", "units"),
        Concept::Variety => Bilingual::new("种类", "variety"),
        Concept::Refunds => Bilingual::new("退款", "refunds"),
        Concept::Steadiness => Bilingual::new("稳定性", "steadiness"),
        Concept::Silence => Bilingual::new("沉默时长", "silence"),
        Concept::Tenure => Bilingual::new("在网时长", "tenure"),
        Concept::Complaints => Bilingual::new("投诉", "complaints"),
        Concept::Attribute(name) => columns
            .iter()
            .find_map(|column| match &column.source {
                Source::Attribute { label } if column.name == *name => Some(label.clone()),
                _ => None,
            })
            .unwrap_or_else(|| Bilingual::same(name.clone())),
    }
}
