//! From a decided table to a source of `holdfast.toml`.

use std::collections::BTreeMap;

use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::source::{AmountFrom, DatabaseSpec, KnownAt, SourceSpec};
use holdfast_engine::table::DateOrder;

use super::assign::{Assigned, assign};
use super::database::Place;
use super::facts::{FEW_LEVELS, Facts, Kind};
use super::find::Found;
use super::look::Sight;
use super::run::SuggestedSource;
use super::table::Decided;
use crate::workspace::check::is_id;
use crate::workspace::check_attributes::RESERVED;
use crate::workspace::doctor::stays;

/// A source and what it was made of.
pub(crate) struct Suggestion {
    pub(crate) spec: SourceSpec,
    pub(crate) table: CanonicalTable,
    pub(crate) facts: Facts,
    pub(crate) sight: Option<Sight>,
    pub(crate) why: Bilingual,
    /// Files of this kind.
    pub(crate) files: usize,
    /// A column of events that says where customers are.
    pub(crate) region: Option<String>,
}

impl Suggestion {
    pub(crate) fn summary(&self) -> SuggestedSource {
        let from = match &self.spec.database {
            Some(database) => database.relation.clone().into_iter().collect(),
            None => self.spec.files.clone(),
        };
        SuggestedSource {
            id: self.spec.id.clone(),
            table: self.table,
            from,
            rows: self.facts.rows,
            why: self.why.clone(),
        }
    }

    /// Attributes that figures can be broken down by.
    pub(crate) fn dimensions(&self) -> impl Iterator<Item = &str> {
        let attributes = self.spec.attributes.as_deref().unwrap_or_default();
        self.facts.columns.iter().filter_map(move |fact| {
            let few = fact
                .distinct
                .is_some_and(|distinct| (2..=FEW_LEVELS).contains(&distinct));
            let usable = fact.kind == Kind::Text && few && !fact.personal && fact.label == 0;
            (usable && attributes.contains(&fact.column)).then_some(fact.column.as_str())
        })
    }
}

/// The source of a file or a database's table.
pub(crate) fn source(
    file: Option<(Found, Sight)>,
    facts: Facts,
    place: Option<Place>,
    decided: Decided,
    taken: &[String],
) -> Suggestion {
    let Decided { table, assigned, why } = decided;
    let mut spec = empty(free_id(&facts.stem, table, taken), table);
    spec.columns = mapping(&assigned, &facts);
    (spec.attributes, spec.personal) = kept(table, &assigned, &facts);
    let mut files = 0;
    let mut sight = None;
    if let Some((found, seen)) = file {
        spec.files = found.patterns;
        files = found.files;
        spec.date_order = seen.date_order.map(|order| {
            match order {
                DateOrder::DayFirst => "dmy",
                DateOrder::MonthFirst => "mdy",
            }
            .to_owned()
        });
        sight = Some(seen);
    }
    if let Some(place) = place {
        let variable: String = spec
            .id
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        spec.database = Some(DatabaseSpec {
            url: place.url,
            password_env: Some(format!("HOLDFAST_{}_PASSWORD", variable.to_ascii_uppercase())),
            relation: Some(place.relation),
            query: None,
            tls: None,
        });
        // Only what happened and stays as it is may be read from its own time on: of what has an end, or changes, the change would never be read.
        let own_time = || spec.columns.get(table.time_field()).filter(|_| stays(table)).cloned();
        spec.watermark = changed(&facts).or_else(own_time);
    }
    if table == CanonicalTable::Events {
        amount(&mut spec, &facts);
    }
    if table == CanonicalTable::Responses && !spec.columns.contains_key("survey_id") {
        spec.constants.insert("survey_id".to_owned(), facts.stem.clone());
    }
    let region = (table == CanonicalTable::Events)
        .then(|| assign(CanonicalTable::Customers, &facts).get("region").copied())
        .flatten()
        .filter(|(index, score)| *score >= 3 && !spec.columns.values().any(|c| *c == facts.columns[*index].column))
        .map(|(index, _)| facts.columns[index].column.clone());
    Suggestion {
        spec,
        table,
        facts,
        sight,
        why,
        files,
        region,
    }
}

/// The column that says when a row was last changed: what was corrected since is read again too.
fn changed(facts: &Facts) -> Option<String> {
    const WORDS: [&str; 6] = ["updated", "modified", "changed", "更新", "修改", "变更"];
    let names_change = |name: &str| WORDS.iter().any(|word| name.to_lowercase().contains(word));
    let column = facts
        .columns
        .iter()
        .find(|fact| fact.kind == Kind::Time && names_change(&fact.column));
    column.map(|fact| fact.column.clone())
}

/// A second source over the rows of snapshots: what customers are, without the label.
pub(crate) fn customers_too(snapshot: &Suggestion, taken: &[String]) -> Suggestion {
    let facts = snapshot.facts.clone();
    let table = CanonicalTable::Customers;
    let assigned = assign(table, &facts);
    let mut spec = empty(free_id("customers", table, taken), table);
    spec.columns = mapping(&assigned, &facts);
    spec.files.clone_from(&snapshot.spec.files);
    spec.database.clone_from(&snapshot.spec.database);
    spec.date_order.clone_from(&snapshot.spec.date_order);
    let (attributes, personal) = kept(table, &assigned, &facts);
    let labels: Vec<&str> = facts
        .columns
        .iter()
        .filter(|f| f.label > 0)
        .map(|f| f.column.as_str())
        .collect();
    let few = |name: &String| {
        let fact = facts.columns.iter().find(|fact| fact.column == *name);
        personal.contains(name)
            || fact.is_some_and(|fact| {
                fact.kind == Kind::Text && fact.distinct.is_none_or(|d| (2..=FEW_LEVELS).contains(&d))
            })
    };
    let attributes = attributes.unwrap_or_default().into_iter();
    spec.attributes = Some(
        attributes
            .filter(|name| few(name) && !labels.contains(&name.as_str()))
            .collect(),
    );
    spec.personal = personal;
    Suggestion {
        spec,
        table,
        facts,
        sight: None,
        why: Bilingual::new(
            "没有单独的客户表：客户的属性取自同一份快照",
            "there is no table of customers: what they are comes from the same snapshot",
        ),
        files: snapshot.files,
        region: None,
    }
}

fn empty(id: String, table: CanonicalTable) -> SourceSpec {
    SourceSpec {
        id,
        table: table.name().to_owned(),
        files: Vec::new(),
        database: None,
        columns: BTreeMap::new(),
        constants: BTreeMap::new(),
        amount_from: None,
        attributes: None,
        personal: Vec::new(),
        money_in_minor_units: false,
        known_at: KnownAt::Auto,
        watermark: None,
        encoding: None,
        delimiter: None,
        sheet: None,
        date_order: None,
    }
}

fn mapping(assigned: &Assigned, facts: &Facts) -> BTreeMap<String, String> {
    assigned
        .iter()
        .map(|(field, &(index, _))| ((*field).to_owned(), facts.columns[index].column.clone()))
        .collect()
}

/// Attributes and which of them are personal. Personal fields are kept in `customers` alone.
fn kept(table: CanonicalTable, assigned: &Assigned, facts: &Facts) -> (Option<Vec<String>>, Vec<String>) {
    if !table.has_attributes() {
        return (None, Vec::new());
    }
    let customers = table == CanonicalTable::Customers;
    let mut attributes: Vec<String> = Vec::new();
    let mut personal = Vec::new();
    for (index, fact) in facts.columns.iter().enumerate() {
        let mapped = assigned.values().any(|&(used, _)| used == index);
        let clashes = table.field(&fact.column).is_some() || RESERVED.contains(&fact.column.as_str());
        if mapped || clashes || fact.column.trim().is_empty() || (fact.personal && !customers) {
            continue;
        }
        attributes.push(fact.column.clone());
        if fact.personal {
            personal.push(fact.column.clone());
        }
    }
    (Some(attributes), personal)
}

/// Quantity × unit price where no column holds the amount.
fn amount(spec: &mut SourceSpec, facts: &Facts) {
    if spec.columns.contains_key("amount") {
        return;
    }
    let number = |test: &dyn Fn(usize) -> bool| {
        (0..facts.columns.len()).find(|&i| facts.columns[i].kind == Kind::Number && test(i))
    };
    let quantity = number(&|i| facts.columns[i].name.is_quantity());
    let price = number(&|i| facts.columns[i].name.is_unit_price());
    if let (Some(quantity), Some(price)) = (quantity, price) {
        spec.amount_from = Some(AmountFrom {
            quantity: facts.columns[quantity].column.clone(),
            unit_price: facts.columns[price].column.clone(),
        });
    }
}

/// An id out of the file's name that no other source has.
fn free_id(stem: &str, table: CanonicalTable, taken: &[String]) -> String {
    let mut id: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' })
        .take(40)
        .collect();
    id = id.trim_matches('-').to_lowercase();
    if !is_id(&id) {
        id = table.name().to_owned();
    }
    let mut free = id.clone();
    let mut number = 2;
    while taken.contains(&free) {
        free = format!("{id}-{number}");
        number += 1;
    }
    free
}
