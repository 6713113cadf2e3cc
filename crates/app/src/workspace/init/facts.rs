//! What the columns of a table are, as far as names and values say.

use holdfast_engine::table::{Column, Table, Values, looks_like_compact_date, name_looks_like_date};

use super::vocabulary;
use crate::analyze::understand::label;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::{is_personal, named_so};

/// A text with at most this many different values can be a dimension.
pub(crate) const FEW_LEVELS: usize = 20;
/// A text with at most this many different values can be a kind of event.
const KINDS: usize = 60;
/// Texts of more characters than this on average are prose.
const PROSE_CHARS: usize = 12;

/// What a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Time,
    Number,
    Text,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) column: String,
    pub(crate) name: Name,
    pub(crate) kind: Kind,
    /// Different values; unknown for databases.
    pub(crate) distinct: Option<usize>,
    /// Every row has a value of its own.
    pub(crate) unique: bool,
    pub(crate) personal: bool,
    /// How surely it is a churn label, 0 not at all.
    pub(crate) label: u8,
    pub(crate) prose: bool,
    /// Some of its values speak of complaints.
    pub(crate) complaints: bool,
}

/// A table's columns.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// The name of the file or table.
    pub(crate) stem: String,
    pub(crate) columns: Vec<Fact>,
    /// The customer id's column.
    pub(crate) id: Option<usize>,
    /// Whether a customer has several rows; unknown for databases.
    pub(crate) repeats: Option<bool>,
    pub(crate) rows: Option<usize>,
}

impl Facts {
    /// Of a table that was read.
    pub(crate) fn of_table(stem: &str, table: &Table) -> Self {
        let columns: Vec<Fact> = table.columns.iter().map(|column| fact(column, table.rows)).collect();
        let id = find_id(&columns).or_else(|| unnamed_id(&columns, table.rows));
        let repeats = id.map(|id| {
            let column = &table.columns[id];
            columns[id].distinct.unwrap_or(0) < table.rows - column.missing
        });
        Self {
            stem: stem.to_owned(),
            columns,
            id,
            repeats,
            rows: Some(table.rows),
        }
    }

    /// Of a database's table: names and types alone.
    pub(crate) fn of_database(relation: &str, columns: &[(String, String)]) -> Self {
        let columns: Vec<Fact> = columns
            .iter()
            .map(|(column, kind)| {
                let name = Name::new(column);
                Fact {
                    column: column.clone(),
                    kind: kind_of_type(kind),
                    distinct: None,
                    unique: false,
                    personal: named_so(&name),
                    label: if name.label_means_stayed() {
                        0
                    } else {
                        name.label_score() / 3 * 6
                    },
                    prose: false,
                    complaints: false,
                    name,
                }
            })
            .collect();
        Self {
            stem: relation.rsplit('.').next().unwrap_or(relation).to_owned(),
            id: find_id(&columns),
            columns,
            repeats: None,
            rows: None,
        }
    }

    /// The churn label's column.
    pub(crate) fn label(&self) -> Option<usize> {
        let best = self
            .columns
            .iter()
            .map(|fact| fact.label)
            .max()
            .filter(|&label| label > 0)?;
        self.columns.iter().position(|fact| fact.label == best)
    }

    /// Whether the table's name has one of these parts.
    pub(crate) fn stem_has(&self, parts: &[&str]) -> bool {
        let stem = self.stem.to_lowercase();
        parts.iter().any(|part| stem.contains(part))
    }
}

fn fact(column: &Column, rows: usize) -> Fact {
    let name = Name::new(&column.name);
    let distinct = column.distinct();
    let levels = || {
        column
            .as_text()
            .into_iter()
            .flat_map(|text| text.levels.iter().take(500))
    };
    let (count, chars) = levels().fold((0, 0), |(n, sum), level| (n + 1, sum + level.chars().count()));
    Fact {
        kind: kind_of(column, &name),
        unique: rows > 0 && column.missing == 0 && distinct == rows,
        personal: is_personal(column, &name),
        label: label_of(column, &name),
        prose: distinct > 20 && chars > PROSE_CHARS * count,
        complaints: distinct <= KINDS
            && levels().any(|level| {
                let level = level.to_lowercase();
                level.contains("投诉") || level.contains("complain")
            }),
        distinct: Some(distinct),
        column: column.name.clone(),
        name,
    }
}

fn kind_of(column: &Column, name: &Name) -> Kind {
    match &column.values {
        Values::Instant(_) => Kind::Time,
        Values::Text(_) => Kind::Text,
        Values::Number(numbers) => {
            let serial = |value: &f64| value.is_nan() || (20_000.0..80_000.0).contains(value);
            let dates = name_looks_like_date(&column.name)
                && column.missing < numbers.values.len()
                && (looks_like_compact_date(numbers) || (name.time_score() >= 2 && numbers.values.iter().all(serial)));
            if dates { Kind::Time } else { Kind::Number }
        }
    }
}

/// The same order of certainty as `holdfast analyze`. A column that asks whether a customer stayed is none: `churned` would mean
/// its opposite.
fn label_of(column: &Column, name: &Name) -> u8 {
    if name.label_means_stayed() {
        return 0;
    }
    match name.label_score() {
        3 => 6,
        2 if label::looks_like_label(column) => 4,
        _ if label::speaks_for_itself(column) => 3,
        1 if label::looks_like_label(column) => 1,
        _ => 0,
    }
}

fn kind_of_type(kind: &str) -> Kind {
    let kind = kind.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| kind.contains(part));
    if has(&["date", "time"]) {
        Kind::Time
    } else if has(&["int", "num", "dec", "float", "double", "real", "money", "serial"]) {
        Kind::Number
    } else {
        Kind::Text
    }
}

fn find_id(columns: &[Fact]) -> Option<usize> {
    let mut best: Option<(u8, usize)> = None;
    for (index, fact) in columns.iter().enumerate() {
        let score = fact.name.id_score();
        // `ticket_id` and `question_id` end in id too.
        let other = score == 1 && vocabulary::is_other_id(&fact.name);
        let usable = fact.kind != Kind::Time && !fact.name.is_order() && !other;
        if usable && score > 0 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// Without a telling name: the first text in which every value differs, if a label says that rows are customers.
fn unnamed_id(columns: &[Fact], rows: usize) -> Option<usize> {
    let labelled = columns.iter().any(|fact| fact.label >= 3);
    columns.iter().position(|fact| {
        labelled && rows > 20 && fact.unique && fact.kind == Kind::Text && !fact.personal && !fact.prose
    })
}
