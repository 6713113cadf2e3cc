//! What an estimator could not do, in terms of the user's file.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_stats::error::StatsError;

use super::chinese::chinese;
use super::picked::Picked;
use crate::error::AppError;

/// Which columns of the file the arguments of an estimator were; a name that is empty is not named.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arguments<'a> {
    /// Durations, or the value that is modelled.
    pub duration: &'a str,
    /// Where observation began.
    pub entry: &'a str,
    /// Case weights.
    pub weight: &'a str,
}

/// Turns an estimator's error into a refusal that names file, row, column and value; an iteration that did not settle
/// is no fault of the input and stays an error of its own.
pub fn refuse(error: StatsError, picked: &Picked, arguments: &Arguments) -> AppError {
    if matches!(error, StatsError::NoConvergence { .. }) {
        return AppError::Stats(error);
    }
    let place = Place::of(&error, arguments);
    let (problem, remedy) = words(&error);
    let mut refusal = Refusal::new(code(&error), problem, remedy);
    refusal.row = place.index.and_then(|i| picked.row_number(i));
    if let Some(column) = place.column.filter(|c| !c.is_empty()) {
        refusal = refusal.in_column(column);
    }
    if let Some(value) = place.value {
        refusal = refusal.with_value(&value.to_string());
    }
    picked.in_file(refusal).into()
}

/// The same for an estimate whose rows are not rows of the file (customers of an event log): names the file alone.
pub fn refuse_study(error: StatsError, file: &str) -> AppError {
    if matches!(error, StatsError::NoConvergence { .. }) {
        return AppError::Stats(error);
    }
    let (problem, remedy) = words(&error);
    Refusal::new(code(&error), problem, remedy).in_file(file).into()
}

#[derive(Default)]
struct Place {
    index: Option<usize>,
    column: Option<String>,
    value: Option<f64>,
}

impl Place {
    fn of(error: &StatsError, arguments: &Arguments) -> Self {
        let at = |index: usize, column: &str, value: f64| Self {
            index: Some(index),
            column: Some(column.to_owned()),
            value: Some(value),
        };
        match error {
            StatsError::NotFinite { index, value }
            | StatsError::NegativeDuration { index, value }
            | StatsError::NonPositiveDuration { index, value } => at(*index, arguments.duration, *value),
            StatsError::EntryNotBeforeExit { index, entry, .. } => at(*index, arguments.entry, *entry),
            StatsError::NonPositiveWeight { index, value } => at(*index, arguments.weight, *value),
            StatsError::Contradiction { index, name, value, .. } | StatsError::BadValue { index, name, value, .. } => {
                at(*index, name, *value)
            }
            StatsError::CovariateNotFinite { name, index, value } => at(*index, name, *value),
            StatsError::ConstantColumn { name }
            | StatsError::CollinearColumn { name }
            | StatsError::SeparatingColumn { name } => Self {
                column: Some(name.clone()),
                ..Self::default()
            },
            _ => Self::default(),
        }
    }
}

/// A stable name for programs.
fn code(error: &StatsError) -> &'static str {
    match error {
        StatsError::NegativeDuration { .. } => "negative-duration",
        StatsError::NonPositiveDuration { .. } => "zero-duration",
        StatsError::EntryNotBeforeExit { .. } => "entry-not-before-exit",
        StatsError::NonPositiveWeight { .. } => "weight-not-positive",
        StatsError::NoEvents { .. } => "no-events",
        StatsError::ConstantColumn { .. } => "constant-column",
        StatsError::CollinearColumn { .. } => "collinear-column",
        StatsError::SeparatingColumn { .. } => "separating-column",
        StatsError::NoComparison => "no-comparison",
        StatsError::NoMaximum { .. } => "no-maximum",
        StatsError::WrongSetting { .. } => "wrong-setting",
        StatsError::Overflow { .. } => "overflow",
        StatsError::OutOfRange { .. } => "setting-out-of-range",
        StatsError::TooFew { .. } | StatsError::Empty => "too-few-rows",
        _ => "cannot-be-estimated",
    }
}

/// The problem and what to do about it.
fn words(error: &StatsError) -> (Bilingual, Bilingual) {
    let correct = bilingual!("改正或去掉这一行", "correct this row or leave it out");
    match error {
        StatsError::NegativeDuration { .. } => (bilingual!("时长为负", "the duration is negative"), correct),
        StatsError::NonPositiveDuration { .. } => (
            bilingual!("时长必须大于 0", "the duration must be above 0"),
            bilingual!(
                "改正或去掉这一行，或用允许时长为 0 的模型（km、cox）",
                "correct this row or leave it out, or use a model that takes durations of 0 (km, cox)"
            ),
        ),
        StatsError::EntryNotBeforeExit { entry, exit, .. } => (
            bilingual!(
                "进入观察的时间 {entry} 不早于结束时间 {exit}",
                "observation begins at {entry}, not before its end at {exit}"
            ),
            correct,
        ),
        StatsError::NonPositiveWeight { .. } => (bilingual!("权重必须大于 0", "a weight must be above 0"), correct),
        StatsError::NotFinite { .. } | StatsError::CovariateNotFinite { .. } => {
            (bilingual!("不是有限的数", "not a finite number"), correct)
        }
        StatsError::BadValue { name, expected, .. } => (
            Bilingual::new(
                format!("{name} 不合要求，应为{}", chinese(expected)),
                format!("the {name} must be {expected}"),
            ),
            correct,
        ),
        StatsError::Contradiction {
            name,
            value,
            other_name,
            other,
            expected,
            ..
        } => (
            Bilingual::new(
                format!("{name} {value} 与 {other_name} {other} 互相矛盾：{}", chinese(expected)),
                format!("{name} {value} and {other_name} {other} contradict each other: {expected}"),
            ),
            correct,
        ),
        StatsError::NoEvents { n, .. } => (
            bilingual!("{n} 行里没有一行流失", "nobody churned in {n} rows"),
            bilingual!(
                "检查 --event 和 --positive，或用观察更久的数据",
                "check --event and --positive, or use data observed for longer"
            ),
        ),
        StatsError::ConstantColumn { .. } => (
            bilingual!(
                "所有行的值都相同，区分不了客户",
                "every row has the same value: it cannot tell customers apart"
            ),
            bilingual!("去掉这一列", "leave the column out"),
        ),
        StatsError::CollinearColumn { .. } => (
            bilingual!("由其他各列就能算出这一列", "the other columns determine this one"),
            bilingual!("去掉这一列或其中一列", "leave it or one of them out"),
        ),
        StatsError::SeparatingColumn { .. } => (
            bilingual!(
                "这一列把流失与留存完全分开，系数趋于无穷",
                "it separates churned from retained customers, so that its coefficient is infinite"
            ),
            bilingual!(
                "看它是不是流失之后才知道的；去掉它，或用 --penalty",
                "see whether it is only known after churn; leave it out, or use --penalty"
            ),
        ),
        StatsError::NoComparison => (
            bilingual!(
                "没有两组同时在观察时发生的流失，无从比较",
                "nobody churned while two groups were under observation together: nothing to compare"
            ),
            bilingual!(
                "检查分组的列，或合并各组",
                "check the column of the groups, or merge groups"
            ),
        ),
        StatsError::NoMaximum { parameter, .. } => (
            Bilingual::new(
                format!("数据定不下参数 {}：似然没有最大值", chinese(parameter)),
                format!("the data do not determine {parameter}: the likelihood has no maximum"),
            ),
            bilingual!(
                "换一个模型（--model）、少用几列、加一点惩罚（如 --penalty 0.01），或用更多数据",
                "use another --model, fewer columns, a small penalty (e.g. --penalty 0.01), or more data"
            ),
        ),
        StatsError::WrongSetting { model, reason, instead } => (
            Bilingual::new(
                format!("{} 不适合这些数据：{}", chinese(model), chinese(reason)),
                format!("{model} does not fit these data: {reason}"),
            ),
            Bilingual::new(format!("改用 {}", chinese(instead)), format!("use {instead}")),
        ),
        StatsError::Overflow { name } => (
            bilingual!("数值太大，{name} 溢出", "the values are so large that {name} overflows"),
            bilingual!("换一个更大的单位", "use a larger unit"),
        ),
        StatsError::OutOfRange { name, value, expected } => (
            bilingual!(
                "{name} 为 {value}，应为 {expected}",
                "{name} is {value}, it must be {expected}"
            ),
            bilingual!("改正该选项", "correct the option"),
        ),
        StatsError::TooFew { needed, found, .. } => (
            bilingual!(
                "只有 {found} 行，至少要 {needed} 行",
                "{found} rows, at least {needed} are needed"
            ),
            bilingual!("用更多数据", "use more data"),
        ),
        other => (
            Bilingual::new(format!("无法估计：{}", chinese(&other.to_string())), other.to_string()),
            bilingual!("检查各列的值", "check the values of the columns"),
        ),
    }
}
