//! What `[model]` names, and what it costs to keep a customer.

use holdfast_domain::bilingual;

use super::check::known_attributes;
use super::config::WorkspaceConfig;
use super::places::Places;
use crate::columns::find::nearest;

/// Checks `[model]`.
pub(crate) fn all(config: &WorkspaceConfig, places: &mut Places) {
    let model = &config.model;
    if let Some(wanted) = &model.definition
        && config.churn.iter().all(|churn| churn.id != *wanted)
    {
        let ids = config.churn.iter().map(|churn| churn.id.as_str());
        let near = nearest(ids, wanted).join(", ");
        places.add(
            "model.definition",
            "config-unknown-churn",
            Some(wanted),
            bilingual!("没有这个流失定义", "there is no such churn definition"),
            bilingual!(
                "写某个 [[churn]] 的 id；最接近的：{near}",
                "write the id of a [[churn]]; nearest: {near}"
            ),
        );
    }
    // `exclude` may name a column that only the lake still has; a fairness table
    // needs one that the sources bring.
    if let Some(known) = known_attributes(config) {
        for (index, name) in model.fairness.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let near = nearest(known.iter().copied(), name).join(", ");
                places.add(
                    &format!("model.fairness[{index}]"),
                    "config-unknown-attribute",
                    Some(name),
                    bilingual!("客户没有这一列", "customers have no such column"),
                    bilingual!(
                        "写客户来源中的列；最接近的：{near}",
                        "write a column of a customers source; nearest: {near}"
                    ),
                );
            }
        }
    }
    let economics = &model.economics;
    let money = [
        ("contact_cost", economics.contact_cost),
        ("offer_cost", economics.offer_cost),
    ];
    for (key, value) in money {
        if let Some(value) = value.filter(|value| !value.is_finite() || *value < 0.0) {
            places.add(
                &format!("model.economics.{key}"),
                "config-out-of-range",
                Some(&value.to_string()),
                bilingual!("成本不能为负", "a cost is not negative"),
                bilingual!("写不小于 0 的数", "write a number of 0 or more"),
            );
        }
    }
    if !(0.0..=1.0).contains(&economics.acceptance) {
        places.add(
            "model.economics.acceptance",
            "config-out-of-range",
            Some(&economics.acceptance.to_string()),
            bilingual!("接受率是 0 到 1 之间的数", "acceptance is a share from 0 to 1"),
            bilingual!("例如 0.2", "write 0.2, for example"),
        );
    }
}
