//! What was planted is found.

use holdfast_stats::discrimination::auc;

use super::simulated::world;
use crate::additive::model::{AdditiveModel, TermColumns};
use crate::additive::shape::Bin;
use crate::contract::predict::Predict;
use crate::contract::schema::Schema;

fn pairs(model: &AdditiveModel) -> Vec<[usize; 2]> {
    let of = |columns: &TermColumns| match columns {
        TermColumns::Pair { columns, .. } => Some(*columns),
        TermColumns::Main { .. } => None,
    };
    model.terms.iter().filter_map(|term| of(&term.columns)).collect()
}

#[test]
fn columns_that_act_together_are_the_first_pair_and_no_others_are_found() {
    for seed in 0..4 {
        let together = world(3_000, 100 + seed, 0.8);
        assert_eq!(
            pairs(&together.fit(&together.settings())).first(),
            Some(&[0, 1]),
            "{seed}"
        );
        let apart = world(3_000, 200 + seed, 0.0);
        assert_eq!(pairs(&apart.fit(&apart.settings())), Vec::<[usize; 2]>::new(), "{seed}");
    }
}

#[test]
fn a_pair_ranks_better_than_main_effects_alone() {
    let (train, test) = (world(4_000, 31, 1.0), world(4_000, 32, 1.0));
    let mut settings = train.settings();
    let area = |model: AdditiveModel| auc(&model.margins(&test.frame, &test.rows()), &test.labels).unwrap();
    let with = area(train.fit(&settings));
    settings.pairs = 0;
    let without = area(train.fit(&settings));
    let best = auc(&test.margins, &test.labels).unwrap();
    assert!(with > without + 0.5 * (best - without), "{without} {with} {best}");
}

/// Share of the bins (with at least 1 % of the rows) whose interval holds the planted, centred value.
fn covered(seed: u64) -> (f64, f64) {
    let world = world(4_000, seed, 0.0);
    let model = world.fit(&world.settings());
    let shapes = model.shapes(&Schema::of(&world.frame));
    let (mut inside, mut all) = (0.0, 0.0);
    for shape in shapes.iter().filter(|shape| shape.axes.len() == 1) {
        let truth: Vec<f64> = shape.axes[0]
            .bins
            .iter()
            .map(|bin| match (bin, shape.axes[0].name.as_str()) {
                (Bin::Between { above, up_to }, "a") => above.unwrap_or(-1.0) + up_to.unwrap_or(1.0),
                (Bin::Level(level), "c") => 0.7 * level[1..].parse::<f64>().unwrap() - 1.0,
                _ => 0.0,
            })
            .collect();
        let weight: f64 = shape.points.iter().map(|point| point.weight).sum();
        let mean = truth
            .iter()
            .zip(&shape.points)
            .map(|(t, point)| t * point.weight)
            .sum::<f64>()
            / weight;
        for (value, point) in truth
            .iter()
            .zip(&shape.points)
            .filter(|(_, point)| point.weight >= 0.005 * weight)
        {
            inside += f64::from(u8::from(point.low <= value - mean && value - mean <= point.high));
            all += 1.0;
        }
    }
    (inside, all)
}

#[test]
fn intervals_hold_the_planted_shapes_about_as_often_as_they_say() {
    let (inside, all) = (0..8)
        .map(|seed| covered(300 + seed))
        .fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
    let share = inside / all;
    assert!((0.85..=0.995).contains(&share), "{share} of {all}");
}

#[test]
fn the_most_important_shape_comes_first_with_its_names() {
    let world = world(2_000, 41, 0.0);
    let model = world.fit(&world.settings());
    let shapes = model.shapes(&Schema::of(&world.frame));
    assert_eq!(shapes[0].axes[0].name, "a");
    assert!(shapes.windows(2).all(|pair| pair[0].importance >= pair[1].importance));
    let c = shapes.iter().find(|shape| shape.axes[0].name == "c").unwrap();
    let level = |k: usize| Bin::Level(format!("L{k}"));
    assert_eq!(
        c.axes[0].bins,
        [Bin::Missing, level(0), level(1), level(2), level(3), Bin::Rare]
    );
    assert_eq!(c.points.iter().map(|point| point.weight).sum::<f64>(), 2_000.0);
    assert_eq!(c.points[5].weight, 0.0);
    assert_eq!([c.points[5].value, c.points[5].low, c.points[5].high], [0.0; 3]);
}
