//! Concepts add up to what columns add up to.

use holdfast_domain::grain::Grain;
use holdfast_reasons::concept::Concept;
use proptest::prelude::*;

use crate::world::{World, fallen};

#[test]
fn every_column_has_one_concept_and_there_are_a_handful() {
    let world = World::of(fallen(), Grain::Month);
    let concepts: Vec<&Concept> = world.reasoner.concepts().collect();
    assert_eq!(world.reasoner.concept_of().len(), world.columns.len());
    assert!(world.columns.len() > 300, "{}", world.columns.len());
    // Eight of behaviour with the one kind, silence, tenure, complaints, two attributes.
    assert_eq!(concepts.len(), 13, "{concepts:?}");
    for (column, &concept) in world.columns.iter().zip(world.reasoner.concept_of()) {
        assert_eq!(&Concept::of(column), concepts[usize::from(concept)]);
    }
    let of = |name: &str| Concept::of(&world.columns[world.place(name)]);
    assert_eq!(of("events_trend_6m_ratio"), Concept::Frequency);
    assert_eq!(of("active_periods_6m_count"), Concept::Frequency);
    assert_eq!(of("amount_to_mean_6m_ratio"), Concept::Spending);
    assert_eq!(of("amount_intensity_6m_minor_per_paid_event"), Concept::Basket);
    assert_eq!(of("largest_amount_max_6m_minor"), Concept::Basket);
    assert_eq!(of("quantity_cv_6m_ratio"), Concept::Steadiness);
    assert_eq!(of("gap_sd_days"), Concept::Steadiness);
    assert_eq!(of("gap_mean_days"), Concept::Frequency);
    assert_eq!(of("kinds_sum_3m_count"), Concept::Variety);
    assert_eq!(of("refund_sum_3m_minor"), Concept::Refunds);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn sums_are_exact(values in prop::collection::vec(-3.0..3.0_f64, 1..300)) {
        let world = World::of(fallen(), Grain::Month);
        let mut sums = vec![f64::NAN; world.reasoner.concepts().count()];
        world.reasoner.sum_by_concept(&values, &mut sums);
        let size: f64 = values.iter().map(|value| value.abs()).sum();
        let difference = sums.iter().sum::<f64>() - values.iter().sum::<f64>();
        prop_assert!(difference.abs() <= 1e-13 * size, "{difference}");
    }
}
