//! Whether a model still answers what the workspace asks, on a day of which the data speak.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::models::cutoffs::period_days;
use crate::models::registry::file::ModelFile;
use crate::workspace::config::WorkspaceConfig;

/// The workspace's churn definition is the one that the model learned.
///
/// # Errors
/// `no-such-definition` for one that is gone, `definition-changed` for one that says something else now.
pub fn definition(model: &ModelFile, config: &WorkspaceConfig) -> Result<(), Refusal> {
    let id = &model.question.definition;
    let refused = |code, problem: Bilingual| {
        let remedy = bilingual!(
            "在 holdfast.toml 里恢复 [[churn]] “{id}”，或重新训练（holdfast train）",
            "restore [[churn]] \"{id}\" in holdfast.toml, or train again (holdfast train)"
        );
        Refusal::new(code, problem, remedy).with_value(id)
    };
    match config.churn(Some(id)) {
        None => Err(refused(
            "no-such-definition",
            Bilingual::new(
                "模型按这个流失定义训练，工作区里没有它了",
                "the model learned this churn definition, which the workspace has no longer",
            ),
        )),
        Some(known) if known.rule != model.churn => Err(refused(
            "definition-changed",
            Bilingual::new(
                "这个流失定义在训练之后改过，模型回答的是旧的定义",
                "this churn definition was changed after the training; the model answers the old one",
            ),
        )),
        // Up to format 1 losses in the gap were nobody's, and tenure began with the first event that counts.
        Some(_) if model.format < 2 && (model.question.gap_days > 0 || model.question.counts.is_some()) => {
            Err(Refusal::new(
                "model-of-an-earlier-version",
                Bilingual::new(
                    "这个模型由早先的版本训练，间隔期或在网时长的含义与现在不同",
                    "this model was trained by an earlier version, to which the gap or tenure meant something else",
                ),
                Bilingual::new("重新训练（holdfast train）", "train again (holdfast train)"),
            )
            .with_value(&model.id))
        }
        Some(_) => Ok(()),
    }
}

/// The day is not so long after the last day with data that nobody knows who is still there.
///
/// # Errors
/// `after-the-data` from one period on.
pub fn day(model: &ModelFile, as_of: Day, through: Day) -> Result<(), Refusal> {
    let period = period_days(model.question.grain).ceil() as i32;
    if as_of.number() <= through.number() + 1 + period {
        return Ok(());
    }
    Err(Refusal::new(
        "after-the-data",
        bilingual!(
            "数据只到 {through}，那一天还有哪些客户无从知道",
            "the data end on {through}; who is still a customer on that day is not known"
        ),
        Bilingual::new(
            "导入更新的数据，或用 --as-of 写一个更早的日期",
            "import later data, or name an earlier day with --as-of",
        ),
    )
    .with_value(&as_of.to_string()))
}

/// There are customers on the day.
///
/// # Errors
/// `nobody-there`.
pub fn somebody(customers: usize, as_of: Day) -> Result<(), Refusal> {
    if customers > 0 {
        return Ok(());
    }
    Err(Refusal::new(
        "nobody-there",
        Bilingual::new(
            "按流失定义，那一天没有一个客户",
            "by the churn definition there is not one customer on that day",
        ),
        Bilingual::new(
            "检查 --as-of 的日期，以及数据和流失定义",
            "check the day of --as-of, the data and the churn definition",
        ),
    )
    .with_value(&as_of.to_string()))
}
