//! The table that a model reads, as of a day.

use std::collections::BTreeSet;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::lake::LakeView;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};

use crate::error::AppError;
use crate::lake::Session;
use crate::models::observe::{ATTRIBUTE, Known, Look, features_on, stacked};
use crate::models::outcomes::Present;
use crate::models::registry::file::ModelFile;

/// What the plan of a subscription is called: a workspace whose subscriptions have all ended has none.
const PLAN: &str = "attribute_subscription_plan";

/// The model's columns, then those beside it, of the customers of a day: the same code as in training.
///
/// # Errors
/// `missing-attribute` for an attribute that the model learned from and the lake has no longer.
pub fn columns(
    session: &Session,
    view: &LakeView,
    model: &ModelFile,
    (day, known): (i32, Known),
    present: Present,
) -> Result<Frame, AppError> {
    let schema = Schema {
        columns: model
            .fitted
            .schema
            .columns
            .iter()
            .chain(&model.beside.columns)
            .cloned()
            .collect(),
    };
    let names: BTreeSet<String> = schema.columns.iter().map(|column| column.name.clone()).collect();
    let look = Look {
        day,
        known,
        names: Some(&names),
    };
    let table = features_on(session, view, &model.question, &present.customers, &look)?;
    let mut frame = stacked(table, present, &model.exclude).frame;
    for column in &schema.columns {
        if frame.columns.iter().all(|found| found.name != column.name) {
            match (&column.levels, column.name.as_str()) {
                (Some(levels), PLAN) => frame.columns.push(Feature {
                    name: column.name.clone(),
                    data: FeatureData::Category {
                        codes: vec![MISSING; frame.rows],
                        levels: levels.clone(),
                    },
                }),
                _ => return Err(missing(&column.name).into()),
            }
        }
    }
    match schema.align(&frame) {
        Ok(aligned) => Ok(aligned.into_owned()),
        Err(LearnError::MissingColumn { column }) => Err(missing(&column).into()),
        Err(other) => Err(other.into()),
    }
}

fn missing(column: &str) -> Refusal {
    let name = column.trim_start_matches(ATTRIBUTE).to_owned();
    Refusal::new(
        "missing-attribute",
        Bilingual::new(
            "模型学过这一列，现在的数据里没有它，或类型变了",
            "the model learned from this column; the lake has it no longer, or it is of another type",
        ),
        bilingual!(
            "重新导入带有这一列的数据，或重新训练（holdfast train）",
            "import data with this column again, or train again (holdfast train)"
        ),
    )
    .in_column(name)
}
