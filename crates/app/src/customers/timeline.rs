//! What happened with a customer, the latest first, page by page.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::customers::{Happening, HappeningKind, happenings};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::room::Room;
use crate::error::AppError;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineEntry {
    /// `event`, `interaction`, `subscription_start`, `subscription_end`, `response`.
    pub kind: &'static str,
    /// When, microseconds.
    pub at_us: i64,
    /// Whether only the day is known.
    pub is_day: bool,
    /// Its day in the workspace's zone, `YYYY-MM-DD`.
    pub on: String,
    /// What else is known of it.
    pub details: Map<String, Value>,
}

/// A place in a timeline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    #[serde(rename = "a")]
    at_us: i64,
    #[serde(rename = "n")]
    row_no: i64,
    #[serde(rename = "k")]
    kind: usize,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelinePage {
    /// What happened.
    pub items: Vec<TimelineEntry>,
    /// Where the next page begins; absent after the last.
    pub next: Option<Moment>,
    /// Entries on all pages.
    pub total: u64,
}

/// `limit` entries before a place, of these kinds (none: all), that happened by the end of the data. `None` for nobody, and for a customer whom the reader may not see.
///
/// # Errors
/// `bad-kind`; a lake that cannot be read.
pub fn timeline(
    room: &Room,
    key: u32,
    kinds: &[String],
    after: Option<&Moment>,
    limit: usize,
) -> Result<Option<TimelinePage>, AppError> {
    if !room.shows(key) {
        return Ok(None);
    }
    let zone = room.facts.zone();
    let before_us = zone.day_start_us(room.facts.through().plus(1));
    let kinds = chosen(kinds)?;
    let all = happenings(room.view, zone, key, &kinds, before_us)?;
    let total = all.len() as u64;
    let mut rest = all
        .into_iter()
        .filter(|happening| after.is_none_or(|after| moment(happening) < *after));
    let found: Vec<Happening> = rest.by_ref().take(limit).collect();
    let next = match (rest.next(), found.last()) {
        (Some(_), Some(last)) => Some(moment(last)),
        _ => None,
    };
    Ok(Some(TimelinePage {
        items: found
            .into_iter()
            .map(|happening| TimelineEntry {
                kind: happening.kind.word(),
                at_us: happening.at_us,
                is_day: happening.is_day,
                on: zone.day_of(happening.at_us).to_string(),
                details: happening.details,
            })
            .collect(),
        next,
        total,
    }))
}

fn moment(happening: &Happening) -> Moment {
    Moment {
        at_us: happening.at_us,
        row_no: happening.row_no,
        kind: HappeningKind::ALL
            .iter()
            .position(|kind| *kind == happening.kind)
            .unwrap_or(0),
    }
}

fn chosen(words: &[String]) -> Result<Vec<HappeningKind>, Refusal> {
    if words.is_empty() {
        return Ok(HappeningKind::ALL.to_vec());
    }
    words
        .iter()
        .map(|word| {
            HappeningKind::parse(word).ok_or_else(|| {
                let known = HappeningKind::ALL.map(HappeningKind::word).join(", ");
                Refusal::new(
                    "bad-kind",
                    Bilingual::new("没有这类事项", "there is no such kind"),
                    bilingual!("可选：{known}", "choose {known}"),
                )
                .in_column("kind")
                .with_value(word)
            })
        })
        .collect()
}
