//! How often a watch run cries wolf, and whether it sees the wolf.

use holdfast_stats::drift::{Comparison, Reference, Settings, Tally, compare, flag};
use rayon::prelude::*;

use crate::world::{World, shape};

const SEEDS: u64 = 200;
const LEVELS: usize = 8;

fn flags(comparisons: Vec<Comparison>, settings: &Settings) -> Vec<bool> {
    let named = comparisons.into_iter().enumerate().map(|(k, c)| (k.to_string(), c));
    let flagged = flag(named.collect(), settings).unwrap();
    flagged.into_iter().map(|column| column.flagged).collect()
}

/// Runs with any flag among all seeds.
fn alarms(run: impl Fn(u64) -> Vec<bool> + Sync) -> usize {
    (0..SEEDS)
        .into_par_iter()
        .filter(|&seed| run(seed).contains(&true))
        .count()
}

/// 30 numbers of five shapes and 10 categories, `rows` independent customers then and now; `shift` moves the latent
/// position of the columns 0, 7 and 35.
fn independent(seed: u64, rows: usize, shift: f64, settings: &Settings) -> Vec<bool> {
    let mut world = World::new(seed);
    let names: Vec<String> = (0..LEVELS).map(|level| level.to_string()).collect();
    let comparisons = (0..40).map(|column| {
        let moved = if [0, 7, 35].contains(&column) { shift } else { 0.0 };
        let mut draw = |by: f64| -> Vec<f64> {
            (0..rows)
                .map(|_| {
                    let (z, luck) = (world.normal() + by, world.uniform());
                    if column < 30 {
                        shape(column, z, luck)
                    } else {
                        ((z + 2.0) * 2.0).floor().clamp(0.0, 7.0)
                    }
                })
                .collect()
        };
        let (then, now) = (draw(0.0), draw(moved));
        let customers = rows as u64;
        if column < 30 {
            let reference = Reference::number(&then, customers).unwrap();
            let tally = reference.tally_number(&now, customers).unwrap();
            compare(&reference, &tally, &[], settings).unwrap()
        } else {
            let codes = |values: &[f64]| values.iter().map(|&v| v as u32).collect::<Vec<_>>();
            let reference = Reference::category(&codes(&then), &names, customers).unwrap();
            let tally = reference.tally_category(&codes(&now), &names, customers).unwrap();
            compare(&reference, &tally, &[], settings).unwrap()
        }
    });
    let comparisons = comparisons.collect();
    flags(comparisons, settings)
}

#[test]
fn an_unshifted_world_raises_at_most_one_alarm_in_twenty_runs() {
    let settings = Settings::default();
    for rows in [150, 2000] {
        let found = alarms(|seed| independent(seed, rows, 0.0, &settings));
        assert!(
            found <= SEEDS as usize / 20,
            "{rows} rows: {found} of {SEEDS} runs alarm"
        );
    }
}

/// The effect's size alone keeps large samples silent; without that demand the law itself must hold.
#[test]
fn the_law_holds_without_the_demand_for_an_effect() {
    let settings = Settings {
        level: 0.05,
        psi: 1e-9,
        ks: 1e-9,
        cramers_v: 1e-9,
        ..Settings::default()
    };
    let found = alarms(|seed| independent(seed, 400, 0.0, &settings));
    // 5 % of 200 is 10; a binomial count exceeds 19 once in 300.
    assert!(found <= 19, "{found} of {SEEDS} runs alarm");
}

#[test]
fn a_planted_shift_is_flagged_in_the_period_it_happens() {
    let settings = Settings::default();
    let seeds = 30;
    let found = (0..seeds).into_par_iter().filter(|&seed| {
        let flagged = independent(seed, 2000, 0.5, &settings);
        flagged[0] && flagged[7] && flagged[35]
    });
    assert_eq!(found.count(), seeds as usize);
}

/// The same customers every month, each with habits, a month's weather that moves everybody, seasons.
struct Panel {
    customers: usize,
    columns: usize,
    /// Standard deviation of a month's common shock.
    weather: f64,
    season: f64,
    /// Correlation of a customer's own value from month to month.
    habit: f64,
}

impl Panel {
    /// Tallies of `months` past months and of this one, by column, in the cells of the first six months together; `shift` hits this month's columns 0 and 1.
    fn run(&self, seed: u64, months: usize, shift: f64) -> Vec<(Reference, Vec<Tally>)> {
        let mut world = World::new(seed);
        (0..self.columns)
            .map(|column| {
                let mut own: Vec<f64> = (0..self.customers).map(|_| world.normal()).collect();
                let kept = self.habit;
                let renewed = (1.0 - kept * kept).sqrt();
                let by_month: Vec<Vec<f64>> = (0..=months)
                    .map(|month| {
                        let season = self.season * (std::f64::consts::TAU * month as f64 / 12.0).sin();
                        let moved = if month == months && column < 2 { shift } else { 0.0 };
                        let common = self.weather * world.normal() + season + moved;
                        own.iter_mut()
                            .map(|own| {
                                *own = kept * *own + renewed * world.normal();
                                shape(column, *own + common, world.uniform())
                            })
                            .collect()
                    })
                    .collect();
                let customers = self.customers as u64;
                let reference = Reference::number(&by_month[..6].concat(), customers).unwrap();
                let tallies = by_month
                    .iter()
                    .map(|month| reference.tally_number(month, customers).unwrap());
                let tallies = tallies.collect();
                (reference, tallies)
            })
            .collect()
    }

    fn watch(&self, seed: u64, months: usize, shift: f64, with_history: bool) -> Vec<bool> {
        let settings = Settings::default();
        let run = self.run(seed, months, shift);
        let comparisons = run.iter().map(|(reference, tallies)| {
            let history = if with_history { &tallies[..months] } else { &[] };
            compare(reference, &tallies[months], history, &settings).unwrap()
        });
        flags(comparisons.collect(), &settings)
    }
}

#[test]
fn months_that_differ_anyway_raise_no_alarms_once_there_is_a_history() {
    for (weather, season, habit, months) in [
        (0.0, 0.0, 0.8, 6),
        (0.1, 0.0, 0.8, 12),
        (0.3, 0.0, 0.8, 6),
        (0.1, 0.4, 0.5, 12),
    ] {
        let panel = Panel {
            customers: 250,
            columns: 20,
            weather,
            season,
            habit,
        };
        let found = alarms(|seed| panel.watch(seed, months, 0.0, true));
        assert!(
            found <= SEEDS as usize / 20,
            "weather {weather}: {found} of {SEEDS} runs alarm"
        );
    }
    // Without the history weather is taken for drift.
    let panel = Panel {
        customers: 250,
        columns: 20,
        weather: 0.3,
        season: 0.0,
        habit: 0.8,
    };
    assert!(alarms(|seed| panel.watch(seed, 6, 0.0, false)) > SEEDS as usize / 2);
}

#[test]
fn a_shift_stands_out_from_a_year_of_months() {
    let panel = Panel {
        customers: 2000,
        columns: 20,
        weather: 0.05,
        season: 0.0,
        habit: 0.8,
    };
    let seeds = 20;
    let found = (0..seeds).into_par_iter().filter(|&seed| {
        let flagged = panel.watch(seed, 12, 0.8, true);
        flagged[0] && flagged[1]
    });
    assert_eq!(found.count(), seeds as usize);
}
