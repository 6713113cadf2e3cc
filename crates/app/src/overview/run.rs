//! The use case: everything an overview shows, from one commit.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::query::{ChurnHead, Status};
use holdfast_engine::metrics::why::{Why, WhyDimension, WhyQuery};
use serde::Serialize;

use super::ask::OverviewAsk;
use super::lifecycle::{LifecycleBar, lifecycle};
use super::periods::Periods;
use super::risk::{Warnings, tile, warnings};
use super::tiles::{Ground, Tile, remark, tiles};
use crate::customers::Room;
use crate::error::AppError;
use crate::lake::{filters, grain};

/// What an overview shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// The churn definition.
    pub definition: ChurnHead,
    /// The period that values are of.
    pub period: OverviewPeriod,
    /// Figures with their ground.
    pub tiles: Vec<Tile>,
    /// Who came, stayed, came back and was lost.
    pub lifecycle: Vec<LifecycleBar>,
    /// What the latest scores say; absent without scores.
    pub warnings: Option<Warnings>,
    /// Why the churn rate changed between the last two complete periods, by the dimension whose segments changed most for certain; absent where there are no two.
    pub why: Option<Why>,
    /// What is to be kept in mind.
    pub remark: Bilingual,
}

/// The period that values are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OverviewPeriod {
    /// Its length: `month`.
    pub grain: &'static str,
    /// Its label.
    pub label: String,
    /// How much of it the data cover.
    pub status: Status,
}

/// Answers.
///
/// # Errors
/// A question that names what is not there; a lake that cannot be read.
pub fn overview(engine: &MetricEngine, room: &Room, ask: &OverviewAsk) -> Result<Overview, AppError> {
    let facts = room.facts;
    let grain = grain(ask.period.as_deref())?;
    let to = ask
        .to
        .as_deref()
        .map(|text| grain.parse_period(text).ok_or_else(|| bad_period(text)))
        .transpose()?;
    let filters = filters(&ask.filters)?;
    let ground = Ground {
        engine,
        facts,
        definition: room.definition,
        filters: &filters,
        periods: Periods::up_to(grain, to, facts.first_day(), facts.through()),
    };
    let (tables, why) = rayon::join(|| ground.tables(), || why(&ground));
    let tables = tables?;
    let mut tiles = tiles(&ground, &tables);
    let definition = match tiles.first() {
        Some(tile) => tile.churn.clone(),
        None => ground.series("customers_at_end")?.churn,
    };
    let warnings = warnings(room.index, facts, &filters, room.sight)?;
    let status = tiles.first().map_or(Status::NotDue, |tile| tile.status);
    // After churn rate, customers and lost.
    let at_risk = warnings.as_ref().and_then(|found| tile(found, &definition));
    tiles.splice(tiles.len().min(3)..tiles.len().min(3), at_risk);
    Ok(Overview {
        definition,
        period: OverviewPeriod {
            grain: grain.id(),
            label: grain.label(ground.periods.told),
            status,
        },
        tiles,
        lifecycle: lifecycle(&tables),
        warnings,
        why: why?,
        remark: remark(),
    })
}

/// The change of the churn rate; nothing where a period has no value or there is nothing to split by.
fn why(ground: &Ground) -> Result<Option<Why>, AppError> {
    let (grain, told) = (ground.periods.grain, ground.periods.told);
    let query = WhyQuery {
        metric: "churn_rate_start".to_owned(),
        churn: Some(ground.definition.to_owned()),
        grain,
        before: grain.label(told - 1),
        after: grain.label(told),
        by: Vec::new(),
        filters: ground.filters.to_vec(),
    };
    let found: Result<Why, AppError> = ground.engine.why(&query, ground.facts).map_err(Into::into);
    match found {
        Ok(mut why) => {
            let telling = why.dimensions.iter().enumerate().max_by(|a, b| {
                // Of those that tell as much the one that explains more, which comes first.
                certain(a.1).total_cmp(&certain(b.1)).then(b.0.cmp(&a.0))
            });
            let telling = telling.map(|(at, _)| at);
            why.dimensions = telling.map(|at| why.dimensions.swap_remove(at)).into_iter().collect();
            Ok(Some(why))
        }
        Err(AppError::Refused(refusal))
            if ["period-without-value", "no-dimensions", "metric-without-grain"].contains(&refusal.code) =>
        {
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// How much of a change a dimension puts into segments that have certainly changed themselves. Many small segments explain any change by their noise.
fn certain(dimension: &WhyDimension) -> f64 {
    let changed = dimension.segments.iter().filter(|segment| {
        segment
            .rate_interval
            .is_some_and(|interval| interval.low > 0.0 || interval.high < 0.0)
    });
    changed.map(|segment| segment.total.abs()).sum()
}

fn bad_period(text: &str) -> Refusal {
    Refusal::new(
        "bad-period",
        Bilingual::new("不是周期或日期", "neither a period nor a date"),
        Bilingual::new(
            "写成 2024-03，或其中任意一天，如 2024-03-18",
            "write 2024-03, or any day in it, such as 2024-03-18",
        ),
    )
    .in_column("to")
    .with_value(text)
}
