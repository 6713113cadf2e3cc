//! Whole watch runs: what is said where nothing, something harmless, or something harmful happened.

use holdfast_stats::drift::{LabelPeriod, Reference, Settings, compare, flag, label_drift};
use holdfast_stats::performance::{estimate, realised};
use holdfast_stats::special::sigmoid;
use holdfast_stats::verdict::{Action, Evidence, Health, HealthLimits, LossLimits, Performance, decide};
use rayon::prelude::*;

use crate::world::{World, shape};

const SEEDS: u64 = 200;
const ROWS: usize = 600;
const COLUMNS: usize = 20;

/// What happened between training and now.
#[derive(Clone, Copy, PartialEq)]
enum Event {
    Nothing,
    /// A column that the outcome does not depend on moved by a standard deviation.
    Harmless,
    /// Those thought safe now leave.
    Turned,
}

struct Period {
    columns: Vec<Vec<f64>>,
    p: Vec<f64>,
    labels: Vec<bool>,
}

fn period(world: &mut World, event: Event) -> Period {
    let latent: Vec<Vec<f64>> = (0..COLUMNS)
        .map(|column| {
            let moved = f64::from(u8::from(event == Event::Harmless && column == 5));
            (0..ROWS).map(|_| world.normal() + moved).collect()
        })
        .collect();
    let log_odds: Vec<f64> = (0..ROWS).map(|row| latent[0][row] + 0.5 * latent[1][row]).collect();
    let p: Vec<f64> = log_odds.iter().map(|z| sigmoid(z - 1.5)).collect();
    let labels = if event == Event::Turned {
        let turned: Vec<f64> = log_odds.iter().map(|z| sigmoid(-z - 1.5)).collect();
        world.labels(&turned)
    } else {
        world.labels(&p)
    };
    let shaped = latent.iter().enumerate().map(|(column, values)| {
        let shaped = values.iter().map(|&z| shape(column, z, world.uniform()));
        shaped.collect()
    });
    Period {
        columns: shaped.collect(),
        p,
        labels,
    }
}

fn run(seed: u64, event: Event, with_outcomes: bool) -> Action {
    let mut world = World::new(seed);
    let (then, now) = (period(&mut world, Event::Nothing), period(&mut world, event));
    let (settings, customers) = (Settings::default(), ROWS as u64);
    let against = |then: &[f64], now: &[f64]| {
        let reference = Reference::number(then, customers).unwrap();
        let tally = reference.tally_number(now, customers).unwrap();
        compare(&reference, &tally, &[], &settings).unwrap()
    };
    let mut comparisons: Vec<_> = (then.columns.iter().zip(&now.columns).enumerate())
        .map(|(column, (then, now))| (column.to_string(), against(then, now)))
        .collect();
    comparisons.push(("score".to_owned(), against(&then.p, &now.p)));
    let labels = label_drift(
        &LabelPeriod::new(&then.p, &then.labels).unwrap(),
        &LabelPeriod::new(&now.p, &now.labels).unwrap(),
        &[],
        &settings,
    );
    let labels = labels.unwrap();
    let of = |p: &[f64], labels: &[bool]| Performance::of_realised(&realised(p, labels, &[]).unwrap());
    let estimated = Performance::of_estimated(&estimate(&now.p, 0.3).unwrap());
    let realised = of(&now.p, &now.labels).filter(|_| with_outcomes);
    let evidence = Evidence {
        health: &Health {
            rows: customers,
            ..Health::default()
        },
        drift: &flag(comparisons, &settings).unwrap(),
        labels: with_outcomes.then_some(&labels),
        at_training: &of(&then.p, &then.labels).unwrap(),
        estimated: estimated.as_ref(),
        realised: realised.as_ref(),
        challengers: &[],
    };
    decide(&evidence, &HealthLimits::default(), &LossLimits::default())
        .unwrap()
        .action
}

fn count(event: Event, with_outcomes: bool, action: Action) -> u64 {
    let runs = (0..SEEDS).into_par_iter();
    runs.filter(|&seed| run(seed, event, with_outcomes) == action).count() as u64
}

#[test]
fn an_unshifted_world_is_called_healthy_in_19_of_20_runs() {
    for with_outcomes in [false, true] {
        let healthy = count(Event::Nothing, with_outcomes, Action::Healthy);
        assert!(
            healthy >= SEEDS * 19 / 20,
            "outcomes {with_outcomes}: {healthy} of {SEEDS}"
        );
    }
}

#[test]
fn harmless_drift_waits_and_a_turned_world_retrains() {
    let waits = count(Event::Harmless, true, Action::Wait);
    assert!(waits >= SEEDS * 19 / 20, "{waits} of {SEEDS} wait");
    assert_eq!(count(Event::Turned, true, Action::Retrain), SEEDS);
    // Before outcomes are in nothing gives it away: probabilities cannot know.
    assert!(count(Event::Turned, false, Action::Healthy) >= SEEDS * 19 / 20);
}
