//! The definitions of churn, put in the place of those that there are.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::DeclaredChurn;
use serde_json::Value as Json;
use toml_edit::{Array, ArrayOfTables, InlineTable, Item, Table, Value, value};

use super::sources::read;
use crate::error::AppError;

/// The text with these definitions, in their order, instead of `present`, which are those that it has. A definition that stays as it is keeps its lines
/// to the letter; one that changes keeps its place and its comments.
///
/// # Errors
/// A text that is no TOML, a rule that has no form in it.
pub fn set_churn(text: &str, present: &[DeclaredChurn], wanted: &[DeclaredChurn]) -> Result<String, AppError> {
    let mut document = read(text)?;
    let old: Vec<Table> = match document.get("churn").and_then(Item::as_array_of_tables) {
        Some(tables) => tables.iter().cloned().collect(),
        None => Vec::new(),
    };
    let mut places: Vec<isize> = old.iter().filter_map(Table::position).collect();
    places.sort_unstable();
    let mut tables = ArrayOfTables::new();
    for (at, item) in wanted.iter().enumerate() {
        let before = present.iter().position(|known| known.id == item.id);
        let mut table = match before.and_then(|before| Some((&present[before], old.get(before)?))) {
            Some((known, table)) if known == item => table.clone(),
            Some((known, table)) => changed(known, table, item)?,
            None => new(item)?,
        };
        place(&mut table, places.get(at).copied());
        tables.push(table);
    }
    if tables.is_empty() {
        document.remove("churn");
    } else if let Some(item) = document.get_mut("churn") {
        *item = Item::ArrayOfTables(tables);
    } else {
        document.insert("churn", Item::ArrayOfTables(tables));
    }
    Ok(document.to_string())
}

/// Puts a table, with what is below it, at a place in the file; without one, after the table before it.
fn place(table: &mut Table, at: Option<isize>) {
    table.set_position(at);
    for (_, item) in table.iter_mut() {
        if let Item::Table(inner) = item {
            place(inner, None);
        }
    }
}

/// The new rule in the old lines: remarks behind keys stay, and the sentence of the rule above them is told anew.
fn changed(known: &DeclaredChurn, table: &Table, item: &DeclaredChurn) -> Result<Table, AppError> {
    let fresh = rule(item)?;
    let mut out = table.clone();
    let gone: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in gone.iter().filter(|key| !fresh.contains_key(key)) {
        out.remove(key);
    }
    for (key, value) in fresh.iter() {
        match (out.get_mut(key), value) {
            (Some(Item::Value(old)), Item::Value(new)) => {
                let decor = old.decor().clone();
                *old = new.clone();
                *old.decor_mut() = decor;
            }
            _ => {
                out.insert(key, value.clone());
            }
        }
    }
    let (then, now) = (known.rule.sentence(), item.rule.sentence());
    if let Some(prefix) = table.decor().prefix().and_then(|prefix| prefix.as_str()) {
        let prefix = prefix.replace(&then.zh, &now.zh).replace(&then.en, &now.en);
        out.decor_mut().set_prefix(prefix);
    }
    Ok(out)
}

fn new(item: &DeclaredChurn) -> Result<Table, AppError> {
    let mut out = rule(item)?;
    let sentence = item.rule.sentence();
    // Kinds are texts out of the data: a line break among them would end the remark.
    let line = |text: &str| -> String { text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect() };
    out.decor_mut()
        .set_prefix(format!("\n# {}\n# {}\n", line(&sentence.zh), line(&sentence.en)));
    Ok(out)
}

/// The keys of a definition: what it is stored as, so that what is written is what is read.
fn rule(item: &DeclaredChurn) -> Result<Table, AppError> {
    let mut out = Table::new();
    let Json::Object(mut fields) = serde_json::to_value(item)? else {
        return Err(no_form(item));
    };
    let named = ["id", "kind"].map(|key| fields.remove_entry(key));
    for (key, field) in named.into_iter().flatten().chain(fields) {
        match toml(&field) {
            Some(Value::InlineTable(inner)) if inner.is_empty() => {}
            Some(found) => {
                out.insert(&key, value(found));
            }
            None => return Err(no_form(item)),
        }
    }
    Ok(out)
}

fn no_form(item: &DeclaredChurn) -> AppError {
    Refusal::new(
        "config-wrong-value",
        bilingual!(
            "这条定义不能写进 holdfast.toml",
            "this definition cannot be written into holdfast.toml"
        ),
        bilingual!("检查各项数值", "check its numbers"),
    )
    .with_value(&item.id)
    .into()
}

fn toml(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Bool(flag) => Value::from(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => Value::from(number.as_f64()?),
        },
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(toml).collect::<Option<Array>>()?),
        Json::Object(fields) => {
            let mut table = InlineTable::new();
            for (key, field) in fields {
                table.insert(key, toml(field)?);
            }
            Value::from(table)
        }
        Json::Null => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::parse::parse;
    use holdfast_domain::rule::{ChurnRule, Counts};

    const TEXT: &str = r#"# our shop
format = 1
name = "x"

[[source]]
id = "orders"
table = "events"
files = ["a.csv"]
[source.columns]
customer_id = "id"
occurred_at = "at"
amount = "money"
kind = "kind"

# the first one
# 连续 90 天没有事件的客户为流失
[[churn]]
id = "silence" # agreed in May
kind = "inactivity"
days = 90
[churn.counts]
not_kinds = ["gift"]

# the second
[[churn]]
id = "rhythm"
kind = "own_rhythm"

# how long things are kept
[retention]
vacuum_hours = 24
"#;

    fn silence(days: i32) -> DeclaredChurn {
        DeclaredChurn {
            id: "silence".into(),
            rule: ChurnRule::Inactivity {
                days,
                counts: Counts::default(),
            },
        }
    }

    fn set(wanted: &[DeclaredChurn]) -> (String, Vec<DeclaredChurn>) {
        let present = parse(TEXT, "t").unwrap().churn;
        let text = set_churn(TEXT, &present, wanted).unwrap();
        let read = parse(&text, "t")
            .unwrap_or_else(|problem| panic!("{problem}\n{text}"))
            .churn;
        (text, read)
    }

    #[test]
    fn the_same_definitions_change_no_letter() {
        let present = parse(TEXT, "t").unwrap().churn;
        assert_eq!(set_churn(TEXT, &present, &present).unwrap(), TEXT);
    }

    #[test]
    fn a_change_keeps_comments_and_everything_else() {
        let present = parse(TEXT, "t").unwrap().churn;
        let decline = DeclaredChurn {
            id: "decline".into(),
            rule: ChurnRule::Decline {
                share: 0.4,
                recent_months: 2,
                baseline_months: 6,
                counts: Counts::default(),
            },
        };
        let wanted = [present[1].clone(), silence(60), decline];
        let (text, read) = set(&wanted);
        assert_eq!(read, wanted);
        assert!(
            text.contains("# the first one") && text.contains("# the second") && text.contains("# agreed in May"),
            "{text}"
        );
        assert!(text.contains("# how long things are kept\n[retention]"), "{text}");
        assert!(text.find("id = \"rhythm\"").unwrap() < text.find("id = \"silence\"").unwrap());
        assert!(
            text.contains("的客户为（部分）流失\n"),
            "the new one has its sentence: {text}"
        );
    }

    #[test]
    fn the_first_definition_of_a_file_and_none_at_all() {
        let (text, read) = set(&[]);
        assert!(read.is_empty() && !text.contains("churn"), "{text}");
        let again = set_churn(&text, &[], &[silence(30)]).unwrap();
        assert_eq!(parse(&again, "t").unwrap().churn, [silence(30)]);
    }
}
