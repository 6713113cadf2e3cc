//! Which days are looked back from.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

/// Days that training looks back from, and how far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cutoffs {
    /// Days since 1970, growing; the outcome window of each is over.
    pub days: Vec<i32>,
    /// Periods of history that every one of them has.
    pub periods: usize,
}

/// Lengths of history in periods, longest first.
const LENGTHS: [usize; 6] = [24, 12, 6, 3, 2, 1];
/// Cutoffs that a longer history must leave: below, seasons and luck of one month decide.
const ENOUGH: i32 = 6;

/// Plans cutoffs one period apart, back from the last day whose outcome window is over.
///
/// The longest history is taken that still leaves six cutoffs, else the one that leaves most.
///
/// # Errors
/// `too-little-history` when not one window fits between the first and the last day with data.
pub fn plan(
    first: Day,
    through: Day,
    horizon_days: i32,
    gap_days: i32,
    grain: Grain,
    most: usize,
) -> Result<Cutoffs, Refusal> {
    let last = through.number() + 1 - gap_days - horizon_days;
    let days_of = |periods: usize| (period_days(grain) * periods as f64).round() as i32;
    let fitting = |periods: usize| {
        let room = last - first.number() - days_of(periods);
        if room < 0 {
            0
        } else {
            (f64::from(room) / period_days(grain)) as i32 + 1
        }
    };
    let enough = ENOUGH.min(most as i32);
    let periods = LENGTHS
        .into_iter()
        .find(|&periods| fitting(periods) >= enough)
        .or_else(|| LENGTHS.into_iter().max_by_key(|&periods| (fitting(periods), periods)))
        .filter(|&periods| fitting(periods) > 0)
        .ok_or_else(|| too_little(first, through, horizon_days, gap_days, grain))?;
    let count = (fitting(periods) as usize).min(most);
    let mut days: Vec<i32> = (0..count as i32).map(|back| back_from(last, grain, back)).collect();
    days.reverse();
    Ok(Cutoffs { days, periods })
}

/// Mean length of a period in days.
pub fn period_days(grain: Grain) -> f64 {
    match grain {
        Grain::Day => 1.0,
        Grain::Week => 7.0,
        Grain::Month => 365.25 / 12.0,
        Grain::Quarter => 365.25 / 4.0,
        Grain::Year => 365.25,
    }
}

fn back_from(last: i32, grain: Grain, periods: i32) -> i32 {
    last - (period_days(grain) * f64::from(periods)).round() as i32
}

fn too_little(first: Day, through: Day, horizon: i32, gap: i32, grain: Grain) -> Refusal {
    let period = grain.name();
    let (period_zh, period_en) = (period.zh, period.en);
    Refusal::new(
        "too-little-history",
        Bilingual::new(
            format!(
                "数据从 {first} 到 {through}，不够：至少要一个{period_zh}的历史，加 {gap} 天间隔和 {horizon} 天结果期"
            ),
            format!(
                "the data go from {first} to {through}; one {period_en} of history, a gap of {gap} days and an outcome window of {horizon} days do not fit"
            ),
        ),
        bilingual!(
            "导入更早的数据，或用 --horizon 缩短结果期",
            "import older data, or shorten the outcome window with --horizon"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn windows_fit_between_the_first_and_the_last_day() {
        let plan = plan(day("2024-01-01"), day("2025-12-31"), 90, 0, Grain::Month, 12).unwrap();
        assert_eq!(plan.periods, 12);
        assert_eq!(plan.days.last().copied(), Some(day("2026-01-01").number() - 90));
        assert!(plan.days[0] >= day("2024-01-01").number() + 365);
        assert!(plan.days.len() >= 6, "{}", plan.days.len());
        assert!(plan.days.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn short_data_take_a_shorter_history_and_shorter_ones_are_refused() {
        let short = plan(day("2025-01-01"), day("2025-06-30"), 60, 7, Grain::Month, 12).unwrap();
        assert!(short.periods <= 3 && !short.days.is_empty());
        let refused = plan(day("2025-01-01"), day("2025-02-01"), 60, 0, Grain::Month, 12).unwrap_err();
        assert_eq!(refused.code, "too-little-history");
    }
}
