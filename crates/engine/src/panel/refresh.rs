//! Brings the stored panel up to date: only periods in which a batch changed something are built again.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema};
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::EventChunk;
use holdfast_panel::panel::{Panel, PeriodCells};
use holdfast_panel::periods::Periods;
use serde::Serialize;

use crate::error::{Doing, EngineError};
use crate::ingest::text_array;
use crate::lake::parquet_out::Part;
use crate::lake::schema::{CUSTOMER_KEY, PANEL};
use crate::lake::{Lake, LakeView, LakeWriter, Wanted};
use crate::table::Levels;

/// What a refresh did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// Length of the periods.
    pub grain: Grain,
    /// Periods that were built again.
    pub periods: usize,
    /// Their cells.
    pub cells: usize,
}

/// Builds the stale periods of these grains again. Grains that are no longer wanted are dropped; a change of the time zone makes everything stale.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn refresh(
    lake: &Lake,
    zone: &Zone,
    grains: &[Grain],
    now_us: i64,
    waiting: impl FnOnce(),
) -> Result<Vec<Refreshed>, EngineError> {
    let mut writer = lake.begin(waiting)?;
    let view = writer.base();
    let whole = writer.head.time_zone != zone.name();
    let mut done = Vec::new();
    let mut parts = Vec::new();
    let mut replaced = Vec::new();
    for &grain in grains {
        let stored = stored_periods(&view, grain)?;
        let stale = match writer.head.stale.get(grain.id()) {
            _ if whole => everything(&view, zone, grain)?,
            // A grain that was added to the configuration: nothing of it is stored, and nothing was noted as stale.
            None if stored.is_empty() => everything(&view, zone, grain)?,
            None => BTreeSet::new(),
            Some(stale) if stored.is_empty() => stale.union(&everything(&view, zone, grain)?).copied().collect(),
            Some(stale) => stale.clone(),
        };
        let mut cells = 0;
        for (first, last) in runs(&stale) {
            let periods = Periods::calendar(zone, grain, first, last);
            let wanted = Wanted {
                products: true,
                from_us: periods.starts_us.first().copied(),
                before_us: periods.starts_us.last().copied(),
            };
            let panel = Panel::build(&view.events(wanted)?, &periods);
            for period in first..=last {
                let part = panel.cells_of_period((period - first) as u16);
                cells += part.cells.len();
                parts.push(part_of(grain, period, &part, &panel.kinds)?);
            }
        }
        let gone = if whole { stored.clone() } else { BTreeSet::new() };
        replaced.extend(stale.union(&gone).map(|&period| partition(grain, period)));
        done.push(Refreshed {
            grain,
            periods: stale.len(),
            cells,
        });
    }
    drop_unwanted(&view, grains, &mut replaced)?;
    if replaced.is_empty() && !whole {
        return Ok(done);
    }
    if !parts.is_empty() || view.head().tables.contains_key(PANEL) {
        writer.replace(PANEL, &parts, replaced, now_us)?;
    }
    finish(writer, zone)?;
    Ok(done)
}

fn finish(mut writer: LakeWriter, zone: &Zone) -> Result<(), EngineError> {
    // Of grains that are not wanted nothing is stored any more, so that nothing of them can be old.
    writer.head.stale.clear();
    zone.name().clone_into(&mut writer.head.time_zone);
    writer.publish()?;
    Ok(())
}

fn partition(grain: Grain, period: i32) -> Vec<String> {
    vec![grain.id().to_owned(), grain.first_day(period).to_string()]
}

/// Periods of a grain that the panel holds.
fn stored_periods(view: &LakeView, grain: Grain) -> Result<BTreeSet<i32>, EngineError> {
    let files = view.files(PANEL)?;
    let ours = files
        .iter()
        .filter(|file| file.partition.first().is_some_and(|id| id == grain.id()));
    Ok(ours
        .filter_map(|file| holdfast_domain::day::Day::parse_iso(file.partition.get(1)?))
        .map(|day| grain.period_of(day))
        .collect())
}

fn drop_unwanted(view: &LakeView, grains: &[Grain], replaced: &mut Vec<Vec<String>>) -> Result<(), EngineError> {
    for file in view.files(PANEL)? {
        let wanted = grains
            .iter()
            .any(|grain| file.partition.first().is_some_and(|id| id == grain.id()));
        if !wanted && !replaced.contains(&file.partition) {
            replaced.push(file.partition);
        }
    }
    Ok(())
}

/// Every period from the first event to the last.
fn everything(view: &LakeView, zone: &Zone, grain: Grain) -> Result<BTreeSet<i32>, EngineError> {
    let Some((first, last)) = view.events_span()? else {
        return Ok(BTreeSet::new());
    };
    Ok((grain.period_of(zone.day_of(first))..=grain.period_of(zone.day_of(last))).collect())
}

/// Consecutive periods, so that each stretch is read once.
fn runs(periods: &BTreeSet<i32>) -> Vec<(i32, i32)> {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for &period in periods {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == period => *last = period,
            _ => runs.push((period, period)),
        }
    }
    runs
}

fn part_of(grain: Grain, period: i32, part: &PeriodCells, kinds: &[String]) -> Result<Part, EngineError> {
    let cells = &part.cells;
    let whole = |values: &[i64]| Arc::new(Int64Array::from(values.to_vec())) as ArrayRef;
    let counts =
        |values: &[u32]| Arc::new(Int64Array::from_iter_values(values.iter().map(|&v| i64::from(v)))) as ArrayRef;
    // Where no event has an amount there is none to be smallest.
    let amounts = |values: &[i64]| {
        Arc::new(Int64Array::from_iter(
            values.iter().map(|&v| (v != EventChunk::NO_AMOUNT).then_some(v)),
        )) as ArrayRef
    };
    let at =
        |values: &[i64]| Arc::new(TimestampMicrosecondArray::from(values.to_vec()).with_timezone("UTC")) as ArrayRef;
    let mut names = Levels::default();
    for kind in kinds {
        names.push(kind);
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            CUSTOMER_KEY,
            Arc::new(Int32Array::from_iter_values(
                part.customer.iter().map(|&key| key as i32),
            )),
        ),
        (
            "kind",
            text_array(cells.kind.iter().map(|&kind| u32::from(kind)).collect(), &names),
        ),
        ("events", counts(&cells.count)),
        ("with_amount", counts(&cells.with_amount)),
        ("amount_sum_minor", whole(&cells.amount_sum_minor)),
        ("amount_min_minor", amounts(&cells.amount_min_minor)),
        ("amount_max_minor", amounts(&cells.amount_max_minor)),
        ("refund_minor", whole(&cells.refund_minor)),
        ("quantity_sum", Arc::new(Float64Array::from(cells.quantity_sum.clone()))),
        ("first_at", at(&cells.first_at_us)),
        ("last_at", at(&cells.last_at_us)),
        ("products", counts(&cells.products)),
    ];
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).doing(|| "writing the panel".to_owned())?;
    Ok(Part {
        partition: vec![
            ("grain", grain.id().to_owned()),
            ("period_on", grain.first_day(period).to_string()),
        ],
        batches: vec![batch],
    })
}

/// The type of the kinds' column; here so that reading and writing agree.
pub(super) fn kind_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// How many periods of the stored panel are older than their events.
///
/// # Errors
/// When the lake cannot be read.
pub fn stale_periods(view: &LakeView) -> Result<u64, EngineError> {
    let stored: BTreeSet<String> = view
        .files(PANEL)?
        .into_iter()
        .filter_map(|file| file.partition.into_iter().next())
        .collect();
    let stale = view.head().stale.iter().filter(|(grain, _)| stored.contains(*grain));
    Ok(stale.map(|(_, periods)| periods.len() as u64).sum())
}
