//! Which other columns a source keeps, and that personal ones stay in `customers`.

use std::collections::BTreeSet;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::source::SourceSpec;

use super::check::twice;
use super::places::Places;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::named_so;
use crate::columns::find::nearest;

/// Columns that the lake adds to every table.
pub(crate) const RESERVED: [&str; 2] = ["customer_key", "batch_id"];

/// Checks the attributes of a source.
pub(crate) fn attributes(source: &SourceSpec, table: CanonicalTable, path: &str, places: &mut Places) {
    let Some(attributes) = &source.attributes else { return };
    if !table.has_attributes() {
        let name = table.name();
        places.add(
            &format!("{path}.attributes"),
            "config-no-attributes",
            None,
            bilingual!("{name} 没有附加属性", "{name} have no attributes"),
            bilingual!(
                "删去 attributes；属性只在 customers 和 snapshots 中",
                "remove attributes; only customers and snapshots have any"
            ),
        );
        return;
    }
    for (index, name) in attributes.iter().enumerate() {
        let here = format!("{path}.attributes[{index}]");
        if attributes[..index].contains(name) {
            twice(&here, name, places);
        }
        let own = source.columns.get(name) == Some(name);
        if name.trim().is_empty() || RESERVED.contains(&name.as_str()) || (table.field(name).is_some() && !own) {
            places.add(
                &here,
                "config-reserved-attribute",
                Some(name),
                bilingual!("这个名字是标准列的名字", "this is the name of a canonical column"),
                bilingual!(
                    "在 columns 里写 {name} = \"{name}\"，或在来源中改名",
                    "map it in columns ({name} = \"{name}\"), or rename it in the source"
                ),
            );
        }
    }
}

/// Checks the personal columns of a source; `elsewhere` are those of all customers sources.
pub(crate) fn personal_columns(
    source: &SourceSpec,
    table: CanonicalTable,
    elsewhere: &BTreeSet<&str>,
    path: &str,
    places: &mut Places,
) {
    if table != CanonicalTable::Customers {
        if !source.personal.is_empty() {
            not_here(&format!("{path}.personal"), None, places);
        }
        for (index, name) in source.attributes.iter().flatten().enumerate() {
            if elsewhere.contains(name.as_str()) || named_so(&Name::new(name)) {
                not_here(&format!("{path}.attributes[{index}]"), Some(name), places);
            }
        }
        for (canonical, column) in source
            .columns
            .iter()
            .filter(|(canonical, _)| *canonical != "customer_id")
        {
            if elsewhere.contains(column.as_str()) {
                not_here(&format!("{path}.columns.{canonical}"), Some(column), places);
            }
        }
        return;
    }
    for (index, name) in source.personal.iter().enumerate() {
        let here = format!("{path}.personal[{index}]");
        if source.personal[..index].contains(name) {
            twice(&here, name, places);
        }
        let mapped = source.columns.values().any(|column| column == name);
        let listed = source
            .attributes
            .as_ref()
            .is_none_or(|attributes| attributes.contains(name));
        if mapped || !listed {
            let near = nearest(source.attributes.iter().flatten().map(String::as_str), name).join(", ");
            places.add(
                &here,
                "config-personal-not-attribute",
                Some(name),
                bilingual!(
                    "个人信息必须是 attributes 中的列，不能映射到标准列",
                    "a personal field must be one of the attributes and cannot be a canonical column"
                ),
                bilingual!(
                    "把它加进 attributes，并从 columns 中删去；最接近的属性：{near}",
                    "add it to attributes and remove it from columns; nearest attribute: {near}"
                ),
            );
        }
    }
}

fn not_here(path: &str, value: Option<&str>, places: &mut Places) {
    places.add(
        path,
        "config-personal-elsewhere",
        value,
        bilingual!(
            "个人信息只能存放在 customers 中",
            "personal fields may be kept in customers alone"
        ),
        bilingual!(
            "从这里删去，在 table = \"customers\" 的来源中列为 attributes 和 personal",
            "remove it here and list it under attributes and personal of a source with table = \"customers\""
        ),
    );
}
