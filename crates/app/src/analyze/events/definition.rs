//! How many days of silence mean churn: suggested from the customers' own rhythms.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::features::history::History;
use holdfast_report::model::churn::{DefinitionSuggestion, SilenceCandidate};
use holdfast_stats::survival::kaplan_meier;

use super::cutoffs::Cutoffs;
use crate::analyze::words::share;

/// Days offered: weeks, months, half a year, a year, as people speak of them.
const CANDIDATES: [i32; 11] = [7, 14, 30, 45, 60, 90, 120, 150, 183, 270, 365];
/// Of the intervals that end at all, this share must be over by then.
const COVERED: f64 = 0.9;
/// The history must hold the outcome window this many times: a look-back, two outcome windows and a test.
const WINDOWS: i32 = 4;

/// The suggested days and why. `end` is the exclusive end of the data.
///
/// Intervals between purchase days of all customers, the last, unfinished one of each censored at the end of the data,
/// give a Kaplan–Meier estimate of "back within d days". The shortest candidate by which 90 % of the intervals that end
/// at all are over is taken, at most a quarter of the history.
///
/// # Errors
/// Refused when the history is shorter than four weeks, or nobody came twice.
pub fn suggest(
    history: &History,
    first: i32,
    end: i32,
    given: Option<i32>,
) -> Result<(i32, DefinitionSuggestion), Refusal> {
    let length = end - first;
    let longest = length / WINDOWS;
    let too_short = |needed: i32| {
        Refusal::new(
            "history-too-short",
            bilingual!("数据只有 {length} 天", "the history covers {length} days only"),
            bilingual!(
                "至少需要 {needed} 天（两个观察窗口加回看期）；请提供更长时间的数据，或用 --horizon 缩短天数",
                "at least {needed} days are needed (two outcome windows and a look-back); give a longer history, or a shorter period with --horizon"
            ),
        )
    };
    if longest < CANDIDATES[0] {
        return Err(too_short(CANDIDATES[0] * WINDOWS));
    }
    let (gaps, ended) = gaps(history, end);
    if !ended.contains(&true) {
        return Err(Refusal::new(
            "no-repeat-purchase",
            bilingual!(
                "没有任何客户来过两天以上，看不出节奏",
                "no customer came on two different days: there is no rhythm to judge silence by"
            ),
            bilingual!(
                "检查客户编号列（--id）和时间列（--time）",
                "check the customer id's column (--id) and the time's (--time)"
            ),
        ));
    }
    let curve = kaplan_meier(&gaps, &ended).map_err(|e| {
        let reason = e.to_string();
        Refusal::new(
            "no-rhythm",
            bilingual!(
                "无法估计购买间隔：{reason}",
                "the intervals between purchases cannot be estimated: {reason}"
            ),
            bilingual!(
                "用 --horizon 指定流失天数",
                "give the days of silence that mean churn with --horizon"
            ),
        )
    })?;
    let by = |days: i32| 1.0 - curve.survival_at(f64::from(days));
    let ever = by(length);
    let allowed = || CANDIDATES.into_iter().filter(|&d| d <= longest);
    let natural = CANDIDATES.into_iter().find(|&d| by(d) >= COVERED * ever);
    let chosen = match given {
        Some(days) if Cutoffs::needed_days(days, 0) > length => {
            return Err(too_short(Cutoffs::needed_days(days, 0)));
        }
        Some(days) => days,
        None => allowed()
            .find(|&d| by(d) >= COVERED * ever)
            .or(allowed().next_back())
            .unwrap_or(CANDIDATES[0]),
    };
    let (back, covered) = (share(by(chosen)), share(by(chosen) / ever.max(f64::MIN_POSITIVE)));
    let text = if given.is_some() {
        bilingual!(
            "按您指定的 {chosen} 天；到那时 {back} 的间隔已经结束",
            "{chosen} days as you said; by then {back} of the intervals are over"
        )
    } else if natural == Some(chosen) {
        bilingual!(
            "取 {chosen} 天：会回来的客户中 {covered} 在此之前已经回来",
            "{chosen} days: of the intervals that end at all, {covered} are over by then"
        )
    } else {
        bilingual!(
            "取 {chosen} 天：历史只有 {length} 天，更长的窗口无法验证（会回来的客户中 {covered} 在此之前已回来）",
            "{chosen} days: the history of {length} days does not allow a longer window to be tested (of the intervals that end at all, {covered} are over by then)"
        )
    };
    let mut candidates: Vec<SilenceCandidate> = CANDIDATES
        .into_iter()
        .filter(|&d| d <= length)
        .map(|days| SilenceCandidate {
            days,
            returned_by_then: by(days),
            chosen: days == chosen,
        })
        .collect();
    if !candidates.iter().any(|c| c.chosen) {
        candidates.push(SilenceCandidate {
            days: chosen,
            returned_by_then: by(chosen),
            chosen: true,
        });
        candidates.sort_by_key(|c| c.days);
    }
    Ok((chosen, DefinitionSuggestion { text, candidates }))
}

/// Days between purchase days, and whether the interval ended; the last one of every customer is censored.
fn gaps(history: &History, end: i32) -> (Vec<f64>, Vec<bool>) {
    let (mut gaps, mut ended) = (Vec::new(), Vec::new());
    let mut days = Vec::new();
    for customer in 0..history.customers() as u32 {
        history.active_days(history.span(customer), &mut days);
        for pair in days.windows(2) {
            gaps.push(f64::from(pair[1] - pair[0]));
            ended.push(true);
        }
        if let Some(&last) = days.last() {
            gaps.push(f64::from(end - last));
            ended.push(false);
        }
    }
    (gaps, ended)
}
