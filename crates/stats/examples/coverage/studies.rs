//! Simulated data sets with a known truth, and how often the 95 % interval of each estimate holds it. Shared by the
//! `coverage` program and the smaller test of the same name.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::interval::Interval;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit as fit_buying};
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::simulate::simulate;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, fit as fit_cox};
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::survival_curve;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

/// Normal quantile of a two-sided 95 % interval.
const Z_975: f64 = 1.959_963_984_540_054;
/// Customers of a survival study.
const CUSTOMERS: usize = 300;
/// Shares still there at the times at which curves are checked.
const STAYED: [f64; 3] = [0.9, 0.5, 0.2];
/// Durations are Weibull with this shape and scale 1: churn grows more likely with time.
const SHAPE: f64 = 1.5;
const EFFECTS: [(&str, f64); 3] = [("normal column", 0.5), ("yes/no column", -0.7), ("skewed column", 0.3)];
/// Buyers of a purchase study, and their law: near the CDNOW customers.
const BUYERS: usize = 4000;
const BUYING: [f64; 4] = [0.243, 4.41, 0.79, 2.43];
/// Weeks since the first purchase.
const AGES: std::ops::Range<f64> = 27.0..39.0;

/// How often one interval held the truth.
pub struct Tally {
    /// Which interval.
    pub name: String,
    /// Data sets in which it held the truth.
    pub covered: u64,
    /// Data sets with an estimate.
    pub fitted: u64,
    /// Data sets without: a named error.
    pub failed: u64,
}

impl Tally {
    /// Share of the intervals that held the truth.
    pub fn share(&self) -> f64 {
        self.covered as f64 / self.fitted as f64
    }
}

/// S(t) of a Kaplan–Meier curve at three times, a third or so censored.
pub fn kaplan_meier(sets: u64, seed: u64) -> Vec<Tally> {
    let names = STAYED.map(|share| format!("Kaplan–Meier, S(t) = {share}"));
    tally(&names, sets, seed, |random| {
        let (exit, event) = watched(random, &[1.0; CUSTOMERS]);
        curve_covers(&Spells::new(&exit, &event))
    })
}

/// The same where customers are seen only if they were still there at a later moment. Nobody enters after the first of the
/// times, else the risk set at the start would be empty.
pub fn late_entry(sets: u64, seed: u64) -> Vec<Tally> {
    let names = STAYED.map(|share| format!("Kaplan–Meier with late entry, S(t) = {share}"));
    tally(&names, sets, seed, |random| {
        let (exit, event) = watched(random, &[1.0; CUSTOMERS]);
        let late = |_| {
            if random.gen_bool(0.5) {
                random.gen_range(0.0..time_at(STAYED[1]))
            } else {
                0.0
            }
        };
        let entry: Vec<f64> = (0..CUSTOMERS).map(late).collect();
        let seen: Vec<usize> = (0..CUSTOMERS).filter(|&row| entry[row] < exit[row]).collect();
        let pick = |column: &[f64]| seen.iter().map(|&row| column[row]).collect::<Vec<_>>();
        let (entry, exit) = (pick(&entry), pick(&exit));
        let event: Vec<bool> = seen.iter().map(|&row| event[row]).collect();
        curve_covers(&Spells::new(&exit, &event).entered(&entry))
    })
}

/// Each coefficient of a Cox regression.
pub fn cox(sets: u64, seed: u64) -> Vec<Tally> {
    let names = EFFECTS.map(|(name, effect)| format!("Cox, {name}, coefficient {effect}"));
    let columns = EFFECTS.map(|(name, _)| name.to_owned());
    tally(&names, sets, seed, |random| {
        let values = [
            (0..CUSTOMERS).map(|_| normal(random)).collect::<Vec<_>>(),
            (0..CUSTOMERS)
                .map(|_| f64::from(u8::from(random.gen_bool(0.3))))
                .collect(),
            (0..CUSTOMERS).map(|_| exponential(random)).collect(),
        ];
        let risk = |row: usize| {
            EFFECTS
                .iter()
                .zip(&values)
                .map(|((_, effect), column)| effect * column[row])
                .sum::<f64>()
        };
        let hazards: Vec<f64> = (0..CUSTOMERS).map(|row| risk(row).exp()).collect();
        let (exit, event) = watched(random, &hazards);
        let data = CoxData {
            spells: Spells::new(&exit, &event),
            covariates: Covariates {
                names: &columns,
                columns: &values.each_ref().map(Vec::as_slice),
            },
            strata: None,
            offset: None,
            cluster: None,
        };
        let fitted = fit_cox(&data, &CoxSettings::default()).ok()?;
        let found = fitted.coefficients.iter().zip(EFFECTS);
        Some(
            found
                .map(|(found, (_, truth))| (found.ci_low..=found.ci_high).contains(&truth))
                .collect(),
        )
    })
}

/// Each parameter of BG/NBD: the interval that is shown, and Wald's on the logarithm.
pub fn bg_nbd(sets: u64, seed: u64) -> Vec<Tally> {
    let parameters = Buying::BgNbd.parameter_names();
    let name = |how: &str| parameters.map(|parameter| format!("BG/NBD, {parameter}, {how}"));
    let names = [name("as shown"), name("on the logarithm")].concat();
    tally(&names, sets, seed, |random| {
        let ages: Vec<f64> = (0..BUYERS).map(|_| random.gen_range(AGES)).collect();
        let law = BuyingLaw::known(Buying::BgNbd, BUYING).ok()?;
        let made = simulate(&law, &ages, random.gen_range(0..u64::MAX)).ok()?;
        let none = BuyingCovariates::NONE;
        let fitted = fit_buying(&made.histories(), &none, Buying::BgNbd, &BuyingSettings::default()).ok()?;
        let shown = fitted.parameters.iter().map(|found| (found.ci_low, found.ci_high));
        let on_the_logarithm = fitted.parameters.iter().enumerate().map(|(at, found)| {
            let factor = (Z_975 * fitted.covariance[at * (parameters.len() + 1)].sqrt()).exp();
            (found.coef / factor, found.coef * factor)
        });
        let covers = |((low, high), truth): ((f64, f64), f64)| (low..=high).contains(&truth);
        let truths = BUYING.iter().chain(&BUYING).copied();
        Some(shown.chain(on_the_logarithm).zip(truths).map(covers).collect())
    })
}

/// Runs a study on `sets` data sets, each with its own random stream; the study says which intervals held the truth.
fn tally(
    names: &[String],
    sets: u64,
    seed: u64,
    study: impl Fn(&mut Xoshiro256PlusPlus) -> Option<Vec<bool>> + Sync,
) -> Vec<Tally> {
    let streams = std::iter::successors(Some(Xoshiro256PlusPlus::seed_from_u64(seed)), |stream| {
        let mut next = stream.clone();
        next.jump();
        Some(next)
    });
    let streams: Vec<Xoshiro256PlusPlus> = (0..sets).zip(streams).map(|(_, stream)| stream).collect();
    let results: Vec<Option<Vec<bool>>> = streams.into_par_iter().map(|mut random| study(&mut random)).collect();
    let fitted: Vec<&Vec<bool>> = results.iter().flatten().collect();
    let tally = |(at, name): (usize, &String)| Tally {
        name: name.clone(),
        covered: fitted.iter().filter(|held| held[at]).count() as u64,
        fitted: fitted.len() as u64,
        failed: (results.len() - fitted.len()) as u64,
    };
    names.iter().enumerate().map(tally).collect()
}

/// Weibull durations with the given hazards at 1, watched for a uniform while.
fn watched(random: &mut impl Rng, hazards: &[f64]) -> (Vec<f64>, Vec<bool>) {
    let one = |hazard: &f64| {
        let stays = (exponential(random) / hazard).powf(1.0 / SHAPE);
        let seen = random.gen_range(0.0..3.0);
        (stays.min(seen), stays <= seen)
    };
    hazards.iter().map(one).unzip()
}

/// When a share of the customers with hazard 1 is still there.
fn time_at(share: f64) -> f64 {
    (-share.ln()).powf(1.0 / SHAPE)
}

fn curve_covers(spells: &Spells<'_>) -> Option<Vec<bool>> {
    let curve = survival_curve(spells).ok()?;
    let covers = |share: f64| {
        let Interval { low, high } = curve.step_at(time_at(share))?.interval;
        Some((low..=high).contains(&share))
    };
    STAYED.into_iter().map(covers).collect()
}

fn exponential(random: &mut impl Rng) -> f64 {
    -(1.0 - random.gen_range(0.0..1.0_f64)).ln()
}

/// A standard normal number (Box & Muller 1958).
fn normal(random: &mut impl Rng) -> f64 {
    (2.0 * exponential(random)).sqrt() * (std::f64::consts::TAU * random.gen_range(0.0..1.0_f64)).cos()
}
