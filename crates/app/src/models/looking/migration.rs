//! Who moved from which segment to which between two days of scores.

use holdfast_domain::access::row::RowPermission;
use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::lake::LakeView;
use holdfast_engine::scores::{self, StoredScores};
use holdfast_learn::cluster::migration::Migration;
use serde::Serialize;

use crate::error::AppError;
use crate::lake::{Session, When, latest_for};
use crate::models::registry::file::ModelFile;
use crate::models::registry::store::Registry;

/// Moves between the segments of one model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SegmentMoves {
    /// The model whose segments they are.
    pub model_id: String,
    /// Days of which there are scores of the model, in order.
    pub days: Vec<Day>,
    /// The first day; absent while there are fewer than two.
    pub from: Option<Day>,
    /// The second day.
    pub to: Option<Day>,
    /// Names of the segments; empty where the model found none.
    pub segments: Vec<Bilingual>,
    /// Customers of both days: `counts[before][after]`.
    pub counts: Vec<Vec<u64>>,
    /// Customers of the first day who are not among those of the second, by segment.
    pub gone: Vec<u64>,
    /// Customers of the second day who were not among those of the first, by segment.
    pub new: Vec<u64>,
}

/// The moves of the customers of a workspace's model that a reader may see.
///
/// # Errors
/// Those of [`segment_moves`]; `no-data`.
pub fn moves_for(
    session: &Session,
    rows: &[RowPermission],
    model: Option<&str>,
    from: Option<Day>,
    to: Option<Day>,
) -> Result<SegmentMoves, AppError> {
    let registry = Registry::of(&session.workspace.root);
    registry.chosen(model)?;
    let view = match latest_for(session, rows)? {
        Some(view) => view,
        // It says that there is nothing.
        None => session.view(&When::default())?,
    };
    segment_moves(&registry, &view, model, from, to)
}

/// The moves of a model's customers, those that the view's reader may see; absent days are the last two of which there are scores.
///
/// # Errors
/// `no-model`, `no-such-model`, `no-such-scores` for a day without scores.
pub fn segment_moves(
    registry: &Registry,
    view: &LakeView,
    model: Option<&str>,
    from: Option<Day>,
    to: Option<Day>,
) -> Result<SegmentMoves, AppError> {
    let model_id = registry.chosen(model)?;
    let file = registry.model(&model_id)?;
    let days: Vec<Day> = scores::list(view)?
        .into_iter()
        .filter(|(_, id)| *id == model_id)
        .map(|(day, _)| day)
        .collect();
    let known = |day: Option<Day>| match day {
        Some(day) if !days.contains(&day) => Err(no_such_scores(day, &days)),
        day => Ok(day),
    };
    let to = known(to)?.or(days.last().copied());
    let from = known(from)?.or_else(|| days.iter().rev().find(|&&day| to.is_some_and(|to| day < to)).copied());
    let mut moves = SegmentMoves {
        segments: file
            .segments
            .as_ref()
            .map_or_else(Vec::new, |found| found.names.clone()),
        counts: Vec::new(),
        gone: Vec::new(),
        new: Vec::new(),
        model_id,
        days,
        from,
        to,
    };
    let (Some(from), Some(to), false) = (from, to, moves.segments.is_empty()) else {
        return Ok(moves);
    };
    let before = pairs(view, &file, &moves.model_id, from)?;
    let after = pairs(view, &file, &moves.model_id, to)?;
    let found = Migration::of_one_model(&before, &after, moves.segments.len())?;
    moves.counts = found.counts;
    moves.gone = found.gone;
    moves.new = found.new;
    Ok(moves)
}

fn no_such_scores(day: Day, days: &[Day]) -> AppError {
    let known: Vec<String> = days.iter().rev().take(6).map(Day::to_string).collect();
    let known = known.join(", ");
    Refusal::new(
        "no-such-scores",
        bilingual!("{day} 没有这个模型的分数", "there are no scores of the model of {day}"),
        if known.is_empty() {
            Bilingual::new("先打分", "score the customers first")
        } else {
            bilingual!("有分数的日子：{known}", "days with scores: {known}")
        },
    )
    .with_value(&day.to_string())
    .into()
}

/// Customer and number of the segment.
fn pairs(view: &LakeView, model: &ModelFile, model_id: &str, day: Day) -> Result<Vec<(u64, u32)>, AppError> {
    let Some(segments) = &model.segments else {
        return Ok(Vec::new());
    };
    let StoredScores { customers, segment, .. } = scores::stored(view, day, model_id)?;
    let number = |name: &Option<String>| {
        let name = name.as_deref()?;
        segments.names.iter().position(|known| known.zh == name)
    };
    let pairs = customers
        .into_iter()
        .zip(&segment)
        .filter_map(|(customer, name)| Some((u64::from(customer), number(name)? as u32)));
    Ok(pairs.collect())
}
