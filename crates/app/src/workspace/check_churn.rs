//! Whether each `[[churn]]` can be computed from the sources there are.

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::rule::{ChurnRule, Counts};

use super::check::id;
use super::config::WorkspaceConfig;
use super::places::Places;

/// Checks all definitions.
pub(crate) fn all(config: &WorkspaceConfig, places: &mut Places) {
    let mut earlier: Vec<&str> = Vec::new();
    for (index, churn) in config.churn.iter().enumerate() {
        let path = format!("churn[{index}]");
        id(&churn.id, &earlier, &format!("{path}.id"), places);
        earlier.push(&churn.id);
        if let Some(objection) = churn.rule.objection() {
            // The objection begins with the key it is about.
            let key = objection.en.split(' ').next().unwrap_or_default();
            places.add(
                &format!("{path}.{key}"),
                "config-churn-rule",
                Some(&churn.id),
                objection.clone(),
                bilingual!("改成所说范围内的数", "choose a number within the range"),
            );
        }
        needs(config, &churn.rule, &path, places);
        if let Some(counts) = churn.rule.counts() {
            kinds(config, counts, &path, places);
        }
    }
}

fn needs(config: &WorkspaceConfig, rule: &ChurnRule, path: &str, places: &mut Places) {
    let (table, column) = match rule {
        ChurnRule::Contract { .. } => (CanonicalTable::Subscriptions, None),
        ChurnRule::Inactivity { .. } | ChurnRule::OwnRhythm { .. } => (CanonicalTable::Events, None),
        ChurnRule::Decline { .. } => (CanonicalTable::Events, Some("amount")),
        ChurnRule::Label {} => (CanonicalTable::Snapshots, Some("churned")),
    };
    let name = table.name();
    let mut sources = config.sources_of(name).peekable();
    if sources.peek().is_none() {
        places.add(
            &format!("{path}.kind"),
            "config-churn-needs-source",
            None,
            bilingual!(
                "这种判定需要 {name}，但没有这样的来源",
                "this kind of churn needs {name}, but no source fills that table"
            ),
            bilingual!(
                "加一个 table = \"{name}\" 的 [[source]]，或换一种 kind",
                "add a [[source]] with table = \"{name}\", or choose another kind"
            ),
        );
        return;
    }
    let Some(column) = column else { return };
    let has = sources.any(|source| {
        source.columns.contains_key(column)
            || source.constants.contains_key(column)
            || (column == "amount" && source.amount_from.is_some())
    });
    if !has {
        places.add(
            &format!("{path}.kind"),
            "config-churn-needs-column",
            Some(column),
            bilingual!(
                "没有一个 {name} 来源给出“{column}”",
                "no source of {name} gives \"{column}\""
            ),
            bilingual!(
                "在该来源的 columns 中写 {column} = \"来源中的列名\"",
                "write {column} = \"column of the source\" in the columns of that source"
            ),
        );
    }
}

fn kinds(config: &WorkspaceConfig, counts: &Counts, path: &str, places: &mut Places) {
    let here = format!("{path}.counts");
    if let Some(both) = counts.kinds.iter().find(|kind| counts.not_kinds.contains(kind)) {
        places.add(
            &format!("{here}.not_kinds"),
            "config-kind-both",
            Some(both),
            bilingual!("同一类型既计入又不计入", "the same kind is to count and not to count"),
            bilingual!("从一个列表中删去", "remove it from one of the lists"),
        );
    }
    let named = !counts.kinds.is_empty() || !counts.not_kinds.is_empty();
    let mut events = config.sources_of(CanonicalTable::Events.name()).peekable();
    let any = events.peek().is_some();
    let has_kind = events.any(|source| source.columns.contains_key("kind") || source.constants.contains_key("kind"));
    if named && any && !has_kind {
        places.add(
            &here,
            "config-kind-unmapped",
            None,
            bilingual!(
                "按类型计数，但没有一个 events 来源给出 kind",
                "kinds are named, but no source of events gives \"kind\""
            ),
            bilingual!(
                "在来源的 columns 中写 kind = \"类型列\"，或删去 kinds、not_kinds",
                "map kind in the source's columns, or remove kinds and not_kinds"
            ),
        );
    }
}
