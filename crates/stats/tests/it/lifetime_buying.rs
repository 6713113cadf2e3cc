use std::path::PathBuf;

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit};
use holdfast_stats::lifetime::buying::fitted::FittedBuying;
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::holdout::compare_holdout;
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::score::{score, score_with_intervals};
use holdfast_stats::lifetime::buying::simulate::simulate;
use holdfast_stats::lifetime::buying::tracking::track;
use proptest::prelude::*;
use serde::Deserialize;

use crate::reference::close;

const MODELS: [Buying; 3] = [Buying::BgNbd, Buying::MbgNbd, Buying::ParetoNbd];

#[derive(Deserialize)]
struct Reference {
    small: Small,
    covariates: WithCovariates,
    extremes: Vec<Case>,
    discounted: Vec<Case>,
    counts: Vec<Case>,
    cdnow: Cdnow,
}

#[derive(Deserialize)]
struct Small {
    frequency: Vec<f64>,
    recency: Vec<f64>,
    age: Vec<f64>,
    weight: Vec<f64>,
    horizon: f64,
    probes: Vec<[f64; 3]>,
    plain: Fits,
    weighted: Fits,
    penalty: Penalty,
}

#[derive(Deserialize)]
struct Fits {
    bg: Fit,
    mbg: Fit,
    pareto: Fit,
}

#[derive(Deserialize)]
struct Fit {
    parameters: Vec<f64>,
    se: Vec<f64>,
    log_likelihood: f64,
    #[serde(default)]
    p_alive: Vec<f64>,
    #[serde(default)]
    conditional: Vec<f64>,
    #[serde(default)]
    expected: Vec<f64>,
    #[serde(default)]
    probability: Vec<f64>,
}

#[derive(Deserialize)]
struct Penalty {
    coefficient: f64,
    parameters: Vec<f64>,
}

#[derive(Deserialize)]
struct WithCovariates {
    frequency: Vec<f64>,
    recency: Vec<f64>,
    age: Vec<f64>,
    age_group: Vec<f64>,
    spend: Vec<f64>,
    bg: Fit,
    mbg: Fit,
    pareto: Fit,
}

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    model: String,
    parameters: [f64; 4],
    #[serde(default)]
    horizon: f64,
    #[serde(default)]
    history: [f64; 3],
    #[serde(default)]
    rate: f64,
    #[serde(default)]
    p_alive: f64,
    #[serde(default)]
    expected: f64,
    #[serde(default)]
    conditional: f64,
    discounted: Option<f64>,
    #[serde(default)]
    x: u64,
    #[serde(default)]
    probability: f64,
}

#[derive(Deserialize)]
struct Cdnow {
    horizon: f64,
    probes: Vec<[f64; 3]>,
    #[serde(flatten)]
    fits: Fits,
}

impl Fits {
    fn of(&self, model: Buying) -> &Fit {
        match model {
            Buying::BgNbd => &self.bg,
            Buying::MbgNbd => &self.mbg,
            Buying::ParetoNbd => &self.pareto,
        }
    }
}

impl Small {
    fn histories(&self) -> Histories<'_> {
        Histories {
            frequency: &self.frequency,
            recency: &self.recency,
            age: &self.age,
            weight: None,
        }
    }
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/buying.json")).unwrap()
}

fn named(model: &str) -> Buying {
    match model {
        "bg" => Buying::BgNbd,
        "mbg" => Buying::MbgNbd,
        _ => Buying::ParetoNbd,
    }
}

fn plain(histories: &Histories<'_>, model: Buying) -> Result<FittedBuying, StatsError> {
    fit(histories, &BuyingCovariates::NONE, model, &BuyingSettings::default())
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    close(found, expected, relative * expected.abs());
}

/// A fit and all its predictions against stored ones. Errors from numerical second derivatives have fewer digits.
fn same(found: &FittedBuying, expected: &Fit, model: Buying, probes: &[[f64; 3]], horizon: f64) {
    near(found.log_likelihood, expected.log_likelihood, 1e-10);
    for (parameter, (value, se)) in found
        .parameters
        .iter()
        .zip(expected.parameters.iter().zip(&expected.se))
    {
        near(parameter.coef, *value, 1e-6);
        near(parameter.se, *se, if model == Buying::ParetoNbd { 1e-5 } else { 1e-6 });
    }
    let law = found.law().unwrap();
    for (i, &[x, tx, age]) in probes.iter().enumerate() {
        near(law.p_alive(x, tx, age).unwrap(), expected.p_alive[i], 1e-6);
        let conditional = law.conditional_expected_purchases(horizon, x, tx, age).unwrap();
        near(conditional, expected.conditional[i], 1e-6);
    }
    for (time, value) in [1.0, 10.0, 39.0].into_iter().zip(&expected.expected) {
        near(law.expected_purchases(time).unwrap(), *value, 1e-6);
    }
    for (x, value) in (0..).zip(&expected.probability) {
        near(law.probability_of_x_purchases(x, 39.0).unwrap(), *value, 1e-6);
    }
}

#[test]
fn a_small_company_as_lifetimes_says() {
    let reference = reference().small;
    let weighted = Histories {
        weight: Some(&reference.weight),
        ..reference.histories()
    };
    for model in MODELS {
        for (histories, expected) in [
            (reference.histories(), &reference.plain),
            (weighted, &reference.weighted),
        ] {
            let found = plain(&histories, model).unwrap();
            same(&found, expected.of(model), model, &reference.probes, reference.horizon);
            assert!(found.distinct < found.rows && found.rows == 500);
        }
    }
}

#[test]
fn the_penalty_of_lifetimes() {
    let reference = reference().small;
    let settings = BuyingSettings {
        penalty: reference.penalty.coefficient,
    };
    let found = fit(
        &reference.histories(),
        &BuyingCovariates::NONE,
        Buying::BgNbd,
        &settings,
    )
    .unwrap();
    for (parameter, value) in found.parameters.iter().zip(&reference.penalty.parameters) {
        near(parameter.coef, *value, 1e-6);
    }
    let free = plain(&reference.histories(), Buying::BgNbd).unwrap();
    assert!(found.log_likelihood < free.log_likelihood);
}

#[test]
fn cdnow_to_the_printed_digits() {
    let folder = std::env::var_os("HOLDFAST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let Ok(text) = std::fs::read_to_string(folder.join("cdnow_customers_summary.csv")) else {
        println!("skipped: no cdnow_customers_summary.csv in {}", folder.display());
        return;
    };
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    for line in text.lines().skip(1) {
        for (column, value) in columns.iter_mut().zip(line.split(',').skip(1)) {
            column.push(value.trim().parse::<f64>().unwrap());
        }
    }
    let [frequency, mut recency, mut age] = columns;
    // The table has weeks to two decimals; the published figures come from whole days.
    for time in recency.iter_mut().chain(&mut age) {
        *time = (*time * 7.0).round() / 7.0;
    }
    let histories = Histories {
        frequency: &frequency,
        recency: &recency,
        age: &age,
        weight: None,
    };
    assert_eq!(histories.len(), 2357);
    let printed = [
        ([0.24259, 4.4136, 0.79292, 2.42589], Some(-9582.429)),
        ([0.525, 6.183, 0.891, 1.614], None),
        ([0.55315, 10.57633, 0.60625, 11.6715], Some(-9594.976)),
    ];
    // The published searches ended a little before the maximum: their likelihoods are not higher.
    let digits = [[6e-6, 6e-5, 6e-6, 3e-5], [6e-4; 4], [2e-4, 2e-3, 2e-5, 4e-3]];
    let reference = reference().cdnow;
    for ((model, (parameters, log_likelihood)), digits) in MODELS.into_iter().zip(printed).zip(digits) {
        let found = plain(&histories, model).unwrap();
        same(
            &found,
            reference.fits.of(model),
            model,
            &reference.probes,
            reference.horizon,
        );
        for ((parameter, printed), digit) in found.parameters.iter().zip(parameters).zip(digits) {
            println!("{} {} {} ({printed})", model.name(), parameter.name, parameter.coef);
            close(parameter.coef, printed, digit);
        }
        println!("{} {}", model.name(), found.log_likelihood);
        if let Some(printed) = log_likelihood {
            close(found.log_likelihood, printed, 6e-4);
        }
    }
}

#[test]
fn functions_far_from_usual_data() {
    let reference = reference();
    for case in &reference.extremes {
        let law = BuyingLaw::known(named(&case.model), case.parameters).unwrap();
        let [x, tx, age] = case.history;
        let place = format!(
            "{} {:?} {:?} {}",
            case.model, case.parameters, case.history, case.horizon
        );
        let check = |name: &str, found: f64, expected: f64| {
            // Powers of the order of a hundred thousand cost their digits.
            let tolerance = 1e-11 * (1.0 + 0.01 * x);
            let enough = (found - expected).abs() <= tolerance * expected.abs() + 1e-300;
            assert!(enough, "{name} {found} instead of {expected}: {place}");
        };
        check("p", law.p_alive(x, tx, age).unwrap(), case.p_alive);
        check("new", law.expected_purchases(case.horizon).unwrap(), case.expected);
        let conditional = law.conditional_expected_purchases(case.horizon, x, tx, age).unwrap();
        check("conditional", conditional, case.conditional);
        let discounted = law.discounted_expected_transactions(case.rate, x, tx, age).unwrap();
        if let Some(expected) = case.discounted {
            check("discounted", discounted, expected);
        }
    }
    for case in &reference.discounted {
        let law = BuyingLaw::known(named(&case.model), case.parameters).unwrap();
        let [x, tx, age] = case.history;
        let found = law.discounted_expected_transactions(case.rate, x, tx, age).unwrap();
        near(found, case.discounted.unwrap(), 1e-10);
    }
    for case in &reference.counts {
        let law = BuyingLaw::known(Buying::ParetoNbd, case.parameters).unwrap();
        let found = law.probability_of_x_purchases(case.x, case.horizon).unwrap();
        close(found, case.probability, 1e-11 * case.probability + 1e-290);
    }
}

#[test]
fn covariates_as_an_independent_likelihood_says() {
    let reference = reference().covariates;
    let histories = Histories {
        frequency: &reference.frequency,
        recency: &reference.recency,
        age: &reference.age,
        weight: None,
    };
    let names = ["age_group".to_owned(), "spend".to_owned()];
    let columns: [&[f64]; 2] = [&reference.age_group, &reference.spend];
    let covariates = BuyingCovariates {
        purchase: Covariates {
            names: &names,
            columns: &columns,
        },
        dropout: Covariates {
            names: &names[..1],
            columns: &columns[..1],
        },
    };
    for (model, expected) in MODELS
        .into_iter()
        .zip([&reference.bg, &reference.mbg, &reference.pareto])
    {
        let found = fit(&histories, &covariates, model, &BuyingSettings::default()).unwrap();
        near(found.log_likelihood, expected.log_likelihood, 1e-10);
        for (parameter, (value, se)) in found
            .parameters
            .iter()
            .zip(expected.parameters.iter().zip(&expected.se))
        {
            close(parameter.coef, *value, 2e-5 * se + 1e-6 * value.abs());
            near(parameter.se, *se, 1e-4);
        }
        assert_eq!(found.parameters[6].name, "dropout:age_group");
        // A row's score is what its own law says, and the units of a column do not matter.
        let scores = score(&found, &histories, &covariates, 30.0).unwrap();
        let row = 17;
        let own = found
            .law_for(&[columns[0][row], columns[1][row]], &[columns[0][row]])
            .unwrap();
        let (x, tx, age) = (histories.frequency[row], histories.recency[row], histories.age[row]);
        assert_eq!(own.p_alive(x, tx, age), Ok(scores.p_alive[row]));
        let pennies: Vec<f64> = reference.spend.iter().map(|spend| spend * 1e9 + 3e10).collect();
        let changed: [&[f64]; 2] = [&reference.age_group, &pennies];
        let in_pennies = BuyingCovariates {
            purchase: Covariates {
                names: &names,
                columns: &changed,
            },
            ..covariates
        };
        let other = fit(&histories, &in_pennies, model, &BuyingSettings::default()).unwrap();
        near(other.log_likelihood, found.log_likelihood, 1e-11);
        near(other.parameters[5].coef * 1e9, found.parameters[5].coef, 1e-5);
    }
    let twice = BuyingCovariates {
        purchase: Covariates {
            names: &names,
            columns: &[&reference.spend, &reference.spend],
        },
        dropout: Covariates::NONE,
    };
    assert!(matches!(
        fit(&histories, &twice, Buying::BgNbd, &BuyingSettings::default()),
        Err(StatsError::CollinearColumn { name }) if name == "spend"
    ));
}

#[test]
fn predictions_by_hand() {
    // BG/NBD with r = 1, α = 1, a = b = 1: x = 1, t_x = 1, T = 3: odds of being gone a/b·(4/2)² = 4.
    let law = BuyingLaw::known(Buying::BgNbd, [1.0, 1.0, 1.0, 1.0]).unwrap();
    close(law.p_alive(1.0, 1.0, 3.0).unwrap(), 0.2, 1e-15);
    assert_eq!(law.p_alive(0.0, 0.0, 3.0), Ok(1.0));
    // E[(1 − 1/(1 + p))/p] = E 1/(1 + p) = ln 2 over a uniform p, where the formula of the paper is 0/0.
    close(law.expected_purchases(1.0).unwrap(), std::f64::consts::LN_2, 1e-14);
    assert_eq!(law.expected_purchases(0.0), Ok(0.0));
    // No order by t = 1: 1/2. One: NBD(1) = 1/4 and stays ½, or one or more (½) and leaves ½.
    close(law.probability_of_x_purchases(0, 1.0).unwrap(), 0.5, 1e-15);
    close(law.probability_of_x_purchases(1, 1.0).unwrap(), 0.375, 1e-15);
    // MBG/NBD: odds of being gone at once a/b·((α+T)/α)^r = 4.
    let law = BuyingLaw::known(Buying::MbgNbd, [1.0, 1.0, 1.0, 1.0]).unwrap();
    close(law.p_alive(0.0, 0.0, 3.0).unwrap(), 0.2, 1e-15);
    // No order: gone at once ½, or stays ½ and no order ½.
    close(law.probability_of_x_purchases(0, 1.0).unwrap(), 0.75, 1e-15);
    // Pareto/NBD with α = β = 1, r = s = 1: E X = r/α·β·ln(1 + t/β) at s = 1; alive: 1/(½·(16 − 1) + 1) for x = 0, T = 3.
    let law = BuyingLaw::known(Buying::ParetoNbd, [1.0; 4]).unwrap();
    close(law.expected_purchases(3.0).unwrap(), 4.0_f64.ln(), 1e-14);
    close(law.p_alive(0.0, 0.0, 3.0).unwrap(), 1.0 / 8.5, 1e-15);
}

#[test]
fn counts_of_purchases_are_a_distribution() {
    for model in MODELS {
        for parameters in [[0.24, 4.4, 0.79, 2.4], [3.0, 1.0, 0.3, 40.0], [0.05, 2.0, 5.0, 0.5]] {
            let law = BuyingLaw::known(model, parameters).unwrap();
            let counts = (0..3000).map(|x| law.probability_of_x_purchases(x, 20.0).unwrap());
            let (total, mean) = counts
                .zip(0..)
                .fold((0.0, 0.0), |(total, mean), (p, x)| (total + p, mean + p * f64::from(x)));
            close(total, 1.0, 1e-11);
            near(mean, law.expected_purchases(20.0).unwrap(), 1e-10);
        }
    }
    let law = BuyingLaw::known(Buying::MbgNbd, [2.0, 1.0, 0.5, 0.5]).unwrap();
    assert!(law.probability_of_x_purchases(1_000_000_000, 1e9).unwrap().is_finite());
    assert!(law.probability_of_x_purchases(2_000_000_000, 1e9).is_err());
}

#[test]
fn a_simulated_company_is_found_again() {
    for (model, truth) in MODELS
        .into_iter()
        .zip([[0.5, 8.0, 0.8, 2.5], [0.6, 6.0, 0.9, 1.8], [0.6, 9.0, 0.7, 12.0]])
    {
        let law = BuyingLaw::known(model, truth).unwrap();
        let ages: Vec<f64> = (0..25_000).map(|i| 30.0 + f64::from(i % 997) * 0.05).collect();
        let drawn = simulate(&law, &ages, 20_261_123).unwrap();
        assert_eq!(simulate(&law, &ages, 20_261_123).unwrap(), drawn);
        let expected: f64 = ages.iter().map(|&age| law.expected_purchases(age).unwrap()).sum();
        let actual: f64 = drawn.frequency.iter().sum();
        near(actual, expected, 0.03);
        let found = plain(&drawn.histories(), model).unwrap();
        for (parameter, truth) in found.parameters.iter().zip(truth) {
            assert!(
                (parameter.coef - truth).abs() < 4.0 * parameter.se,
                "{} {parameter:?} {truth}",
                model.name()
            );
            assert!(parameter.se < 0.5 * truth);
        }
    }
}

#[test]
fn rows_doubled_weighted_or_in_other_units_say_the_same() {
    let reference = reference().small;
    for model in MODELS {
        let once = plain(&reference.histories(), model).unwrap();
        for (unit, weight) in [(1e-9, 1e-12), (1e9, 1e12), (1e-290, 1.0), (1e290, 3.0)] {
            let scaled = |column: &[f64]| column.iter().map(|t| t * unit).collect::<Vec<f64>>();
            let (recency, age) = (scaled(&reference.recency), scaled(&reference.age));
            let weights = vec![weight; age.len()];
            let other = plain(
                &Histories {
                    frequency: &reference.frequency,
                    recency: &recency,
                    age: &age,
                    weight: Some(&weights),
                },
                model,
            )
            .unwrap();
            let time = [1.0, unit, 1.0, if model == Buying::ParetoNbd { unit } else { 1.0 }];
            for ((one, other), time) in once.parameters.iter().zip(&other.parameters).zip(time) {
                near(other.coef / time, one.coef, 1e-6);
                near(other.se / time * weight.sqrt(), one.se, 1e-4);
            }
            let purchases: f64 = reference.frequency.iter().sum();
            near(
                other.log_likelihood / weight + purchases * unit.ln(),
                once.log_likelihood,
                1e-9,
            );
        }
    }
}

#[test]
fn histories_that_cannot_be_are_refused_with_their_row() {
    let check = |frequency: [f64; 2], recency: [f64; 2], age: [f64; 2]| {
        Histories {
            frequency: &frequency,
            recency: &recency,
            age: &age,
            weight: None,
        }
        .check()
    };
    let good = check([0.0, 2.0], [0.0, 3.0], [5.0, 3.0]);
    assert_eq!(good, Ok(()));
    use StatsError::{BadValue, Contradiction, NegativeDuration, NonPositiveDuration, NotFinite};
    assert!(matches!(
        check([0.0, 1.5], [0.0, 3.0], [5.0; 2]),
        Err(BadValue {
            index: 1,
            name: "frequency",
            ..
        })
    ));
    assert!(matches!(
        check([-1.0, 1.0], [0.0, 3.0], [5.0; 2]),
        Err(BadValue { index: 0, .. })
    ));
    assert!(matches!(
        check([0.0, 1.0], [0.0, 6.0], [5.0; 2]),
        Err(Contradiction {
            index: 1,
            name: "recency",
            ..
        })
    ));
    assert!(matches!(
        check([0.0, 0.0], [0.0, 2.0], [5.0; 2]),
        Err(Contradiction {
            index: 1,
            name: "frequency",
            ..
        })
    ));
    assert!(matches!(
        check([3.0, 0.0], [0.0, 0.0], [5.0; 2]),
        Err(Contradiction { index: 0, .. })
    ));
    assert!(matches!(
        check([0.0, 1.0], [0.0, -1.0], [5.0; 2]),
        Err(NegativeDuration { index: 1, .. })
    ));
    assert!(matches!(
        check([0.0, 0.0], [0.0; 2], [5.0, 0.0]),
        Err(NonPositiveDuration { index: 1, .. })
    ));
    assert!(matches!(
        check([0.0, 0.0], [f64::NAN, 0.0], [5.0; 2]),
        Err(NotFinite { index: 0, .. })
    ));
}

/// Each ends in a finite result or a named error, and in no time.
#[test]
fn data_that_break_optimisers() {
    let cases: Vec<(&str, Vec<[f64; 3]>)> = vec![
        ("no row", vec![]),
        ("one row", vec![[2.0, 3.0, 5.0]]),
        ("nobody came back", vec![[0.0, 0.0, 5.0]; 50]),
        (
            "one came back",
            [vec![[0.0, 0.0, 5.0]; 50], vec![[3.0, 2.0, 5.0]]].concat(),
        ),
        (
            "four came back",
            [vec![[0.0, 0.0, 5.0]; 50], vec![[1.0, 2.0, 5.0]; 4]].concat(),
        ),
        ("all the same", vec![[3.0, 4.0, 9.0]; 100]),
        ("all at the end", vec![[3.0, 9.0, 9.0]; 100]),
        (
            "regular",
            (1..200)
                .map(|i| [f64::from(i), f64::from(i), f64::from(i) + 1.0])
                .collect(),
        ),
        (
            "gone at once",
            [vec![[1.0, 1e-9, 50.0]; 60], vec![[0.0, 0.0, 50.0]; 60]].concat(),
        ),
        (
            "long lives",
            vec![
                [1e5, 99.0, 100.0],
                [1e5, 98.0, 100.0],
                [2e5, 99.9, 100.0],
                [1e6, 100.0, 100.0],
                [0.0, 0.0, 1.0],
            ],
        ),
        (
            "huge counts",
            vec![
                [1e12, 99.0, 100.0],
                [1e9, 98.0, 100.0],
                [3.0, 50.0, 100.0],
                [1e15, 100.0, 100.0],
            ],
        ),
        (
            "all scales",
            vec![
                [1.0, 1e-300, 1e300],
                [2.0, 1e-9, 1.0],
                [3.0, 1e9, 1e9],
                [4.0, 1e299, 1e300],
                [5.0, 1.0, 2.0],
                [0.0, 0.0, 1e-300],
            ],
        ),
        (
            "two kinds",
            [vec![[40.0, 99.0, 100.0]; 30], vec![[0.0, 0.0, 100.0]; 300]].concat(),
        ),
    ];
    for (name, rows) in cases {
        let column = |i: usize| rows.iter().map(|row| row[i]).collect::<Vec<f64>>();
        let (frequency, recency, age) = (column(0), column(1), column(2));
        let histories = Histories {
            frequency: &frequency,
            recency: &recency,
            age: &age,
            weight: None,
        };
        for model in MODELS {
            for penalty in [0.0, 0.01] {
                let found = fit(&histories, &BuyingCovariates::NONE, model, &BuyingSettings { penalty });
                match found {
                    Ok(found) => {
                        assert!(found.log_likelihood.is_finite());
                        for parameter in &found.parameters {
                            assert!(
                                parameter.coef > 0.0 && parameter.coef.is_finite(),
                                "{name}: {parameter:?}"
                            );
                            assert!(parameter.se > 0.0 && parameter.se.is_finite(), "{name}: {parameter:?}");
                        }
                        let scores = score_with_intervals(&found, &histories, &BuyingCovariates::NONE, 10.0);
                        let scores = scores.unwrap_or_else(|error| panic!("{name} {}: {error}", model.name()));
                        for p in scores.p_alive {
                            assert!(0.0 <= p.ci_low && p.ci_low <= p.value && p.value <= p.ci_high && p.ci_high <= 1.0);
                        }
                        println!("{name} {} {penalty}: fitted", model.name());
                    }
                    Err(error) => println!("{name} {} {penalty}: {error}", model.name()),
                }
            }
        }
    }
    let none = [0.0; 3];
    let error = plain(
        &Histories {
            frequency: &none,
            recency: &none,
            age: &[1.0; 3],
            weight: None,
        },
        Buying::BgNbd,
    );
    assert!(matches!(error, Err(StatsError::TooFew { found: 0, .. })));
}

#[test]
fn nobody_seen_silent_is_the_wrong_setting() {
    let histories = Histories {
        frequency: &[3.0; 9],
        recency: &[9.0; 9],
        age: &[9.0; 9],
        weight: None,
    };
    for model in MODELS {
        assert!(matches!(plain(&histories, model), Err(StatsError::WrongSetting { .. })));
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let law = BuyingLaw::known(Buying::BgNbd, [0.5, 8.0, 0.8, 2.5]).unwrap();
    let ages: Vec<f64> = (0..40_000).map(|i| 30.0 + f64::from(i) * 1e-3).collect();
    let drawn = simulate(&law, &ages, 7).unwrap();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let found = plain(&drawn.histories(), Buying::BgNbd).unwrap();
            let scores = score(&found, &drawn.histories(), &BuyingCovariates::NONE, 20.0).unwrap();
            (found, scores)
        })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn tracking_and_holdout_by_hand() {
    let law = BuyingLaw::known(Buying::BgNbd, [1.0; 4]).unwrap();
    let rows = track(&law, &[0.0, 0.0, 1.0], &[0.5, 1.0, 1.1, 3.5], 1.0, 2).unwrap();
    // E X(1) = ln 2; E X(2) = E 2/(1 + 2p) = ln 3.
    let (one, two) = (2.0_f64.ln(), 3.0_f64.ln());
    close(rows[0].expected, 2.0 * one, 1e-14);
    close(rows[1].expected, 2.0 * two + one, 1e-14);
    assert_eq!([rows[0].actual, rows[1].actual], [2.0, 3.0]);
    assert!(track(&law, &[0.0], &[], 0.0, 2).is_err() && track(&law, &[0.0], &[], 1.0, 0).is_err());
    assert!(matches!(
        track(&law, &[0.0, -1.0], &[], 1.0, 2),
        Err(StatsError::NegativeDuration { index: 1, .. })
    ));

    let histories = Histories {
        frequency: &[0.0, 2.0, 5.0, 2.0],
        recency: &[0.0, 1.0, 1.0, 1.0],
        age: &[2.0; 4],
        weight: Some(&[1.0, 1.0, 1.0, 3.0]),
    };
    let rows = compare_holdout(&histories, &[0.1, 1.0, 4.0, 2.0], &[0.0, 0.0, 6.0, 4.0], 3).unwrap();
    let found: Vec<_> = rows
        .iter()
        .map(|r| (r.frequency, r.and_more, r.customers, r.expected, r.actual))
        .collect();
    assert_eq!(
        found,
        [
            (0, false, 1.0, 0.1, 0.0),
            (2, false, 4.0, 1.75, 3.0),
            (3, true, 1.0, 4.0, 6.0)
        ]
    );
}

#[test]
fn intervals_cover_what_is_true() {
    // 60 companies of 800 customers: the 95 % interval of expected purchases holds the truth in about 57.
    let truth = BuyingLaw::known(Buying::BgNbd, [0.6, 6.0, 0.8, 2.5]).unwrap();
    let ages = vec![40.0; 800];
    let (mut fitted, mut covered) = (0, 0);
    for seed in 0..60 {
        let drawn = simulate(&truth, &ages, seed).unwrap();
        let Ok(found) = plain(&drawn.histories(), Buying::BgNbd) else {
            continue;
        };
        let estimate = found.law().unwrap().expected_purchases_with_interval(40.0).unwrap();
        let expected = truth.expected_purchases(40.0).unwrap();
        fitted += 1;
        covered += i32::from(estimate.ci_low <= expected && expected <= estimate.ci_high);
    }
    assert!(fitted >= 57 && covered >= 51, "{covered} of {fitted}");
}

fn law() -> impl Strategy<Value = BuyingLaw> {
    let logs = prop::array::uniform4(-6.0..6.0_f64);
    (0..3_usize, logs).prop_map(|(model, logs)| BuyingLaw::known(MODELS[model], logs.map(f64::exp)).unwrap())
}

fn history() -> impl Strategy<Value = [f64; 3]> {
    (0..200_u32, 1e-3..1.0_f64, -7.0..7.0_f64).prop_map(|(x, share, age)| {
        let age = age.exp();
        [f64::from(x), if x == 0 { 0.0 } else { share * age }, age]
    })
}

proptest! {
    #[test]
    fn predictions_stay_in_their_range(law in law(), [x, tx, age] in history(), time in -8.0..8.0_f64) {
        let (time, [r, alpha, ..]) = (time.exp(), law.parameters());
        let p = law.p_alive(x, tx, age).unwrap();
        prop_assert!((0.0..=1.0).contains(&p));
        // Longer silence, less alive.
        prop_assert!(law.p_alive(x, tx, age * 1.5).unwrap() <= p + 1e-12);
        let new = law.expected_purchases(time).unwrap();
        prop_assert!(new >= 0.0 && new <= r / alpha * time * (1.0 + 1e-12));
        prop_assert!(law.expected_purchases(2.0 * time).unwrap() >= new * (1.0 - 1e-12));
        let conditional = law.conditional_expected_purchases(time, x, tx, age).unwrap();
        prop_assert!(conditional <= p * (r + x) / (alpha + age) * time * (1.0 + 1e-12));
        // Discounted over all time: at most the flow without end of life, at least the discounted part of any window.
        let rate = 0.01;
        let discounted = law.discounted_expected_transactions(rate, x, tx, age).unwrap();
        prop_assert!(discounted <= p * (r + x) / (alpha + age) / rate * (1.0 + 1e-10));
        prop_assert!(discounted >= conditional * (-rate * time).exp() * (1.0 - 1e-10));
    }

    #[test]
    fn counts_stay_in_their_range(law in law(), x in 0..5000_u64, time in -8.0..8.0_f64) {
        let p = law.probability_of_x_purchases(x, time.exp()).unwrap();
        prop_assert!((0.0..=1.0).contains(&p));
    }
}
