//! Which rows of a batch are new, which are there already, and which correct an earlier form of themselves.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use arrow::compute::{cast, filter_record_batch};
use arrow::datatypes::{DataType, Int32Type, Int64Type, TimestampMicrosecondType};

use crate::error::{Doing, EngineError};
use crate::lake::LakeView;
use crate::lake::schema::{CUSTOMER_KEY, ROW_NO};
use crate::table::intern::Interner;

use super::digest::digests;

/// A row that may be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Current {
    pub(crate) row_no: i64,
    pub(crate) known_at: i64,
    pub(crate) digest: u64,
}

/// A row of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Its index among the source's rows.
    pub(crate) index: usize,
    /// The number of its key, if it has one.
    pub(crate) key: Option<usize>,
    /// When it became known, microseconds.
    pub(crate) known_at: i64,
    /// Its content.
    pub(crate) digest: u64,
}

/// What to do with the rows of a batch.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// Rows (indices) that are appended, in order.
    pub(crate) append: Vec<usize>,
    /// Row numbers that no longer hold, and from when.
    pub(crate) retract: Vec<(i64, i64)>,
    pub(crate) corrected: u64,
    pub(crate) unchanged: u64,
    pub(crate) withdrawn: u64,
    /// Rows (indices) that correct an earlier one and became known only now.
    pub(crate) late: Vec<usize>,
}

/// Rows recognised by a key: the source's own id, or the customer.
#[derive(Debug, Default)]
pub(crate) struct Keyed {
    keys: Interner,
    current: Vec<Option<Current>>,
}

impl Keyed {
    /// The number of a key.
    pub(crate) fn code(&mut self, key: &str) -> usize {
        let code = self.keys.code_of(key.as_bytes()) as usize;
        if code >= self.current.len() {
            self.current.resize(code + 1, None);
        }
        code
    }

    /// Looks up the present rows of the keys numbered so far among a table's rows of a source. Their content is read only where a key matches.
    pub(crate) fn load(&mut self, view: &LakeView, table: &'static str, key: &str, source: Option<&str>) -> Result<(), EngineError> {
        let mut found = Vec::new();
        for batch in view.read(table, &[ROW_NO, key, "source"])? {
            let numbers = batch.column(0).as_primitive::<Int64Type>();
            let keys = cast(batch.column(1), &DataType::Utf8).doing(|| format!("reading {key}"))?;
            let (keys, sources) = (keys.as_string::<i32>(), batch.column(2).as_string::<i32>());
            for row in 0..batch.num_rows() {
                let ours = source.is_none_or(|source| sources.is_valid(row) && sources.value(row) == source);
                if ours
                    && keys.is_valid(row)
                    && let Some(code) = self.keys.find(keys.value(row).as_bytes())
                    && self.current.get(code as usize).is_some_and(Option::is_none)
                {
                    found.push((numbers.value(row), code as usize));
                }
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        found.sort_unstable();
        let wanted: Vec<i64> = found.iter().map(|&(row_no, _)| row_no).collect();
        for (row_no, known_at, digest) in contents(view, table, |row_no| wanted.binary_search(&row_no).is_ok())? {
            if let Ok(at) = wanted.binary_search(&row_no) {
                self.current[found[at].1] = Some(Current {
                    row_no,
                    known_at,
                    digest,
                });
            }
        }
        Ok(())
    }

    /// Decides about rows in the order in which they became known. `next_row` numbers those that are appended; `late`: a row that does not
    /// say itself when it became known, and corrects another, became known at this instant.
    pub(crate) fn decide(&mut self, rows: &[Row], next_row: i64, late: Option<i64>, verdict: &mut Verdict) {
        for &Row {
            index,
            key,
            mut known_at,
            digest,
        } in rows
        {
            let row_no = next_row + verdict.append.len() as i64;
            if let Some(now) = late
                && let Some(Some(current)) = key.map(|key| self.current[key])
                && current.digest != digest
            {
                known_at = now.max(known_at);
                verdict.late.push(index);
            }
            let new = Current {
                row_no,
                known_at,
                digest,
            };
            match key.map(|key| &mut self.current[key]) {
                Some(Some(current)) if current.digest == digest => {
                    verdict.unchanged += 1;
                    continue;
                }
                Some(slot @ Some(_)) => {
                    verdict.corrected += 1;
                    if let Some(current) = slot {
                        if known_at >= current.known_at {
                            verdict.retract.push((current.row_no, known_at));
                            *slot = Some(new);
                        } else {
                            // Older news than what we have: it held only until then.
                            verdict.retract.push((row_no, current.known_at));
                        }
                    }
                }
                Some(slot @ None) => *slot = Some(new),
                None => {}
            }
            verdict.append.push(index);
        }
    }
}

/// Row number, `known_at` and digest of a table's present rows that `wanted` lets through.
fn contents(view: &LakeView, table: &'static str, wanted: impl Fn(i64) -> bool) -> Result<Vec<(i64, i64, u64)>, EngineError> {
    let schema = view.schema(table)?;
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let mut found = Vec::new();
    for batch in view.read(table, &names)? {
        let Some(numbers) = batch.column_by_name(ROW_NO) else { continue };
        let mask: BooleanArray = numbers
            .as_primitive::<Int64Type>()
            .iter()
            .map(|row_no| Some(row_no.is_some_and(&wanted)))
            .collect();
        if mask.true_count() == 0 {
            continue;
        }
        let batch = filter_record_batch(&batch, &mask).doing(|| format!("reading {table}"))?;
        found.extend(rows_of(&batch)?);
    }
    Ok(found)
}

fn rows_of(batch: &RecordBatch) -> Result<Vec<(i64, i64, u64)>, EngineError> {
    let digests = digests(batch)?;
    let column = |name: &str| batch.column_by_name(name);
    let (Some(numbers), Some(known)) = (column(ROW_NO), column("known_at")) else {
        return Ok(Vec::new());
    };
    let numbers = numbers.as_primitive::<Int64Type>().values();
    let known = known.as_primitive::<TimestampMicrosecondType>().values();
    Ok((0..batch.num_rows()).map(|row| (numbers[row], known[row], digests[row])).collect())
}

/// A file that was imported before in another form: rows that stay, rows that go, rows that are new.
pub(crate) fn against_earlier_form(
    view: &LakeView,
    table: &'static str,
    source: &str,
    batch_ids: &[String],
    rows: &[Row],
    now_us: i64,
    verdict: &mut Verdict,
) -> Result<(), EngineError> {
    let earlier = rows_of_batches(view, table, source, batch_ids)?;
    let mut by_digest: BTreeMap<u64, Vec<i64>> = BTreeMap::new();
    // The latest row first, so that `pop` keeps the earliest.
    for &(row_no, _, digest) in earlier.iter().rev() {
        by_digest.entry(digest).or_default().push(row_no);
    }
    for &Row { index, digest, .. } in rows {
        match by_digest.get_mut(&digest).and_then(Vec::pop) {
            Some(_) => verdict.unchanged += 1,
            None => verdict.append.push(index),
        }
    }
    let gone: Vec<i64> = by_digest.into_values().flatten().collect();
    // A row that went while another came is a correction; what is left over was withdrawn.
    verdict.corrected = gone.len().min(verdict.append.len()) as u64;
    verdict.withdrawn = gone.len() as u64 - verdict.corrected;
    verdict.retract.extend(gone.into_iter().map(|row_no| (row_no, now_us)));
    verdict.retract.sort_unstable();
    Ok(())
}

fn rows_of_batches(
    view: &LakeView,
    table: &'static str,
    source: &str,
    batch_ids: &[String],
) -> Result<Vec<(i64, i64, u64)>, EngineError> {
    let mut wanted = Vec::new();
    for batch in view.read(table, &[ROW_NO, "source", "batch_id"])? {
        let numbers = batch.column(0).as_primitive::<Int64Type>();
        let (sources, ids) = (batch.column(1).as_string::<i32>(), batch.column(2).as_string::<i32>());
        wanted.extend((0..batch.num_rows()).filter_map(|row| {
            let ours = sources.value(row) == source && batch_ids.iter().any(|id| id == ids.value(row));
            ours.then(|| numbers.value(row))
        }));
    }
    wanted.sort_unstable();
    contents(view, table, |row_no| wanted.binary_search(&row_no).is_ok())
}

/// Current rows of all customers, by key.
pub(crate) fn current_customers(view: &LakeView) -> Result<Vec<Option<Current>>, EngineError> {
    let mut current = vec![None; view.head().customers as usize];
    let schema = view.schema("customers")?;
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    for batch in view.read("customers", &names)? {
        let Some(keys) = batch.column_by_name(CUSTOMER_KEY) else { continue };
        let keys = keys.as_primitive::<Int32Type>().values();
        for (row, (row_no, known_at, digest)) in rows_of(&batch)?.into_iter().enumerate() {
            if let Some(slot) = current.get_mut(keys[row] as usize) {
                *slot = Some(Current {
                    row_no,
                    known_at,
                    digest,
                });
            }
        }
    }
    Ok(current)
}

impl Keyed {
    /// Customers, keyed by their own numbers.
    pub(crate) fn of_customers(current: Vec<Option<Current>>) -> Self {
        Self {
            keys: Interner::default(),
            current,
        }
    }

    /// Makes room for customers up to this key.
    pub(crate) fn grow(&mut self, customers: u32) {
        if self.current.len() < customers as usize {
            self.current.resize(customers as usize, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_corrects_an_earlier_one_with_its_key() {
        let mut keyed = Keyed::default();
        let (a, b) = (keyed.code("a"), keyed.code("b"));
        keyed.current[a] = Some(Current {
            row_no: 3,
            known_at: 100,
            digest: 1,
        });
        let mut verdict = Verdict::default();
        // a unchanged, a corrected, b new, b corrected within the batch, a row without a key, older news about a.
        let row = |index, key, known_at, digest| Row {
            index,
            key,
            known_at,
            digest,
        };
        let rows = [
            row(0, Some(a), 150, 1),
            row(1, Some(a), 160, 2),
            row(2, Some(b), 160, 7),
            row(3, Some(b), 170, 8),
            row(4, None, 170, 9),
            row(5, Some(a), 50, 4),
        ];
        keyed.decide(&rows, 10, None, &mut verdict);
        assert_eq!(verdict.append, [1, 2, 3, 4, 5]);
        assert_eq!(verdict.retract, [(3, 160), (11, 170), (14, 160)]);
        assert_eq!((verdict.unchanged, verdict.corrected), (1, 3));
    }
}
