//! Subscriptions, interactions, answers and snapshots as arrays. What became true only after the moment is not yet so: an end that lies ahead is open.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use holdfast_domain::zone::Zone;
use holdfast_panel::history::{Contracts, Interactions, Responses, Snapshots};

use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::lake::schema::CUSTOMER_KEY;

fn keys(batch: &RecordBatch) -> Vec<Option<u32>> {
    batch
        .column(0)
        .as_primitive::<Int32Type>()
        .iter()
        .map(|key| key.map(|key| key as u32))
        .collect()
}

/// Subscriptions as of the moment; `today` is its day.
pub(crate) fn contracts(view: &LakeView, today: Option<i32>) -> Result<Contracts, EngineError> {
    let (mut customer, mut started, mut ended, mut mrr) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for batch in view.read("subscriptions", &[CUSTOMER_KEY, "started_on", "ended_on", "mrr_minor"])? {
        let starts = batch.column(1).as_primitive::<Date32Type>();
        let ends = batch.column(2).as_primitive::<Date32Type>();
        let fees = batch.column(3).as_primitive::<Int64Type>();
        for (row, key) in keys(&batch).into_iter().enumerate() {
            let start = starts.value(row);
            let Some(key) = key.filter(|_| starts.is_valid(row) && today.is_none_or(|today| start < today)) else {
                continue;
            };
            let end = if ends.is_valid(row) {
                ends.value(row)
            } else {
                Contracts::OPEN
            };
            customer.push(key);
            started.push(start);
            ended.push(if today.is_some_and(|today| end > today) {
                Contracts::OPEN
            } else {
                end
            });
            mrr.push(if fees.is_valid(row) { fees.value(row) } else { 0 });
        }
    }
    Ok(Contracts::build(
        view.head().customers,
        &customer,
        &started,
        &ended,
        &mrr,
    ))
}

/// Codes of names, in the order of first appearance.
#[derive(Default)]
struct Names {
    codes: BTreeMap<String, u16>,
    names: Vec<String>,
}

impl Names {
    fn code(&mut self, name: &str) -> u16 {
        if let Some(&code) = self.codes.get(name) {
            return code;
        }
        let code = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.names.push(name.to_owned());
        self.codes.insert(name.to_owned(), code);
        code
    }
}

/// Complaints, tickets and calls as of the moment.
pub(crate) fn interactions(view: &LakeView) -> Result<Interactions, EngineError> {
    let before = view.moment().occurred_before_us;
    let mut out = Interactions::default();
    let mut names = Names::default();
    for batch in view.read(
        "interactions",
        &[CUSTOMER_KEY, "opened_at", "resolved_at", "kind", "satisfaction"],
    )? {
        let instants = |at: usize| batch.column(at).as_primitive::<TimestampMicrosecondType>();
        let (opened, resolved) = (instants(1), instants(2));
        let kinds = batch.column(3).as_string::<i32>();
        let scores = batch.column(4).as_primitive::<Float64Type>();
        for (row, key) in keys(&batch).into_iter().enumerate() {
            let Some(key) = key else { continue };
            let settled = resolved.is_valid(row) && resolved.value(row) < before;
            out.customer.push(key);
            out.opened_at_us.push(opened.value(row));
            out.resolved_at_us.push(if settled {
                resolved.value(row)
            } else {
                Interactions::OPEN
            });
            out.kind
                .push(names.code(if kinds.is_valid(row) { kinds.value(row) } else { "" }));
            // A score of a conversation that goes on is given after it.
            let known = scores.is_valid(row) && (settled || resolved.is_null(row));
            out.satisfaction.push(if known { scores.value(row) } else { f64::NAN });
        }
    }
    out.kinds = names.names;
    Ok(out)
}

/// Answers as of the moment.
pub(crate) fn responses(view: &LakeView) -> Result<Responses, EngineError> {
    let mut out = Responses::default();
    let mut names = Names::default();
    for batch in view.read("responses", &[CUSTOMER_KEY, "answered_at", "question_id", "value_num"])? {
        let answered = batch.column(1).as_primitive::<TimestampMicrosecondType>();
        let questions = batch.column(2).as_string::<i32>();
        let values = batch.column(3).as_primitive::<Float64Type>();
        for (row, key) in keys(&batch).into_iter().enumerate() {
            let Some(key) = key else { continue };
            out.customer.push(key);
            out.answered_at_us.push(answered.value(row));
            out.question.push(names.code(questions.value(row)));
            out.value.push(if values.is_valid(row) {
                values.value(row)
            } else {
                f64::NAN
            });
        }
    }
    out.questions = names.names;
    Ok(out)
}

/// Snapshots with a label, of days before the moment's; one without a day is of the day on which it became known.
pub(crate) fn snapshots(
    view: &LakeView,
    zone: &Zone,
    today: Option<i32>,
) -> Result<(Snapshots, Option<(i32, i32)>), EngineError> {
    let (mut customer, mut days, mut churned) = (Vec::new(), Vec::new(), Vec::new());
    for batch in view.read("snapshots", &[CUSTOMER_KEY, "as_of", "churned", "known_at"])? {
        let as_of = batch.column(1).as_primitive::<Date32Type>();
        let labels = cast(batch.column(2), &DataType::Boolean).doing(|| "reading snapshots".to_owned())?;
        let labels = labels.as_boolean();
        let known = batch.column(3).as_primitive::<TimestampMicrosecondType>();
        for (row, key) in keys(&batch).into_iter().enumerate() {
            let day = if as_of.is_valid(row) {
                as_of.value(row)
            } else {
                zone.day_of(known.value(row)).number()
            };
            let Some(key) = key.filter(|_| labels.is_valid(row) && today.is_none_or(|today| day < today)) else {
                continue;
            };
            customer.push(key);
            days.push(day);
            churned.push(labels.value(row));
        }
    }
    let span = days.iter().min().copied().zip(days.iter().max().copied());
    Ok((
        Snapshots::build(view.head().customers, &customer, &days, &churned),
        span,
    ))
}
