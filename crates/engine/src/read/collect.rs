//! Turns blocks into typed columns. Reading the next block and typing this one run side by side, the columns in
//! parallel; nothing depends on which thread is faster.

use holdfast_domain::refusal::Refusal;
use rayon::prelude::*;

use crate::table::infer::{Inference, Rules};
use crate::table::row_map::RowMap;

use super::block::{Block, BlockSource, Stop};
use super::builder::{Built, ColumnBuilder};
use super::options::ReadOptions;
use super::refuse;

/// Cells of a table at most: 10^9, which is 8 GB of numbers.
pub(crate) const MAX_CELLS: usize = 1_000_000_000;

/// Typed columns and where their rows stood.
#[derive(Debug)]
pub(crate) struct Collected {
    pub(crate) columns: Vec<Inference>,
    pub(crate) rows: RowMap,
}

/// Reads a source to its end. `open` opens it; again, told so, if a column must be read a second time.
pub(crate) fn collect<S: BlockSource + Send>(
    open: impl Fn(bool) -> Result<S, Stop>,
    options: &ReadOptions,
) -> Result<(Collected, S), Stop> {
    let rules = Rules {
        order: options.date_order,
        declared_text: false,
        utc: options.instants_in_utc,
    };
    let mut source = open(false)?;
    let mut builders: Vec<ColumnBuilder> = Vec::new();
    let rows = drain(&mut source, &mut builders, |source, column, rows| {
        let name = source.name(column);
        let keep_text = name.is_some_and(|name| options.as_text.iter().any(|kept| kept == name));
        ColumnBuilder::new(rules, keep_text, rows)
    })?;
    let mut built: Vec<Built> = builders.into_par_iter().map(ColumnBuilder::finish).collect();
    if built.iter().any(|column| matches!(column, Built::Again)) {
        read_again(open(true)?, &mut built, rules)?;
    }
    let columns = built
        .into_iter()
        .filter_map(|column| match column {
            Built::Done(column) => Some(column),
            Built::Again => None,
        })
        .collect();
    Ok((Collected { columns, rows }, source))
}

/// Reads the columns again whose values did not fit the type that their beginning suggested.
fn read_again<S: BlockSource + Send>(mut source: S, built: &mut [Built], rules: Rules) -> Result<(), Stop> {
    let again: Vec<bool> = built.iter().map(|column| matches!(column, Built::Again)).collect();
    let mut builders = Vec::new();
    drain(&mut source, &mut builders, |_, column, rows| {
        if again.get(column).copied().unwrap_or(false) {
            ColumnBuilder::late(rules, rows)
        } else {
            ColumnBuilder::skip()
        }
    })?;
    let second: Vec<Built> = builders.into_par_iter().map(ColumnBuilder::finish).collect();
    for (column, second) in built.iter_mut().zip(second) {
        if matches!(column, Built::Again) {
            *column = second;
        }
    }
    Ok(())
}

fn drain<S: BlockSource + Send>(
    source: &mut S,
    builders: &mut Vec<ColumnBuilder>,
    new_builder: impl Fn(&S, usize, usize) -> ColumnBuilder,
) -> Result<RowMap, Stop> {
    let mut rows = RowMap::default();
    let (mut current, mut ahead) = (Block::default(), Block::default());
    let mut more = source.next(&mut current)?;
    while more {
        while builders.len() < current.columns {
            builders.push(new_builder(source, builders.len(), rows.len()));
        }
        let (next, ()) = rayon::join(
            || source.next(&mut ahead),
            || {
                builders
                    .par_iter_mut()
                    .enumerate()
                    .for_each(|(column, builder)| builder.append(&current, column));
            },
        );
        for &row in &current.rows {
            rows.push(row);
        }
        check_size(rows.len(), builders.len())?;
        more = next?;
        std::mem::swap(&mut current, &mut ahead);
    }
    Ok(rows)
}

/// Refuses a table that would not fit a usual machine's memory.
pub(crate) fn check_size(rows: usize, columns: usize) -> Result<(), Refusal> {
    if rows.saturating_mul(columns) > MAX_CELLS {
        return Err(refuse::too_large(rows, columns));
    }
    Ok(())
}
