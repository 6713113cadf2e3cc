//! One table of a source: what of it goes into the lake.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use arrow::datatypes::DataType;
use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use rayon::prelude::*;

use crate::error::EngineError;
use crate::lake::schema::CUSTOMER_KEY;
use crate::lake::{LakeView, Watermark};
use crate::read::ReadTable;
use crate::table::Column;

use super::assemble::{Assembled, Context, assemble};
use super::correct::{Learnt, Row, Verdict};
use super::digest::digests;
use super::import::{Import, State};
use super::personal::hide_personal;
use super::present::{self, Forms, against_earlier_form};
use super::report::{BatchOutcome, BatchReport, Reject, reason_counts};
use super::rows::{content, new_customers, with_other_columns, written};
use super::schema_change::{columns_json, schema_change};
use super::times::{by_time, known_at, span, stale};
use super::watermark::{self, Behind};

/// Rejects and preview rows that a report shows; all rejects are in the lake.
const SHOWN: usize = 20;

/// A table that was read.
pub(crate) struct Loaded<'a> {
    pub(crate) read: ReadTable,
    /// The file as the report names it.
    pub(crate) name: &'a str,
    /// The digest of its content.
    pub(crate) id: &'a str,
    /// Columns that were read again as text for the sake of a few values, as they were before.
    pub(crate) typed: BTreeMap<String, Column>,
}

/// Rows to write.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) rows: Option<RecordBatch>,
    /// Customers that were seen for the first time.
    pub(crate) customers: Option<RecordBatch>,
    pub(crate) retract: Vec<(i64, i64)>,
    pub(crate) rejects: Vec<Reject>,
    /// First and last instant of the rows' facts.
    pub(crate) span: Option<(i64, i64)>,
    /// The source's columns and their types, as JSON.
    pub(crate) columns: String,
    pub(crate) stale: BTreeMap<Grain, BTreeSet<i32>>,
    pub(crate) watermark: Option<Watermark>,
}

/// Compares a table with what the lake has.
pub(crate) fn decide(
    job: &Import<'_>,
    table: CanonicalTable,
    view: &LakeView,
    state: &mut State,
    loaded: Loaded<'_>,
) -> Result<(BatchReport, Option<Batch>), EngineError> {
    let mut report = BatchReport::new(&job.spec.id, table.name(), loaded.name);
    report.batch_id = state.earlier.free_id(loaded.id);
    let read = &loaded.read;
    report.rows_read = read.table.rows as u64;
    report.notes.extend(read.notes.iter().map(|note| note.text.clone()));
    let columns = columns_json(&loaded);
    report
        .notes
        .extend(schema_change(state.earlier.columns.as_deref(), &columns));
    state.earlier.columns = Some(columns.clone());

    let context = Context {
        spec: job.spec,
        table,
        zone: job.zone,
        currency: job.currency,
        attributes: &state.attributes,
        typed: &loaded.typed,
        personal: &view.head().personal,
        today: i64::from(job.zone.day_of(job.now_us).number()),
        latest_us: state.latest_us,
    };
    let mut rows = assemble(&read.table, &context)?;
    report.mapping.clone_from(&rows.mapping);
    let behind = match &job.spec.watermark {
        Some(name) => {
            let written = read.table.column(name).ok_or_else(|| watermark::no_such_column(name))?;
            let column = loaded.typed.get(name).unwrap_or(written);
            Some(watermark::behind(column, view.head().watermarks.get(&job.spec.id))?)
        }
        None => None,
    };
    if let Some(behind) = &behind {
        behind.reject_missing(&read.table, &mut rows);
    }
    if let Some(first) = rows.rejects.iter().find(|reject| !reject.row_kept)
        && !rows.taken.contains(&true)
    {
        return Err(all_rejected(first, read.table.rows).into());
    }

    let keys = customer_keys(&mut rows, behind.as_ref(), state);
    let known_by_source = rows.known_at.is_some();
    let known_at = known_at(job, table, &rows, state.history);
    let mut content = content(&rows, &keys)?;
    if table == CanonicalTable::Customers {
        content = with_other_columns(view, content, &keys)?;
    }
    let order = in_order(&rows.taken, behind.as_ref(), known_by_source.then_some(&known_at));

    let key = key_column(job, table).filter(|_| state.recognises);
    let keyed = key_codes(job, table, view, state, read, &keys, rows.taken.len())?;
    // Rows without an id of their own, of a file that was imported before in another form, are compared with that form.
    let compared = behind.is_none() && table != CanonicalTable::Customers;
    let earlier_forms = if compared {
        forms(job, table, state, loaded.name)
    } else {
        Vec::new()
    };
    let needs_content = keyed.is_some() || !earlier_forms.is_empty() || behind.is_some();
    let digests = if needs_content {
        digests(&content)?
    } else {
        vec![0; read.table.rows]
    };
    let candidates: Vec<Row> = order
        .iter()
        .map(|&index| Row {
            index,
            key: keyed.as_ref().and_then(|codes| codes[index]),
            known_at: known_at[index],
            digest: digests[index],
        })
        .collect();
    let (candidates, watermark) = match behind {
        Some(behind) => {
            let before = candidates.len();
            let kept = behind.drop_ties(candidates);
            report.rows_unchanged += (before - kept.len()) as u64 + behind.skipped(&rows.taken);
            let next = behind.next(&kept);
            (kept, next)
        }
        None => (candidates, None),
    };

    let mut verdict = Verdict::default();
    let (with_key, without): (Vec<Row>, Vec<Row>) = match earlier_forms.is_empty() {
        true => (candidates, Vec::new()),
        false => candidates.into_iter().partition(|row| row.key.is_some()),
    };
    let learnt = if known_by_source {
        Learnt::BySource
    } else {
        Learnt::AtImport {
            now_us: job.now_us,
            history: state.history,
        }
    };
    let customers = table == CanonicalTable::Customers;
    let index = if customers {
        state.customers.as_mut().unwrap_or(&mut state.keyed)
    } else {
        &mut state.keyed
    };
    if let Some(key) = key.filter(|_| learnt == Learnt::BySource) {
        let column = if customers { CUSTOMER_KEY } else { key };
        let source = (!customers).then_some(job.spec.id.as_str());
        present::load_older(index, view, table.name(), column, source, &with_key)?;
    }
    index.decide(&with_key, state.next_row, learnt, &mut verdict);
    if !earlier_forms.is_empty() {
        let forms = Forms {
            table: table.name(),
            source: &job.spec.id,
            batch_ids: &earlier_forms,
            without_key: key,
        };
        against_earlier_form(view, &forms, &without, job.now_us, &mut verdict)?;
    }
    finish(
        job,
        table,
        view,
        state,
        Parts {
            report,
            rows,
            keys,
            known_at,
            content,
            verdict,
            columns,
            watermark,
        },
    )
}

/// The column of a table by which rows of this source are recognised.
fn key_column(job: &Import<'_>, table: CanonicalTable) -> Option<&'static str> {
    table
        .key_field()
        .filter(|&key| table == CanonicalTable::Customers || job.spec.columns.contains_key(key))
}

pub(super) struct Parts {
    pub(super) report: BatchReport,
    pub(super) rows: Assembled,
    pub(super) keys: Vec<u32>,
    pub(super) known_at: Vec<i64>,
    pub(super) content: RecordBatch,
    pub(super) verdict: Verdict,
    pub(super) columns: String,
    pub(super) watermark: Option<Watermark>,
}

fn finish(
    job: &Import<'_>,
    table: CanonicalTable,
    view: &LakeView,
    state: &mut State,
    mut parts: Parts,
) -> Result<(BatchReport, Option<Batch>), EngineError> {
    let mut report = parts.report.clone();
    let verdict = &parts.verdict;
    report.rows_corrected = verdict.corrected;
    report.rows_unchanged += verdict.unchanged;
    report.rows_withdrawn = verdict.withdrawn;
    report.rows_new = (verdict.append.len() as u64).saturating_sub(verdict.corrected);
    report.rows_rejected = parts.rows.taken.iter().filter(|taken| !**taken).count() as u64;
    report.values_rejected = parts.rows.rejects.iter().filter(|reject| reject.row_kept).count() as u64;
    report.rejects = parts.rows.rejects.iter().take(SHOWN).cloned().collect();
    report.reasons = reason_counts(&parts.rows.rejects);
    for &(index, at) in &verdict.late {
        parts.known_at[index] = at;
    }
    let order = by_time(&verdict.append, parts.rows.times.as_deref());
    let row_numbers: Vec<i64> = order.iter().map(|&position| state.next_row + position as i64).collect();
    let picked: Vec<u32> = order.iter().map(|&position| verdict.append[position] as u32).collect();
    let batch = written(job, &report, &parts, &picked, &row_numbers)?;
    state.next_row += verdict.append.len() as i64;
    if !picked.is_empty() {
        // The next file's attributes are to be of the types that this one's have now.
        let ours = crate::lake::schema::of(table.name());
        let new = parts
            .rows
            .columns
            .iter()
            .map(|(field, _)| field)
            .filter(|field| ours.field_with_name(field.name()).is_err());
        for field in new {
            let plain = match field.data_type() {
                DataType::Dictionary(_, value) => value.as_ref(),
                other => other,
            };
            state
                .attributes
                .entry(field.name().clone())
                .or_insert_with(|| plain.clone());
        }
    }
    let customers = new_customers(job, table, state, &mut report, &parts, &picked)?;

    let mut out = Batch {
        span: span(job, table, &parts.rows, &picked),
        columns: parts.columns,
        watermark: parts.watermark,
        rejects: parts.rows.rejects,
        retract: parts.verdict.retract,
        customers,
        ..Batch::default()
    };
    if table == CanonicalTable::Events {
        let mut touched: Vec<i64> = picked
            .iter()
            .filter_map(|&row| parts.rows.times.as_ref().map(|times| times[row as usize]))
            .collect();
        touched.extend(present::times_of(view, &out.retract)?);
        out.stale = stale(job, &touched);
    }
    if job.dry_run {
        report.outcome = BatchOutcome::DryRun;
        let head = batch.slice(0, batch.num_rows().min(SHOWN));
        report.preview = crate::query::json_rows(&[head])?;
        hide_personal(job, &mut report);
        return Ok((report, None));
    }
    out.rows = (batch.num_rows() > 0).then_some(batch);
    Ok((report, Some(out)))
}

/// The batches that a file was before.
fn forms(job: &Import<'_>, table: CanonicalTable, state: &State, name: &str) -> Vec<String> {
    let mut ids = state.earlier.by_file.get(name).cloned().unwrap_or_default();
    let says_its_day = job.spec.columns.contains_key("as_of") || job.spec.constants.contains_key("as_of");
    if table == CanonicalTable::Snapshots && !says_its_day {
        // What was a snapshot of another day stays one.
        let today = job.zone.day_of(job.now_us);
        ids.retain(|id| {
            state
                .earlier
                .imported_at
                .get(id)
                .is_some_and(|&at| job.zone.day_of(at) == today)
        });
    }
    ids
}

pub(super) fn all_rejected(first: &Reject, rows: usize) -> Refusal {
    let Bilingual { zh, en } = &first.text;
    let mut refusal = Refusal::new(
        "all-rows-rejected",
        bilingual!(
            "全部 {rows} 行都被拒收，例如：{zh}",
            "all {rows} rows were rejected, for example: {en}"
        ),
        Bilingual::new(
            "多半是列对应错了：检查 holdfast.toml 的 [source.columns]",
            "the mapping is probably wrong: check [source.columns] in holdfast.toml",
        ),
    )
    .at_row(first.row);
    refusal.column.clone_from(&first.column);
    match &first.value {
        Some(value) => refusal.with_value(value),
        None => refusal,
    }
}

/// The customer's key of every row that is taken; `u32::MAX` where there is none.
fn customer_keys(rows: &mut Assembled, behind: Option<&Behind>, state: &mut State) -> Vec<u32> {
    let Some((codes, levels)) = &rows.ids else {
        return vec![u32::MAX; rows.taken.len()];
    };
    let mut used = vec![false; levels.len()];
    for (row, (&code, &taken)) in codes.iter().zip(&rows.taken).enumerate() {
        let new = taken && behind.is_none_or(|behind| behind.is_new(row));
        if new && let Some(used) = used.get_mut(code as usize) {
            *used = true;
        }
    }
    let keys = state.ids.keys(levels, &used);
    codes
        .iter()
        .map(|&code| keys.get(code as usize).copied().unwrap_or(u32::MAX))
        .collect()
}

/// Rows that are taken and not behind the watermark: in the order in which they became known, if the source says that, else in the file's.
fn in_order(taken: &[bool], behind: Option<&Behind>, known_at: Option<&Vec<i64>>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..taken.len())
        .filter(|&row| taken[row] && behind.is_none_or(|behind| behind.is_new(row)))
        .collect();
    if let Some(known_at) = known_at
        && !order.is_sorted_by_key(|&row| known_at[row])
    {
        order.par_sort_by_key(|&row| (known_at[row], row));
    }
    order
}

/// The number of each row's key in the state's index, where rows are recognised by one.
fn key_codes(
    job: &Import<'_>,
    table: CanonicalTable,
    view: &LakeView,
    state: &mut State,
    read: &ReadTable,
    keys: &[u32],
    rows: usize,
) -> Result<Option<Vec<Option<usize>>>, EngineError> {
    if table == CanonicalTable::Customers {
        let customers = state.ids.len();
        if let Some(keyed) = &mut state.customers {
            keyed.grow(customers);
        }
        return Ok(Some(
            keys.iter()
                .map(|&key| (key != u32::MAX).then_some(key as usize))
                .collect(),
        ));
    }
    let Some(key) = table.key_field().filter(|_| state.recognises) else {
        return Ok(None);
    };
    let Some(column) = job.spec.columns.get(key).and_then(|name| read.table.column(name)) else {
        return Ok(None);
    };
    let text = crate::table::convert::number_to_text(column);
    let by_level: Vec<usize> = text.levels.iter().map(|level| state.keyed.code(level)).collect();
    let codes = text
        .codes
        .iter()
        .take(rows)
        .map(|&code| by_level.get(code as usize).copied())
        .collect();
    present::load(&mut state.keyed, view, table.name(), key, &job.spec.id)?;
    Ok(Some(codes))
}
