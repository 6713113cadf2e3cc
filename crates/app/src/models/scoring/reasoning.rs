//! What reasons are made of: the columns in words, and the words of an industry.

use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::panel::AGE;
use holdfast_panel::features::{FeatureSpec, Meaning};
use holdfast_reasons::column::Column;
use holdfast_reasons::concept::Concept;
use holdfast_reasons::reasoner::Reasoner;
use holdfast_reasons::reasoner::settings::ReasonSettings;
use holdfast_reasons::wording::Wording;

use crate::error::AppError;
use crate::models::observe::{ATTRIBUTE, Source};
use crate::models::question::Question;
use crate::models::registry::file::ModelFile;
use crate::workspace::config::WorkspaceConfig;
use crate::workspace::industry::Industry;

/// A column as reasons see it.
pub fn column(name: &str, source: &Source) -> Column {
    match source {
        Source::Feature(spec) if spec.meaning == Meaning::Supplement => Column::attribute(name, spec.label.clone()),
        Source::Feature(spec) => Column::feature(spec.clone()),
        Source::Attribute(attribute) => Column::attribute(name, attribute_label(attribute)),
    }
}

/// What an attribute is called: canonical columns have words, others the name that the company gave them.
pub fn attribute_label(name: &str) -> Bilingual {
    if name == "subscription_plan" {
        return Bilingual::new("套餐", "plan");
    }
    if let Some(day) = name.strip_suffix(AGE) {
        let day = attribute_label(day);
        return Bilingual::new(format!("{}距今天数", day.zh), format!("days since {}", day.en));
    }
    CanonicalTable::Customers
        .fields()
        .iter()
        .find(|field| field.name == name)
        .map_or_else(|| Bilingual::same(name), |field| Bilingual::new(field.zh, field.en))
}

/// The reasoner of a model.
///
/// # Errors
/// When the model's file does not fit its own columns.
pub fn reasoner(model: &ModelFile, specs: &[FeatureSpec], config: &WorkspaceConfig) -> Result<Reasoner, AppError> {
    let columns = model
        .fitted
        .schema
        .columns
        .iter()
        .chain(&model.beside.columns)
        .map(|known| {
            let spec = specs.iter().find(|spec| spec.name == known.name);
            let source = spec.map_or_else(
                || Source::Attribute(known.name.trim_start_matches(ATTRIBUTE).to_owned()),
                |spec| Source::Feature(spec.clone()),
            );
            column(&known.name, &source)
        })
        .collect();
    Ok(Reasoner::new(
        columns,
        model.population.clone(),
        wording(config, &model.question),
        ReasonSettings::default(),
    )?)
}

/// The words of an industry.
fn wording(config: &WorkspaceConfig, question: &Question) -> Wording {
    let mut out = Wording::plain(config.currency.as_str(), question.grain);
    let (events, amounts) = match config.industry {
        Industry::Telecom => (("使用与缴费", "use and payments"), ("账单金额", "bills")),
        Industry::Dealer => (("到店", "visits"), ("到店消费", "spending")),
        Industry::Ecommerce | Industry::Retail => (("活动", "activities"), ("消费", "spending")),
        _ => (("活动", "activities"), ("消费", "spending")),
    };
    out.events = Bilingual::new(events.0, events.1);
    out.amounts = Bilingual::new(amounts.0, amounts.1);
    out.kinds = KINDS
        .iter()
        .map(|&(kind, zh, en)| (kind.to_owned(), Bilingual::new(zh, en)))
        .collect();
    out.counted = question.counts.as_ref().map(|counts| match counts.kinds.as_slice() {
        [kind] => out
            .kinds
            .iter()
            .find(|(known, _)| known == kind)
            .map_or_else(|| Bilingual::same(format!("“{kind}”")), |(_, word)| word.clone()),
        _ => Bilingual::new("计入流失定义的活动", "activities that count"),
    });
    out
}

/// Kinds of events that have a word of their own wherever they occur.
const KINDS: [(&str, &str, &str); 16] = [
    ("order", "下单", "orders"),
    ("purchase", "购买", "purchases"),
    ("return", "退货", "returns"),
    ("refund", "退款", "refunds"),
    ("view", "浏览", "views"),
    ("coupon", "用券", "coupon uses"),
    ("late_delivery", "延迟送达", "late deliveries"),
    ("visit", "到店", "visits"),
    ("maintenance", "保养", "maintenance visits"),
    ("repair", "维修", "repairs"),
    ("insurer_repair", "保险事故维修", "repairs ordered by an insurer"),
    ("part", "配件", "parts"),
    ("login", "登录", "logins"),
    ("app_login", "APP登录", "app logins"),
    ("bill", "账单", "bills"),
    ("call", "通话", "calls"),
];

/// A concept as one word: `silence`, `kind:order`, `attribute:plan`.
pub fn concept_id(concept: &Concept) -> String {
    match concept {
        Concept::Kind(kind) => format!("kind:{kind}"),
        Concept::Attribute(name) => format!("attribute:{}", name.trim_start_matches(ATTRIBUTE)),
        Concept::Frequency => "frequency".to_owned(),
        Concept::Spending => "spending".to_owned(),
        Concept::Basket => "basket".to_owned(),
        Concept::Quantity => "quantity".to_owned(),
        Concept::Variety => "variety".to_owned(),
        Concept::Refunds => "refunds".to_owned(),
        Concept::Steadiness => "steadiness".to_owned(),
        Concept::Silence => "silence".to_owned(),
        Concept::Tenure => "tenure".to_owned(),
        Concept::Complaints => "complaints".to_owned(),
    }
}
