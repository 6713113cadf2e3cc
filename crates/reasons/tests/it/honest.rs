//! Words never say what the figures do not.

use std::sync::LazyLock;

use holdfast_domain::grain::Grain;
use holdfast_learn::contract::predict::Contributions;
use holdfast_learn::frame::FeatureData;
use holdfast_reasons::reasoner::reason::Direction;
use holdfast_reasons::reasoner::said::Said;
use proptest::prelude::*;

use crate::world::{Customer, World, fallen, visits};

static WORLD: LazyLock<World> = LazyLock::new(|| World::of(fallen(), Grain::Month));

/// Random values and contributions of every column: figures need not even fit each other.
fn columns() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let value = prop_oneof![
        3 => 0.0..40.0_f64,
        2 => (0..30_i32).prop_map(f64::from),
        1 => Just(0.0),
        1 => Just(f64::NAN),
        1 => -1e7..1e7_f64,
    ];
    let added = prop_oneof![4 => Just(0.0), 1 => -1.0..1.0_f64];
    prop::collection::vec((value, added), WORLD.columns.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn direction_words_agree_with_figures_and_signs(columns in columns()) {
        let mut frame = WORLD.frame.take(&[WORLD.row]);
        let mut contributions = Contributions::zero(0.0, 1, columns.len());
        for ((feature, added), (value, wanted)) in frame.columns.iter_mut().zip(&mut contributions.values).zip(columns) {
            *added = wanted;
            if let FeatureData::Number(values) = &mut feature.data {
                values[0] = value;
            }
        }
        let explained = WORLD.reasoner.explain(&frame, &[0], &contributions).unwrap();
        for coded in explained.of(0) {
            let reason = WORLD.reasoner.reason(coded).unwrap();
            let (zh, en) = (&reason.text.zh, &reason.text.en);
            prop_assert_eq!(reason.direction == Direction::Raises, reason.log_odds > 0.0);
            prop_assert_eq!(zh.contains("降到"), en.contains(" fell from "), "{} {}", zh, en);
            prop_assert_eq!(zh.contains("升到"), en.contains(" rose from "), "{} {}", zh, en);
            if let Said::Changed { now, then, .. } = coded.said {
                prop_assert_eq!((reason.value, reason.then), (Some(now), Some(then)));
                prop_assert!(now != then && !zh.contains("保持"), "{}", zh);
                prop_assert_eq!(zh.contains("降到"), now < then && !zh.contains("没有"), "{} {} {}", zh, now, then);
                prop_assert_eq!(zh.contains("升到"), now > then && !zh.contains("没有"), "{} {} {}", zh, now, then);
                // In this population churn falls with every quantity: only a fall raises the risk.
                prop_assert_eq!(now < then, reason.log_odds > 0.0);
            } else {
                prop_assert!(!["降到", "升到"].iter().any(|word| zh.contains(word)), "{}", zh);
            }
            for text in [zh, en] {
                prop_assert!(!text.contains("NaN") && !text.contains("inf") && !text.is_empty(), "{}", text);
                let raw = WORLD.columns.iter().any(|column| text.contains(&column.name));
                prop_assert!(!raw, "{}", text);
            }
        }
    }
}

#[test]
fn every_column_has_a_sentence_whatever_the_customer() {
    let lively = Customer {
        visits: visits(365, 5, 15, 10_000),
        ..fallen()
    };
    let once = Customer {
        visits: vec![(700, 0)],
        plan: None,
        age: f64::NAN,
        ..Customer::default()
    };
    for grain in [Grain::Month, Grain::Week, Grain::Year] {
        for customer in [fallen(), lively.clone(), once.clone()] {
            let world = World::of(customer, grain);
            for added in [1.0, -1.0] {
                for column in &world.columns {
                    let (zh, en) = world.text(&column.name, added);
                    for text in [&zh, &en] {
                        assert!(
                            !text.is_empty() && !text.contains("NaN") && !text.contains(&column.name),
                            "{text}"
                        );
                    }
                    assert!(zh.chars().any(|c| c as u32 > 0x4e00), "{zh}");
                }
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let world = &*WORLD;
    let good = Contributions::zero(0.0, 1, world.columns.len());
    let wide = Contributions::zero(0.0, 1, world.columns.len() + 1);
    let explain = |frame: &holdfast_learn::frame::Frame, rows: &[u32], added: &Contributions| {
        world.reasoner.explain(frame, rows, added).is_err()
    };
    assert!(!explain(&world.frame, &[0], &good));
    assert!(explain(&world.frame, &[0], &wide) && explain(&world.frame, &[0, 1], &good));
    assert!(explain(&world.frame, &[world.frame.rows as u32], &good));
    let mut renamed = world.frame.clone();
    renamed.columns[3].name = "other".into();
    assert!(explain(&renamed, &[0], &good));
    let mut levels = world.frame.clone();
    let place = world.place("attribute_plan");
    if let FeatureData::Category { levels, .. } = &mut levels.columns[place].data {
        levels.reverse();
    }
    assert!(
        explain(&levels, &[0], &good),
        "codes of other levels would name the wrong one"
    );
    // A customer without any contribution has no reasons; nobody at all has none either.
    let none = world.reasoner.explain(&world.frame, &[0], &good).unwrap();
    assert!(none.of(0).is_empty() && none.of(1).is_empty());
    assert!(
        world
            .reasoner
            .explain(&world.frame, &[], &Contributions::zero(0.0, 0, 3))
            .unwrap()
            .ends
            .is_empty()
    );
}
