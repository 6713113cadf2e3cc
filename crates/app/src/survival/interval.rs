//! Customers who left between two looks: when they were last seen, and when they were first missed.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::Column;
use holdfast_report::model::survival_study::SurvivalStudy;

use super::options::SurvivalOptions;
use crate::columns::dates::is_date;
use crate::columns::picked::Picked;

/// Upper ends, infinite where the cell is empty: still there at `lower`.
///
/// # Errors
/// Dates, values that are no numbers, an upper end below the lower one or not above 0, a row of which nothing is known.
pub(super) fn upper(
    picked: &Picked,
    column: &Column,
    lower: &[f64],
    options: &SurvivalOptions,
) -> Result<Vec<f64>, Refusal> {
    if is_date(column) {
        return Err(picked.in_file(
            Refusal::new(
                "date-interval",
                bilingual!("--upper 要数字，不要日期", "--upper takes numbers, not dates"),
                bilingual!(
                    "把两列都换算成从开始算起的天数或月数",
                    "turn both columns into days or months since the beginning"
                ),
            )
            .in_column(column.name.as_str()),
        ));
    }
    let mut upper = if column.missing == column.values.len() {
        // An empty column has no kind: everybody is still there.
        vec![f64::NAN; lower.len()]
    } else {
        picked.numbers(column)?
    };
    for end in upper.iter_mut().filter(|end| end.is_nan()) {
        *end = f64::INFINITY;
    }
    let wrong = |(&lower, &upper): (&f64, &f64)| upper < lower || upper <= 0.0 || (lower == 0.0 && upper.is_infinite());
    match lower.iter().zip(&upper).position(wrong) {
        None => Ok(upper),
        Some(i) => Err(refused(picked, column, i, (lower[i], upper[i]), options)),
    }
}

fn refused(
    picked: &Picked,
    column: &Column,
    i: usize,
    (lower, upper): (f64, f64),
    options: &SurvivalOptions,
) -> Refusal {
    let name = &options.duration;
    let correct = bilingual!("改正或去掉这一行", "correct this row or leave it out");
    let (code, problem) = if upper.is_infinite() {
        (
            "nothing-known",
            bilingual!(
                "“{name}”为 0 且没有上端：这一行什么也没说",
                "\"{name}\" is 0 and there is no upper end: the row says nothing"
            ),
        )
    } else if upper < lower {
        (
            "upper-below-lower",
            bilingual!(
                "区间上端低于下端（“{name}”为 {lower}）",
                "the upper end is below the lower one (\"{name}\" is {lower})"
            ),
        )
    } else {
        (
            "upper-not-positive",
            bilingual!("区间上端必须大于 0", "the upper end must be above 0"),
        )
    };
    let mut refusal = Refusal::new(code, problem, correct).in_column(column.name.as_str());
    if upper.is_finite() {
        refusal = refusal.with_value(&upper.to_string());
    }
    refusal.row = picked.row_number(i);
    picked.in_file(refusal)
}

/// What the study says of the intervals.
pub(super) fn tell(lower: &[f64], upper: &[f64], study: &mut SurvivalStudy) {
    let count = |of: fn(f64, f64) -> bool| lower.iter().zip(upper).filter(|&(&l, &u)| of(l, u)).count();
    let exact = count(|lower, upper| lower == upper);
    let left = count(|lower, upper| lower == 0.0 && upper.is_finite());
    let between = count(|lower, upper| lower > 0.0 && lower < upper && upper.is_finite());
    let still = count(|_, upper| upper.is_infinite());
    study.notes.push(bilingual!(
        "{exact} 行的流失时间确知，{between} 行只知在两个时间之间，{left} 行只知在第一次查看之前，{still} 行仍是客户；有区间时不给一致性和校准",
        "{exact} rows churned at a known time, {between} between two times, {left} before the first look, {still} are still there; with intervals, concordance and calibration are not given"
    ));
}
