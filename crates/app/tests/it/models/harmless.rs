//! Risk is not persuadable: nothing that is said of a customer, a group or a model recommends an offer or promises an effect.

use std::fs;

use holdfast_app::models::what_if::{WhatIfOptions, think};
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::lab::{Lab, SHOP, TELECOM};

/// Words of a promise, and of an offer as advice.
const PROMISES: [&str; 16] = [
    "persuadable",
    "will stay",
    "would stay",
    "can be saved",
    "will be retained",
    "uplift",
    "recommend",
    "make an offer",
    "give a discount",
    "挽回",
    "挽得回",
    "可挽留",
    "会留下",
    "建议赠送",
    "建议优惠",
    "提升效果",
];
/// Where the card says that it is not so.
const DENIALS: [&str; 2] = [
    "High risk is not the same as persuadable: only a randomised hold-out shows whether contact helps.",
    "高风险不等于挽得回：只有随机对照（留出组）才能说明联系有没有用。",
];

fn promises_nothing(text: &str, what: &str) {
    let mut rest = text.to_owned();
    for denial in DENIALS {
        rest = rest.replace(denial, "");
    }
    let rest = rest.to_lowercase();
    for word in PROMISES {
        assert!(!rest.contains(word), "{what} says “{word}”: {text}");
    }
}

/// All texts in a value.
fn texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, out)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, out)),
        _ => {}
    }
}

fn check(lab: &Lab, movable: &str) {
    let copy = lab.copy();
    let config = fs::read_to_string(copy.path().join("holdfast.toml")).unwrap();
    fs::write(
        copy.path().join("holdfast.toml"),
        format!("{config}\n[model]\n{movable}\n"),
    )
    .unwrap();
    let scored = copy.score(None);
    let mut found = Vec::new();
    texts(&serde_json::to_value(&scored).unwrap(), &mut found);
    let run = fs::read_to_string(copy.path().join("models/m0001/run.json")).unwrap();
    texts(&serde_json::from_str(&run).unwrap(), &mut found);
    let scores = copy.scores(scored.as_of, "m0001");
    scores.values().for_each(|row| texts(row, &mut found));
    assert!(found.len() > 3_000, "{}", found.len());
    for text in &found {
        promises_nothing(text, "a text");
    }
    for (name, denial) in [("card.en.md", DENIALS[0]), ("card.zh.md", DENIALS[1])] {
        let card = fs::read_to_string(copy.path().join("models/m0001").join(name)).unwrap();
        assert!(card.contains(denial), "{name}");
        promises_nothing(&card, name);
    }
    // Recourse is there, speaks of what the model sees, and carries its remark.
    let recourse = |lang: &str| -> Vec<String> {
        scores
            .values()
            .filter_map(|row| row[format!("recourse_{lang}")].as_str().map(str::to_owned))
            .collect()
    };
    let (zh, en) = (recourse("zh"), recourse("en"));
    assert!(en.len() > 20 && zh.len() == en.len(), "{}", en.len());
    for text in &en {
        assert!(
            text.contains("that the model sees")
                || text.starts_with("no change within what can be moved")
                || text.ends_with("nothing that could be moved"),
            "{text}"
        );
    }
    for text in zh {
        assert!(
            text.contains("模型给出的风险") || text.contains("可改变的范围内") || text.contains("风险"),
            "{text}"
        );
    }
    assert!(
        scored
            .recourse_remark
            .get(Lang::Zh)
            .contains("不是因果结论，也不是对效果的承诺")
    );
    assert!(
        scored
            .recourse_remark
            .get(Lang::En)
            .contains("no causal claim and no promise of an effect")
    );
}

#[test]
fn a_shop_is_promised_nothing() {
    check(&SHOP.0, "");
}

#[test]
fn a_telephone_company_is_promised_nothing() {
    check(&TELECOM.0, "movable = [\"behaviour\", \"complaints\", \"broadband\"]");
}

/// What a campaign would come to is called hypothetical, in whatever language and whoever asks.
#[test]
fn returns_are_hypothetical() {
    for (lab, _) in [&*SHOP, &*TELECOM] {
        let lab = lab.copy();
        lab.score(None);
        let options = WhatIfOptions {
            reach: None,
            contact_cost: Some(5.0),
            offer_cost: Some(30.0),
            fixed_cost: 0.0,
            acceptance: vec![0.1, 0.3],
            taken_by_stayers: 0.5,
        };
        let thought = think(&lab.session(), &options).unwrap();
        assert!(
            thought.remark.en.contains("hypothetical") && thought.remark.zh.contains("假设"),
            "{:?}",
            thought.remark
        );
        let mut found = Vec::new();
        texts(&serde_json::to_value(&thought).unwrap(), &mut found);
        found.iter().for_each(|text| promises_nothing(text, "what-if"));
    }
}

/// Customers whom the planted offer would drive away are not singled out for anything: their texts do not name it, and the trial's columns
/// are no columns of the model.
#[test]
fn the_trial_is_unknown_to_the_model() {
    for (lab, trained) in [&*SHOP, &*TELECOM] {
        let trial = lab.table("offers.csv");
        let known: Vec<&str> = trained
            .record
            .features
            .iter()
            .map(|feature| feature.name.as_str())
            .collect();
        assert!(known.len() > 20);
        for column in ["treatment", "retained", "promotion_percent", "offer_effect"] {
            assert!(trial.heads.iter().any(|head| head == column) || column == "offer_effect");
            assert!(known.iter().all(|name| !name.contains(column)), "{column}: {known:?}");
        }
    }
}
