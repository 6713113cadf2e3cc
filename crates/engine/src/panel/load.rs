//! The stored panel as arrays.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Field, Float64Type, Int32Type, Int64Type, Schema, TimestampMicrosecondType};
use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::EventChunk;
use holdfast_panel::panel::{Cells, Panel, PeriodCells};
use holdfast_panel::periods::Periods;

use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::lake::read::read;
use crate::lake::schema::{self, PANEL};

use super::refresh::kind_type;

/// The panel of a grain as it is stored: without a moment, since its cells are sums. `None` when none of this grain is stored.
///
/// # Errors
/// When a file cannot be read.
pub fn load(view: &LakeView, zone: &Zone, grain: Grain) -> Result<Option<Panel>, EngineError> {
    let mut by_period: BTreeMap<i32, Vec<_>> = BTreeMap::new();
    for file in view.files(PANEL)? {
        let [id, day] = file.partition.as_slice() else { continue };
        if id == grain.id()
            && let Some(day) = Day::parse_iso(day)
        {
            by_period.entry(grain.period_of(day)).or_default().push(file);
        }
    }
    let (Some((&first, _)), Some((&last, _))) = (by_period.first_key_value(), by_period.last_key_value()) else {
        return Ok(None);
    };
    let columns = columns();
    let filter = view.for_reader()?;
    let mut batches: Vec<(u16, Vec<RecordBatch>)> = Vec::with_capacity(by_period.len());
    for (period, files) in &by_period {
        batches.push(((period - first) as u16, read(files, &columns, &filter)?));
    }
    let mut kinds: BTreeMap<String, u16> = BTreeMap::new();
    for (_, batches) in &batches {
        for batch in batches {
            for kind in batch
                .column(1)
                .as_dictionary::<Int32Type>()
                .values()
                .as_string::<i32>()
                .iter()
                .flatten()
            {
                kinds.entry(kind.to_owned()).or_insert(0);
            }
        }
    }
    for (code, kind) in kinds.values_mut().enumerate() {
        *kind = code as u16;
    }
    let parts: Vec<PeriodCells> = batches
        .iter()
        .map(|(period, batches)| cells(*period, batches, &kinds))
        .collect();
    let periods = Periods::calendar(zone, grain, first, last);
    let names = kinds.into_keys().collect();
    Panel::from_cells(periods, names, view.head().customers, &parts)
        .map(Some)
        .doing(|| "reading the panel".to_owned())
}

/// The stored columns after those of the partition, kinds as codes.
fn columns() -> Schema {
    let stored = schema::of(PANEL);
    let fields = stored.fields().iter().skip(schema::partitions(PANEL).len());
    let coded = |field: &Arc<Field>| match field.name().as_str() {
        "kind" => Arc::new(field.as_ref().clone().with_data_type(kind_type())),
        _ => Arc::clone(field),
    };
    Schema::new(fields.map(coded).collect::<Vec<_>>())
}

fn cells(period: u16, batches: &[RecordBatch], kinds: &BTreeMap<String, u16>) -> PeriodCells {
    let mut out = PeriodCells {
        period,
        ..PeriodCells::default()
    };
    for batch in batches {
        let rows = batch.num_rows();
        let whole = |at: usize| batch.column(at).as_primitive::<Int64Type>();
        let counts = |at: usize| whole(at).values().iter().map(|&v| v as u32);
        let amounts = |at: usize| whole(at).iter().map(|v| v.unwrap_or(EventChunk::NO_AMOUNT));
        let instants = |at: usize| {
            batch
                .column(at)
                .as_primitive::<TimestampMicrosecondType>()
                .values()
                .iter()
                .copied()
        };
        let kind = batch.column(1).as_dictionary::<Int32Type>();
        let codes: Vec<u16> = kind
            .values()
            .as_string::<i32>()
            .iter()
            .map(|name| name.and_then(|name| kinds.get(name)).copied().unwrap_or(0))
            .collect();
        out.customer.extend(
            batch
                .column(0)
                .as_primitive::<Int32Type>()
                .values()
                .iter()
                .map(|&key| key as u32),
        );
        let cells: &mut Cells = &mut out.cells;
        cells.period.extend(std::iter::repeat_n(period, rows));
        cells.kind.extend(
            kind.keys()
                .values()
                .iter()
                .map(|&code| codes.get(code as usize).copied().unwrap_or(0)),
        );
        cells.count.extend(counts(2));
        cells.with_amount.extend(counts(3));
        cells.amount_sum_minor.extend(whole(4).values().iter().copied());
        cells.amount_min_minor.extend(amounts(5));
        cells.amount_max_minor.extend(amounts(6));
        cells.refund_minor.extend(whole(7).values().iter().copied());
        cells
            .quantity_sum
            .extend(batch.column(8).as_primitive::<Float64Type>().values().iter().copied());
        cells.first_at_us.extend(instants(9));
        cells.last_at_us.extend(instants(10));
        cells.products.extend(counts(11));
    }
    out
}
