//! One customer: who they are, how they stand, what they are worth.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::customers::fields;
use holdfast_engine::lake::LakeView;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::query::masked;
use holdfast_panel::history::Contracts;
use serde_json::Value;

use super::index::Status;
use super::label::label;
use super::list::listed;
use super::room::Room;
use super::score_history::Score;
use crate::error::AppError;

/// What is known of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// The key.
    pub key: u32,
    /// The id as the company gave it.
    pub customer_id: String,
    /// The name, masked.
    pub name: Option<String>,
    /// Columns of the customer; personal ones masked.
    pub fields: Vec<ProfileField>,
    /// Whether a customer now.
    pub status: Status,
    /// Day of joining.
    pub first_seen_on: Option<Day>,
    /// Day of the last event.
    pub last_event_on: Option<Day>,
    /// The latest score.
    pub score: Option<Score>,
    /// What the customer has brought and is expected to bring.
    pub value: ProfileValue,
}

/// A column of a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileField {
    /// Its name.
    pub name: String,
    /// As shown to people.
    pub label: Bilingual,
    /// Its value; null where not known.
    pub value: Value,
    /// Whether it is personal.
    pub personal: bool,
}

/// Money and activity. Amounts are net of refunds, in minor units.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileValue {
    /// The currency.
    pub currency: String,
    /// Net amount of all events.
    pub historical_minor: i64,
    /// Net amount of the 365 days up to the last day with data.
    pub last_year_minor: i64,
    /// Money given back.
    pub refunds_minor: i64,
    /// Monthly fees of running subscriptions; absent where there never was one.
    pub mrr_minor: Option<i64>,
    /// Expected value of the next year, by the latest score.
    pub expected_year_minor: Option<i64>,
    /// Probability × value, by the latest score.
    pub value_at_risk_minor: Option<i64>,
    /// Events.
    pub events: u64,
    /// Days with events.
    pub active_days: u64,
    /// How it is reckoned.
    pub basis: Bilingual,
}

/// A customer; `None` for nobody, and for one whom the reader may not see.
///
/// # Errors
/// A lake that cannot be read.
pub fn profile(room: &Room, key: u32) -> Result<Option<Profile>, AppError> {
    if !room.shows(key) {
        return Ok(None);
    }
    let Some(fields) = columns(room.view, key, false)? else {
        return Ok(None);
    };
    let row = listed(room.index, key);
    let score = room.latest_score(key)?;
    Ok(Some(Profile {
        key,
        customer_id: row.customer_id,
        name: row.name,
        fields,
        status: row.status,
        first_seen_on: row.first_seen_on,
        last_event_on: row.last_event_on,
        value: value(room.facts, room.definition, key, score.as_ref())?,
        score,
    }))
}

/// The columns of a customer: personal ones masked, or with `clear` as they are.
pub(super) fn columns(view: &LakeView, key: u32, clear: bool) -> Result<Option<Vec<ProfileField>>, AppError> {
    let Some(found) = fields(view, key)? else {
        return Ok(None);
    };
    let shown = found.into_iter().map(|field| ProfileField {
        label: label(&field.name),
        value: if field.personal && !clear {
            hidden(&field.value)
        } else {
            field.value
        },
        personal: field.personal,
        name: field.name,
    });
    Ok(Some(shown.collect()))
}

/// A personal value as everybody may see it.
fn hidden(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::String(text) => masked(text).into(),
        other => masked(&other.to_string()).into(),
    }
}

const YEAR_DAYS: i32 = 365;

fn value(facts: &dyn MetricData, definition: &str, key: u32, score: Option<&Score>) -> Result<ProfileValue, AppError> {
    let (history, contracts) = (facts.history(definition)?, facts.contracts()?);
    let through = facts.through();
    let customer = key as usize;
    let span = if customer < history.customers() {
        history.span(customer)
    } else {
        0..0
    };
    let since = history.day[span.clone()].partition_point(|&day| day <= through.number() - YEAR_DAYS);
    let recent = span.start + since..span.end;
    let contract = if customer < contracts.customers() {
        contracts.span(customer)
    } else {
        0..0
    };
    let running = contract.clone().filter(|&at| {
        contracts.started_on[at] <= through.number()
            && (contracts.ended_on[at] == Contracts::OPEN || contracts.ended_on[at] > through.number())
    });
    Ok(ProfileValue {
        currency: facts.currency().to_owned(),
        historical_minor: history.amount_minor[span.clone()].iter().sum(),
        last_year_minor: history.amount_minor[recent].iter().sum(),
        refunds_minor: history.refund_minor[span.clone()].iter().sum(),
        mrr_minor: (!contract.is_empty()).then(|| running.map(|at| contracts.mrr_minor[at]).sum()),
        expected_year_minor: score.and_then(|score| score.value_minor),
        value_at_risk_minor: score.and_then(|score| score.value_at_risk_minor),
        events: history.events[span.clone()]
            .iter()
            .map(|&events| u64::from(events))
            .sum(),
        active_days: span.len() as u64,
        basis: bilingual!(
            "历史金额为截至 {through} 全部事件的净额（扣除退款）；预期价值按当前行为外推一年，见打分方法",
            "historical amounts are net of refunds, of all events up to {through}; the expected value carries present behaviour on for a year, see scoring"
        ),
    })
}
