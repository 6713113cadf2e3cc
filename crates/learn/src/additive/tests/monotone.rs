//! Shape functions that must not turn.

use super::simulated::world;
use crate::additive::model::TermColumns;
use crate::additive::settings::Direction;
use crate::error::LearnError;

fn numbers_of(model: &crate::additive::model::AdditiveModel, wanted: usize) -> Option<Vec<f64>> {
    let term = model
        .terms
        .iter()
        .find(|term| term.columns == TermColumns::Main { column: wanted })?;
    Some(term.values[1..].to_vec())
}

#[test]
fn the_direction_holds_everywhere_and_against_the_data() {
    let world = world(2_000, 11, 0.0);
    for leaves in [2, 3] {
        let mut settings = world.settings();
        settings.leaves = leaves;
        let free = world.fit(&settings);
        let turns = |values: &[f64]| values.windows(2).any(|pair| pair[1] < pair[0]);
        assert!(turns(&numbers_of(&free, 3).unwrap()), "noise turns when it may");
        settings.monotone.insert("a".into(), Direction::Rising);
        settings.monotone.insert("noise".into(), Direction::Rising);
        let bound = world.fit(&settings);
        assert!(!turns(&numbers_of(&bound, 0).unwrap()));
        assert!(numbers_of(&bound, 3).is_none_or(|values| !turns(&values)));
        // a raises the risk: bound to fall, it can do nothing.
        settings.monotone.insert("a".into(), Direction::Falling);
        let against = world.fit(&settings);
        let falls = |values: Vec<f64>| {
            values.windows(2).all(|pair| pair[1] <= pair[0]) && values[0] - values[values.len() - 1] < 0.2
        };
        assert!(numbers_of(&against, 0).is_none_or(falls));
    }
}

#[test]
fn monotone_columns_take_no_part_in_pairs() {
    let world = world(3_000, 12, 1.5);
    let mut settings = world.settings();
    let touched = |settings: &_| {
        let model = world.fit(settings);
        let pair = |columns: &TermColumns| matches!(columns, TermColumns::Pair { .. }) && columns.touches(0);
        model.terms.iter().any(|term| pair(&term.columns))
    };
    assert!(touched(&settings));
    settings.monotone.insert("a".into(), Direction::Rising);
    assert!(!touched(&settings));
}

#[test]
fn a_direction_needs_a_number_of_that_name() {
    let world = world(200, 13, 0.0);
    let rows = world.rows();
    let task = crate::contract::task::Task::whole(&world.frame, &world.labels, &rows, 0);
    for name in ["c", "nowhere"] {
        let mut settings = world.settings();
        settings.monotone.insert(name.into(), Direction::Rising);
        let refused = crate::additive::fit::fit(&task, &settings);
        assert_eq!(refused, Err(LearnError::MissingColumn { column: name.into() }));
    }
    let mut settings = world.settings();
    settings.learning_rate = f64::NAN;
    assert!(matches!(
        crate::additive::fit::fit(&task, &settings),
        Err(LearnError::Setting {
            name: "learning_rate",
            ..
        })
    ));
}
