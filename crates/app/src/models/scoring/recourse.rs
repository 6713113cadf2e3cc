//! What would have to change for a customer to fall below the threshold.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_learn::frame::Frame;
use holdfast_reasons::reasoner::Reasoner;
use holdfast_reasons::recourse::donors::Donors;
use holdfast_reasons::recourse::find;
use holdfast_reasons::recourse::found::Outcome;
use holdfast_reasons::recourse::lever::{self, Allowed, Lever, Moves};
use holdfast_reasons::recourse::score::Scorer;
use holdfast_reasons::recourse::settings::RecourseSettings;

use crate::error::AppError;
use crate::models::observe::ATTRIBUTE;
use crate::models::registry::file::ModelFile;

/// Customers for whom it is searched at most: those with the highest probability. It is for people who will be called.
pub const MOST: usize = 5_000;
/// Columns that can be moved where `[model] movable` names none: what the customer does, and complaints that wait.
const USUAL: [&str; 2] = ["behaviour", "complaints_open_count"];

/// Recourse of the rows `rows`, in words; `None` for those already below.
///
/// # Errors
/// `not-movable` for a name in `[model] movable` that is no column of the model.
pub fn search(
    reasoner: &Reasoner,
    model: &ModelFile,
    frame: &Frame,
    rows: &[u32],
    movable: &[String],
) -> Result<Vec<Option<Bilingual>>, AppError> {
    let levers = levers(reasoner, model, movable)?;
    if rows.is_empty() || levers.is_empty() {
        return Ok(vec![None; rows.len()]);
    }
    let calibrator = &model.calibrator;
    let scorer = Scorer {
        model: &model.fitted.model,
        columns: model.fitted.schema.columns.len(),
        probability: &|margin| calibrator.probability(margin),
    };
    let every: Vec<u32> = (0..frame.rows as u32).collect();
    let donors = Donors {
        frame,
        rows: &every,
        own: &[],
    };
    let settings = RecourseSettings::below(model.thresholds.warn.clamp(f64::MIN_POSITIVE, 1.0));
    let found = find(reasoner, &scorer, frame, rows, &levers, &donors, settings)?;
    Ok(found
        .into_iter()
        .map(|one| match one.outcome {
            Outcome::Below => None,
            Outcome::Reached { .. } | Outcome::OutOfReach { .. } => Some(one.text),
        })
        .collect())
}

/// The levers that `[model] movable` names. A feature of what customers do stands for all of it, and one of complaints for all of them: no customer changes
/// one figure of many that say the same.
fn levers(reasoner: &Reasoner, model: &ModelFile, movable: &[String]) -> Result<Vec<Lever>, AppError> {
    let known = |name: &str| model.fitted.schema.columns.iter().any(|column| column.name == name);
    let mut out: Vec<Lever> = Vec::new();
    let mut add = |moves: Moves, allowed| {
        if out.iter().all(|lever| lever.moves != moves) {
            out.push(Lever {
                moves,
                allowed,
                cost: 1.0,
            });
        }
    };
    let usual: Vec<String> = USUAL.iter().map(|&name| name.to_owned()).collect();
    for name in if movable.is_empty() { &usual } else { movable } {
        let attribute = format!("{ATTRIBUTE}{name}");
        let column = [name.as_str(), attribute.as_str()].into_iter().find(|name| known(name));
        match (name.as_str(), column) {
            ("behaviour", _) => add(Moves::Behaviour, Allowed::Up),
            ("complaints", _) => add(Moves::Complaints, Allowed::Down),
            (_, Some(column)) => {
                // Complaints that wait are closed; whatever else is known of complaints goes down as a whole.
                let allowed = if column.starts_with("complaint") {
                    Allowed::Down
                } else {
                    Allowed::Any
                };
                let found = lever::levers(reasoner, &[(column, allowed)]).map_err(|_| fixed(name))?;
                found.into_iter().for_each(|lever| add(lever.moves, lever.allowed));
            }
            _ if movable.is_empty() => {}
            _ => return Err(not_movable(name).into()),
        }
    }
    Ok(out)
}

fn fixed(name: &str) -> Refusal {
    Refusal::new(
        "not-movable",
        Bilingual::new("没有人能改变这一列", "nobody can move this column"),
        Bilingual::new(
            "从 holdfast.toml 的 [model] movable 里去掉它",
            "take it out of [model] movable in holdfast.toml",
        ),
    )
    .with_value(name)
}

fn not_movable(name: &str) -> Refusal {
    Refusal::new(
        "not-movable",
        Bilingual::new(
            "模型没有用到这一列，因此谈不上改变它",
            "the model does not read this column, so there is nothing to move",
        ),
        bilingual!(
            "在 holdfast.toml 的 [model] movable 里写 behaviour、complaints 或模型用到的列（holdfast models show 列出）",
            "in [model] movable of holdfast.toml, name behaviour, complaints or columns of the model (holdfast models show lists them)"
        ),
    )
    .with_value(name)
}
