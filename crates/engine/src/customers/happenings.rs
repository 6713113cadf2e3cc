//! What happened with one customer, in order of time.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int64Type, TimestampMicrosecondType};
use holdfast_domain::day::Day;
use holdfast_domain::zone::Zone;
use serde_json::{Map, Value};

use crate::error::EngineError;
use crate::lake::LakeView;
use crate::lake::schema::ROW_NO;
use crate::query::json_rows;

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HappeningKind {
    /// An event.
    Event,
    /// A complaint, ticket or call was opened.
    Interaction,
    /// A subscription began.
    SubscriptionStart,
    /// A subscription ended.
    SubscriptionEnd,
    /// A survey's question was answered.
    Response,
}

impl HappeningKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Event,
        Self::Interaction,
        Self::SubscriptionStart,
        Self::SubscriptionEnd,
        Self::Response,
    ];

    /// The word in questions and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Interaction => "interaction",
            Self::SubscriptionStart => "subscription_start",
            Self::SubscriptionEnd => "subscription_end",
            Self::Response => "response",
        }
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    fn table(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Event => (
                "events",
                "occurred_at",
                &[
                    ROW_NO,
                    "occurred_at",
                    "kind",
                    "amount_minor",
                    "currency",
                    "quantity",
                    "channel",
                    "product",
                ],
            ),
            Self::Interaction => (
                "interactions",
                "opened_at",
                &[
                    ROW_NO,
                    "opened_at",
                    "resolved_at",
                    "kind",
                    "channel",
                    "agent",
                    "satisfaction",
                    "text",
                ],
            ),
            Self::SubscriptionStart => ("subscriptions", "started_on", SUBSCRIPTION),
            Self::SubscriptionEnd => ("subscriptions", "ended_on", SUBSCRIPTION),
            Self::Response => (
                "responses",
                "answered_at",
                &[
                    ROW_NO,
                    "answered_at",
                    "survey_id",
                    "question_id",
                    "value_num",
                    "value_text",
                ],
            ),
        }
    }
}

const SUBSCRIPTION: &[&str] = &[ROW_NO, "started_on", "ended_on", "plan", "mrr_minor", "end_reason"];

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// What kind of thing.
    pub kind: HappeningKind,
    /// When, microseconds; for days, their beginning in the workspace's zone.
    pub at_us: i64,
    /// Whether only the day is known.
    pub is_day: bool,
    /// Number of its row, which tells apart what happened at the same instant.
    pub row_no: i64,
    /// Its other columns that have a value.
    pub details: Map<String, Value>,
}

/// Everything of these kinds that happened with a customer before an instant, the latest first. Ends of subscriptions that lie at or after it are left out.
///
/// # Errors
/// When a table cannot be read.
pub fn happenings(
    view: &LakeView,
    zone: &Zone,
    key: u32,
    kinds: &[HappeningKind],
    before_us: i64,
) -> Result<Vec<Happening>, EngineError> {
    let mut out = Vec::new();
    for &kind in kinds {
        let (table, time, columns) = kind.table();
        for batch in view.read_of(table, columns, key)? {
            collect(kind, time, zone, &batch, &mut out)?;
        }
    }
    out.retain(|happening| happening.at_us < before_us);
    out.sort_by_key(|happening| std::cmp::Reverse((happening.at_us, happening.row_no, happening.kind)));
    Ok(out)
}

fn collect(
    kind: HappeningKind,
    time: &str,
    zone: &Zone,
    batch: &RecordBatch,
    out: &mut Vec<Happening>,
) -> Result<(), EngineError> {
    let Some(at) = batch.column_by_name(time) else {
        return Ok(());
    };
    let numbers = batch
        .column_by_name(ROW_NO)
        .and_then(|column| column.as_primitive_opt::<Int64Type>());
    let days = at.as_primitive_opt::<Date32Type>();
    let instants = at.as_primitive_opt::<TimestampMicrosecondType>();
    for (row, value) in json_rows(std::slice::from_ref(batch))?.into_iter().enumerate() {
        if at.is_null(row) {
            continue;
        }
        let at_us = match (instants, days) {
            (Some(instants), _) => instants.value(row),
            (None, Some(days)) => zone.day_start_us(Day::from_number(days.value(row))),
            (None, None) => continue,
        };
        let Value::Object(mut details) = value else { continue };
        details.retain(|name, value| !value.is_null() && name != ROW_NO && name != time);
        out.push(Happening {
            kind,
            at_us,
            is_day: days.is_some(),
            row_no: numbers.map_or(0, |numbers| numbers.value(row)),
            details,
        });
    }
    Ok(())
}
