use holdfast_stats::error::StatsError;
use holdfast_stats::profit::{
    Acceptance, Campaign, EvidenceKind, Offer, Terms, maximum_profit, minimum_risk, what_if, within_capacity,
};
use proptest::prelude::*;

use crate::reference::{close, watch};

/// The terms of Verbraken et al. in minor units.
const OFFER: Offer = Offer {
    acceptance: 0.3,
    taken_by_stayers: 1.0,
    offer_minor: 1000,
    contact_minor: 100,
};

const CAMPAIGN: Campaign = Campaign {
    reach: 150,
    acceptance: Acceptance::Beta { alpha: 6.0, beta: 14.0 },
    taken_by_stayers: 0.7,
    offer_minor: 2000,
    contact_minor: 300,
    fixed_minor: 50_000,
    evidence: EvidenceKind::Assumed,
};

fn customers() -> (Vec<f64>, Vec<i64>) {
    let all = watch("campaign");
    let get = |name: &str| all[name].clone();
    (
        serde_json::from_value(get("p")).unwrap(),
        serde_json::from_value(get("values")).unwrap(),
    )
}

#[test]
fn everybody_has_a_threshold_of_their_own() {
    // Worth 200: slope .3·190 + 10 = 67, cost 11, threshold 11/67. Worth 20: slope 13, threshold 11/13. Worth 5: none.
    let found = minimum_risk(&[0.5, 0.5, 0.99], &[20_000, 2000, 500], &OFFER).unwrap();
    close(found.threshold[0].unwrap(), 11.0 / 67.0, 1e-12);
    close(found.threshold[1].unwrap(), 11.0 / 13.0, 1e-12);
    assert_eq!(found.threshold[2], None);
    close(found.gain_minor[0], 100.0 * (0.5 * 67.0 - 11.0), 1e-9);
    assert_eq!((found.contacted, found.expected_minor), (1, 2250));
    // An offer that only churners take: contact where p·γ·(v − d) > f.
    let careful = Offer {
        taken_by_stayers: 0.0,
        ..OFFER
    };
    close(careful.threshold(20_000).unwrap(), 1.0 / 57.0, 1e-12);
}

#[test]
fn with_outcomes_for_probabilities_it_is_the_maximum_profit() {
    // p of 0 and 1: the best cut of a perfect ranking, .3·190 − 1 for each churner.
    let labels = [true, false, true, false, false];
    let p = labels.map(|label| f64::from(u8::from(label)));
    let found = minimum_risk(&p, &[20_000; 5], &OFFER).unwrap();
    let best = maximum_profit(&p, &labels, &Terms::verbraken()).unwrap();
    close(found.expected_minor as f64, 100.0 * 5.0 * best.profit, 1e-9);
}

#[test]
fn a_team_reaches_as_many_as_it_can() {
    let p = [0.9, 0.5, 0.5, 0.3, 0.1];
    let plan = within_capacity(&p, &p, 2).unwrap();
    assert_eq!((plan.threshold, plan.tied, plan.tied_contacted), (Some(0.5), 2, 1));
    close(plan.hits, 1.4, 1e-12);
    close(plan.reached.unwrap(), 1.4 / 2.3, 1e-12);
    close(plan.left_out_churners, 0.9, 1e-12);
    assert_eq!((plan.contacted, plan.left_out), (2, 3));
    // P(none) = .05, so that 0 hits are within the central 95 %, and so are 2 (.45).
    assert_eq!((plan.hits_interval.low, plan.hits_interval.high), (0.0, 2.0));
    let everybody = within_capacity(&p, &p, 99).unwrap();
    assert_eq!(
        (everybody.contacted, everybody.left_out, everybody.reached),
        (5, 0, Some(1.0))
    );
    let nobody = within_capacity(&p, &p, 0).unwrap();
    assert_eq!((nobody.threshold, nobody.contacted, nobody.hits), (None, 0, 0.0));
    // By value: the last is first.
    let by_value = within_capacity(&p, &[1.0, 2.0, 3.0, 4.0, 50.0], 1).unwrap();
    close(by_value.hits, 0.1, 1e-12);
    assert_eq!(within_capacity(&[], &[], 1), Err(StatsError::Empty));
}

#[test]
fn the_interval_of_hits_agrees_with_draws() {
    let (p, _) = customers();
    let (plan, drawn) = (within_capacity(&p, &p, 150).unwrap(), watch("hits"));
    // The 150 highest, ties at the cut in proportion.
    close(plan.hits_interval.low, drawn["low"].as_f64().unwrap(), 1.0);
    close(plan.hits_interval.high, drawn["high"].as_f64().unwrap(), 1.0);
    // The normal law used above 600 is next to the exact one.
    let many = vec![0.2; 601];
    let normal = within_capacity(&many, &many, 601).unwrap().hits_interval;
    let exact = within_capacity(&many[..600], &many[..600], 600).unwrap().hits_interval;
    assert!((normal.low - exact.low).abs() <= 1.0 && (normal.high - exact.high).abs() <= 1.0);
}

#[test]
fn a_campaign_agrees_with_draws_row_by_row() {
    let (p, values) = customers();
    let found = what_if(&p, &values, &CAMPAIGN, 10).unwrap();
    let drawn = watch("campaign");
    let number = |name: &str| drawn[name].as_f64().unwrap();
    let sd = number("sd");
    // 40,000 draws: the mean is known to sd/200, the ends to about sd/70.
    close(found.expected_minor as f64, number("mean"), 0.015 * sd);
    close(found.low_minor as f64, number("low"), 0.06 * sd);
    close(found.high_minor as f64, number("high"), 0.06 * sd);
    close(found.loss_probability, number("loss"), 0.01);
    assert!(found.hypothetical);
    assert_eq!((found.contacted, found.depths.len()), (150, 10));
}

#[test]
fn break_even_by_hand() {
    // Ten customers at ½ worth 100 (in units): γ = .4, offer 10 to everybody, contact 1, fixed 30.
    // A contact returns .5·.4·90 − .5·10 − 1 = 12; the third pays for what is left of the fixed cost: −30 + 36.
    let campaign = Campaign {
        reach: 10,
        acceptance: Acceptance::Fixed { acceptance: 0.4 },
        taken_by_stayers: 1.0,
        offer_minor: 1000,
        contact_minor: 100,
        fixed_minor: 3000,
        evidence: EvidenceKind::Observational,
    };
    let found = what_if(&[0.5; 10], &[10_000; 10], &campaign, 5).unwrap();
    assert_eq!(
        (found.expected_minor, found.break_even_reach, found.best_reach),
        (9000, Some(3), 10)
    );
    // (10·6 + 30)/(10·.5·90) = .2.
    close(found.break_even_acceptance.unwrap(), 0.2, 1e-12);
    close(found.kept, 2.0, 1e-12);
    // Contacts 10, offers to 5 stayers 50 and 2 kept 20, fixed 30.
    assert_eq!(found.cost_minor, 11_000);
    let depths: Vec<(u64, i64)> = found.depths.iter().map(|d| (d.customers, d.expected_minor)).collect();
    assert_eq!(depths, [(2, -600), (4, 1800), (6, 4200), (8, 6600), (10, 9000)]);
    close(found.depths[1].marginal_minor, 1200.0, 1e-9);
    // Where a customer is worth less than the offer nothing helps.
    let hopeless = what_if(&[0.5; 10], &[500; 10], &campaign, 5).unwrap();
    assert_eq!(
        (hopeless.break_even_acceptance, hopeless.break_even_reach),
        (None, None)
    );
    assert_eq!((hopeless.best_reach, hopeless.loss_probability > 0.99), (0, true));
}

#[test]
fn only_an_experiment_is_not_hypothetical() {
    let is = |kind: EvidenceKind| kind.is_hypothetical();
    assert!(is(EvidenceKind::Assumed) && is(EvidenceKind::Observational));
    assert!(is(EvidenceKind::Randomised {
        treated: 10,
        control: 0
    }));
    assert!(!is(EvidenceKind::Randomised {
        treated: 10,
        control: 10
    }));
    let text = serde_json::to_string(&EvidenceKind::Assumed).unwrap();
    assert_eq!(text, r#"{"kind":"assumed"}"#);
}

#[test]
fn bad_campaigns_are_named() {
    let refused = |campaign: Campaign| match what_if(&[0.5], &[100], &campaign, 3) {
        Err(StatsError::OutOfRange { name, .. }) => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(Campaign { reach: 0, ..CAMPAIGN }), "reach");
    assert_eq!(
        refused(Campaign {
            fixed_minor: -1,
            ..CAMPAIGN
        }),
        "fixed cost"
    );
    assert_eq!(
        refused(Campaign {
            offer_minor: -1,
            ..CAMPAIGN
        }),
        "offer cost"
    );
    let turned = Acceptance::Range { low: 0.6, high: 0.5 };
    assert_eq!(
        refused(Campaign {
            acceptance: turned,
            ..CAMPAIGN
        }),
        "lowest acceptance"
    );
    let huge = what_if(&[1.0; 3], &[i64::MAX; 3], &CAMPAIGN, 1);
    assert!(matches!(huge, Err(StatsError::Overflow { .. })));
}

proptest! {
    #[test]
    fn a_range_lies_between_its_ends(low in 0.0_f64..0.5, width in 0.0_f64..0.5, p in prop::collection::vec(0.0_f64..=1.0, 1..50)) {
        let values = vec![30_000; p.len()];
        let at = |acceptance| what_if(&p, &values, &Campaign { acceptance, ..CAMPAIGN }, 3).unwrap();
        let worst = at(Acceptance::Fixed { acceptance: low });
        let best = at(Acceptance::Fixed { acceptance: low + width });
        let range = at(Acceptance::Range { low, high: low + width });
        prop_assert!(worst.expected_minor - 1 <= range.expected_minor && range.expected_minor <= best.expected_minor + 1);
        prop_assert!(range.low_minor <= range.expected_minor && range.expected_minor <= range.high_minor);
        prop_assert!((0.0..=1.0).contains(&range.loss_probability));
    }
}
