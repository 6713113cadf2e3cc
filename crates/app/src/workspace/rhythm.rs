//! The rhythm of an event source: what a churn definition is suggested from and judged by.

use holdfast_domain::day::Day;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_engine::features::history::{Event, History};
use holdfast_engine::table::convert::{instant_from_number, instant_from_text};
use holdfast_engine::table::{Column, DateOrder, InstantColumn, Table, Values};

use crate::analyze::events::extract::customer_numbers;

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// Events of a source by customer and day.
pub(crate) struct Rhythm {
    pub(crate) history: History,
    /// First day with a qualifying event.
    pub(crate) first: i32,
    /// The day after the last one.
    pub(crate) end: i32,
}

/// How the dates of a source are written.
pub(crate) fn date_order(source: &SourceSpec) -> Option<DateOrder> {
    match source.date_order.as_deref() {
        Some("dmy") => Some(DateOrder::DayFirst),
        Some("mdy") => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// A column as times.
pub(crate) fn instants(column: &Column, order: Option<DateOrder>) -> Result<InstantColumn, Refusal> {
    match &column.values {
        Values::Text(_) => instant_from_text(column, order),
        Values::Number(_) | Values::Instant(_) => instant_from_number(column),
    }
}

/// The events of a table as a source maps them. `allows` says which kinds count; with `money` only events with an amount above 0 do where
/// the source gives amounts. `None` when no event qualifies or the columns are not there.
pub(crate) fn of(table: &Table, source: &SourceSpec, allows: &dyn Fn(&str) -> bool, money: bool) -> Option<Rhythm> {
    let column = |canonical: &str| source.columns.get(canonical).and_then(|name| table.column(name));
    let (numbers, customers) = customer_numbers(column("customer_id")?);
    let seconds = instants(column("occurred_at")?, date_order(source)).ok()?.seconds;
    let counted = counted_kinds(column("kind"), source, table.rows, allows);
    let amounts = amounts(table, source);
    let mut events = Vec::new();
    for row in 0..table.rows {
        let (customer, second) = (numbers[row], seconds[row]);
        if customer == u32::MAX || second == InstantColumn::MISSING {
            continue;
        }
        let amount = amounts.as_ref().map(|amounts| amounts[row]);
        let returned = amount.is_some_and(|amount| amount < 0.0);
        let paid = !money || amount.is_none_or(|amount| amount > 0.0);
        events.push(Event {
            customer,
            day: i32::try_from(second.div_euclid(DAY_SECONDS)).ok()?,
            second: u32::try_from(second.rem_euclid(DAY_SECONDS)).unwrap_or(0),
            amount_minor: 0,
            returned,
            qualifies: counted.as_ref().is_none_or(|counted| counted[row]) && !returned && paid,
            product: History::NO_PRODUCT,
        });
    }
    let history = History::new(customers.len(), &events, Vec::new());
    let (first, last) = history.day_range()?;
    Some(Rhythm {
        history,
        first,
        end: last + 1,
    })
}

/// The amounts of a source's rows in major units (NaN: missing); `None` when it gives none.
pub(crate) fn amounts(table: &Table, source: &SourceSpec) -> Option<Vec<f64>> {
    let numbers = |name: &str| table.column(name).and_then(Column::as_number).map(|n| &n.values);
    if let Some(from) = &source.amount_from {
        let (quantity, price) = (numbers(&from.quantity)?, numbers(&from.unit_price)?);
        return Some(quantity.iter().zip(price).map(|(q, p)| q * p).collect());
    }
    numbers(source.columns.get("amount")?).cloned()
}

/// Which rows are of a kind that counts; `None` when there are no kinds.
fn counted_kinds(
    kind: Option<&Column>,
    source: &SourceSpec,
    rows: usize,
    allows: &dyn Fn(&str) -> bool,
) -> Option<Vec<bool>> {
    let Some(kind) = kind else {
        let counts = allows(source.constants.get("kind")?);
        return Some(vec![counts; rows]);
    };
    Some(match kind.as_text() {
        Some(text) => {
            let by_level: Vec<bool> = text.levels.iter().map(allows).collect();
            let unknown = allows("");
            text.codes
                .iter()
                .map(|&code| by_level.get(code as usize).copied().unwrap_or(unknown))
                .collect()
        }
        None => (0..kind.values.len())
            .map(|row| allows(&kind.text_at(row).unwrap_or_default()))
            .collect(),
    })
}

impl Rhythm {
    /// The median of all gaps between qualifying days of one customer; `None` when nobody came twice.
    pub(crate) fn median_gap_days(&self) -> Option<i32> {
        let mut gaps = Vec::new();
        let mut days = Vec::new();
        for customer in 0..self.history.customers() as u32 {
            self.history.active_days(self.history.span(customer), &mut days);
            gaps.extend(days.windows(2).map(|pair| pair[1] - pair[0]));
        }
        gaps.sort_unstable();
        (!gaps.is_empty()).then(|| gaps[(gaps.len() - 1) / 2])
    }

    /// First and last day.
    pub(crate) fn days(&self) -> (Day, Day) {
        (Day::from_number(self.first), Day::from_number(self.end - 1))
    }
}
