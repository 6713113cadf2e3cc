//! Whether a batch can be accepted.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::Zone;

use crate::ingest::assemble::{Context, assemble};
use crate::ingest::batch::all_rejected;
use crate::ingest::report::Reject;

use super::parse::parse;

/// How far ahead of its arrival an event may lie: clocks differ, and days do between time zones.
const AHEAD_US: i64 = 86_400_000_000;
/// Rejects that are said to the sender; all are in the lake.
const SHOWN: usize = 20;

/// What a batch holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Rows that will be in the lake.
    pub accepted: u64,
    /// Rows that will not.
    pub rejected: u64,
    /// The first of them, and of values that will be left empty.
    pub rejects: Vec<Reject>,
}

/// The last instant at which an event that arrives at `received_us` may have happened.
pub(super) fn latest_us(received_us: i64) -> i64 {
    received_us.saturating_add(AHEAD_US)
}

/// Reads a batch of JSON lines as it will be read when it goes into the lake.
///
/// # Errors
/// A batch none of whose rows can be taken; see [`parse`].
pub fn check(lines: &[u8], zone: &Zone, currency: &str, received_us: i64) -> Result<Checked, Refusal> {
    let parsed = parse(lines)?;
    let (attributes, personal) = (BTreeMap::new(), BTreeSet::new());
    let context = Context {
        spec: &parsed.spec,
        table: CanonicalTable::Events,
        zone,
        currency,
        attributes: &attributes,
        typed: &parsed.typed,
        personal: &personal,
        today: i64::from(zone.day_of(received_us).number()),
        latest_us: Some(latest_us(received_us)),
    };
    let rows = assemble(&parsed.read.table, &context)?;
    let accepted = rows.taken.iter().filter(|taken| **taken).count() as u64;
    if let Some(first) = rows.rejects.iter().find(|reject| !reject.row_kept)
        && accepted == 0
    {
        return Err(all_rejected(first, rows.taken.len()));
    }
    Ok(Checked {
        accepted,
        rejected: rows.taken.len() as u64 - accepted,
        rejects: rows.rejects.into_iter().take(SHOWN).collect(),
    })
}
