//! Events of the lake as arrays, cut as of the view's moment.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, DictionaryArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Float64Type, Int32Type, Int64Type, Schema, TimestampMicrosecondType};
use holdfast_panel::events::{EventChunk, Events};
use rayon::prelude::*;

use crate::error::EngineError;
use crate::table::intern::Interner;

use super::read::map_groups;
use super::schema::{self, CUSTOMER_KEY};
use super::view::LakeView;

/// Which of the costlier columns are wanted; those left out are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Products and quantities.
    pub products: bool,
    /// Only events at or after this instant, microseconds.
    pub from_us: Option<i64>,
    /// Only events before this instant, on top of the view's moment.
    pub before_us: Option<i64>,
}

/// One row group, with codes into its own names.
struct Piece {
    chunk: EventChunk,
    kinds: Vec<String>,
    products: Vec<String>,
}

impl LakeView {
    /// All events as of the moment. Kinds are in alphabetical order, products in order of first appearance; an event without a kind has the kind `event`.
    ///
    /// # Errors
    /// When a file cannot be read, or there are more than 65,535 kinds.
    pub fn events(&self, wanted: Wanted) -> Result<Events, EngineError> {
        let names = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
        let mut fields = vec![
            Field::new(CUSTOMER_KEY, DataType::Int32, true),
            Field::new("occurred_at", schema::instant(), true),
            Field::new("kind", names.clone(), true),
            Field::new("amount_minor", DataType::Int64, true),
        ];
        if wanted.products {
            fields.push(Field::new("quantity", DataType::Float64, true));
            fields.push(Field::new("product", names, true));
        }
        let mut filter = self.filter(Some("occurred_at"))?;
        if let Some(before) = wanted.before_us {
            let earlier = filter.before.map_or(before, |(_, limit)| limit.min(before));
            filter.before = Some(("occurred_at", earlier));
        }
        filter.from = wanted.from_us.map(|from| ("occurred_at", from));
        let cut = filter.cuts();
        let pieces = map_groups(&self.files("events")?, &Schema::new(fields), &filter, |batch| {
            Ok(piece(&batch, cut))
        })?;
        join(pieces, self.head().customers)
    }
}

/// The events of one batch, with the columns in the order in which [`LakeView::events`] reads them.
pub(crate) fn one_batch(batch: &RecordBatch, customers: u32) -> Result<Events, EngineError> {
    join(vec![piece(batch, true)], customers)
}

/// `cut`: rows were left out, and with them perhaps the only ones of a name.
fn piece(batch: &RecordBatch, cut: bool) -> Piece {
    let keys = batch.column(0).as_primitive::<Int32Type>();
    let amounts = batch.column(3).as_primitive::<Int64Type>();
    let mut amount_minor = amounts.values().to_vec();
    if amounts.null_count() > 0 {
        for (row, amount) in amount_minor.iter_mut().enumerate() {
            if amounts.is_null(row) {
                *amount = EventChunk::NO_AMOUNT;
            }
        }
    }
    let (kind, kinds) = names(batch.column(2).as_dictionary::<Int32Type>(), u32::MAX, cut);
    let (product, products) = match batch.columns().get(5) {
        Some(column) => names(column.as_dictionary::<Int32Type>(), EventChunk::NO_PRODUCT, cut),
        None => (Vec::new(), Vec::new()),
    };
    let quantity = batch.columns().get(4).map_or_else(Vec::new, |column| {
        let column = column.as_primitive::<Float64Type>();
        if column.null_count() == 0 {
            column.values().to_vec()
        } else {
            column.iter().map(|value| value.unwrap_or(f64::NAN)).collect()
        }
    });
    Piece {
        chunk: EventChunk {
            customer: keys.values().iter().map(|&key| key as u32).collect(),
            occurred_at_us: batch
                .column(1)
                .as_primitive::<TimestampMicrosecondType>()
                .values()
                .to_vec(),
            // Kinds are few: they fit once they are numbered over all pieces.
            kind: kind
                .iter()
                .map(|&code| if code == u32::MAX { u16::MAX } else { code as u16 })
                .collect(),
            amount_minor,
            quantity,
            product,
        },
        kinds,
        products,
    }
}

fn names(column: &DictionaryArray<Int32Type>, missing: u32, cut: bool) -> (Vec<u32>, Vec<String>) {
    let texts = column.values().as_string::<i32>();
    let level = |code: usize| if texts.is_valid(code) { texts.value(code) } else { "" }.to_owned();
    let keys = column.keys();
    let mut codes: Vec<u32> = if keys.null_count() == 0 {
        keys.values().iter().map(|&code| code as u32).collect()
    } else {
        keys.iter()
            .map(|code| code.map_or(missing, |code| code as u32))
            .collect()
    };
    if !cut {
        return (codes, (0..texts.len()).map(level).collect());
    }
    // A name that only rows beyond the cut have would tell of them, and so would the order in which they came.
    let mut numbers = vec![missing; texts.len()];
    let mut levels = Vec::new();
    for code in &mut codes {
        if let Some(number) = numbers.get_mut(*code as usize) {
            if *number == missing {
                *number = levels.len() as u32;
                levels.push(level(*code as usize));
            }
            *code = *number;
        }
    }
    (codes, levels)
}

/// What an event without a kind is called.
const NO_KIND: &str = "event";

fn join(mut pieces: Vec<Piece>, customers: u32) -> Result<Events, EngineError> {
    let mut kinds: BTreeMap<&str, u16> = BTreeMap::new();
    let mut products = Interner::default();
    for piece in &pieces {
        for kind in &piece.kinds {
            kinds.entry(kind).or_insert(0);
        }
        if piece.chunk.kind.contains(&u16::MAX) {
            kinds.entry(NO_KIND).or_insert(0);
        }
    }
    if kinds.len() >= usize::from(u16::MAX) || pieces.iter().any(|piece| piece.kinds.len() >= usize::from(u16::MAX)) {
        return Err(EngineError::Failed {
            doing: "reading events".to_owned(),
            cause: format!(
                "{} kinds of events: at most 65,534 are possible; map another column to kind",
                kinds.len()
            ),
        });
    }
    for (code, kind) in kinds.values_mut().enumerate() {
        *kind = code as u16;
    }
    let tables: Vec<(Vec<u16>, Vec<u32>)> = pieces
        .iter()
        .map(|piece| {
            (
                piece.kinds.iter().map(|kind| kinds[kind.as_str()]).collect(),
                piece
                    .products
                    .iter()
                    .map(|product| products.code_of(product.as_bytes()))
                    .collect(),
            )
        })
        .collect();
    let no_kind = kinds.get(NO_KIND).copied().unwrap_or(0);
    let names: Vec<String> = kinds.keys().map(|&kind| kind.to_owned()).collect();
    pieces
        .par_iter_mut()
        .zip(&tables)
        .for_each(|(piece, (kinds, products))| {
            for code in &mut piece.chunk.kind {
                *code = kinds.get(usize::from(*code)).copied().unwrap_or(no_kind);
            }
            for code in &mut piece.chunk.product {
                *code = products.get(*code as usize).copied().unwrap_or(EventChunk::NO_PRODUCT);
            }
        });
    Ok(Events {
        customers,
        kinds: names,
        products: products.distinct() as u32,
        chunks: pieces
            .into_iter()
            .map(|piece| piece.chunk)
            .filter(|chunk| !chunk.is_empty())
            .collect(),
    })
}
