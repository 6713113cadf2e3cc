//! The three simulated companies as workspaces: every metric equals the truth that the simulator counted from lives.
//!
//! Everything in `truth_metrics.csv` is asked, every grain, every dimension, every cell, and nothing may be there that the truth does not
//! know. Counts without a built-in metric are asked through the workspace's own metrics, which a folder `metrics` declares.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use holdfast_app::lake::{Ask, ImportOptions, Session, When, metric, refresh};
use holdfast_app::progress::Silent;
use holdfast_app::simulate::Industry;
use holdfast_domain::grain::Grain;
use holdfast_engine::metrics::query::{Key, MetricQuery, MetricRow, Number};

use crate::support::company;

/// A count that has no built-in metric, and where it is.
const OWN: [(&str, &str, &str); 11] = [
    ("active_days", "active_days", "ledger"),
    ("events", "events", "activity"),
    ("purchase_days", "purchase_days", "activity"),
    ("complaint_customers", "complaining", "service"),
    ("revenue_start_customers", "start_customers", "revenue"),
    ("revenue_new_customers", "new_customers", "revenue"),
    ("revenue_expansion_customers", "expansion_customers", "revenue"),
    ("revenue_contraction_customers", "contraction_customers", "revenue"),
    ("revenue_churned_customers", "churned_customers", "revenue"),
    ("revenue_reactivation_customers", "reactivation_customers", "revenue"),
    ("revenue_end_customers", "end_customers", "revenue"),
];

/// What the truth calls otherwise than the catalogue.
fn id_of(truth: &str) -> &str {
    match truth {
        "revenue_retention_net" => "nrr",
        "revenue_retention_gross" => "grr",
        "csat" => "satisfaction",
        "rfm" => "rfm_customers",
        same => same,
    }
}

/// Built-in metrics of which the truth says nothing: quotients of what it does say, another unit of it, or surveys, which are not simulated.
const NOT_IN_TRUTH: [&str; 7] = [
    "average_purchase_value",
    "average_revenue_per_customer",
    "complaint_resolution_rate",
    "csat",
    "nps",
    "purchases_per_buyer",
    "rfm_amount",
];

fn own_metric(id: &str, column: &str, view: &str) -> String {
    format!(
        "-- id: {id}
-- version: 1
-- name.zh: {id}
-- name.en: {id}
-- unit: count
-- definition.zh: {id}
-- definition.en: {id}
-- numerator.zh: {id}
-- numerator.en: {id}
-- direction: neutral
-- additivity: additive
-- family: own
-- needs: {view}

SELECT period{{dims}}, {column} AS numerator
FROM {view}
"
    )
}

/// One row of the truth: numerator and denominator as written.
#[derive(Debug)]
struct Figures {
    numerator: String,
    denominator: String,
}

/// Metric, grain, dimension.
type Asked = (String, String, String);
/// Period and group.
type Place = (String, String);

fn truth(folder: &Path) -> BTreeMap<Asked, BTreeMap<Place, Figures>> {
    let mut reader = csv::Reader::from_path(folder.join("truth_metrics.csv")).unwrap();
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>(),
        [
            "metric",
            "grain",
            "period",
            "dimension",
            "group",
            "numerator",
            "denominator"
        ]
    );
    let mut out: BTreeMap<Asked, BTreeMap<Place, Figures>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let cell = |at: usize| row[at].to_owned();
        let figures = Figures {
            numerator: cell(5),
            denominator: cell(6),
        };
        let twice = out
            .entry((cell(0), cell(1), cell(3)))
            .or_default()
            .insert((cell(2), cell(4)), figures);
        assert!(twice.is_none(), "{row:?}");
    }
    out
}

/// Period and group of a row of the product, as the truth writes them.
fn place(row: &MetricRow, dimension: &str) -> Place {
    let period = row.period.label.clone();
    let group = match (dimension, row.keys.as_slice(), row.dims.as_slice()) {
        ("cohort", [Key::Whole(age)], _) => format!("{period}+{age}"),
        // The catalogue says 重要价值客户.
        ("rfm_class", [Key::Text(class)], _) => class.strip_suffix("客户").unwrap().to_owned(),
        (_, _, [Some(group)]) => group.clone(),
        (_, _, []) => String::new(),
        other => panic!("{other:?}"),
    };
    (period, group)
}

fn float(number: Option<Number>) -> Option<f64> {
    number.map(Number::as_f64)
}

/// Whether a number is what the truth wrote: whole ones exactly, others to the sixth digit.
fn same(found: Option<Number>, truth: &str) -> bool {
    match (found, truth.contains('.')) {
        (Some(Number::Int(found)), false) => truth.parse() == Ok(found),
        (Some(found), _) => (found.as_f64() - truth.parse::<f64>().unwrap()).abs() <= 1e-6,
        (None, _) => truth.is_empty(),
    }
}

/// Whether a value is numerator ÷ denominator; money is whole.
fn is_quotient(row: &MetricRow) -> bool {
    let (Some(value), Some(numerator), Some(denominator)) = (row.value, float(row.numerator), float(row.denominator))
    else {
        return row.value.is_none();
    };
    let tolerance = if matches!(value, Number::Int(_)) {
        0.5
    } else {
        1e-12 * numerator.abs().max(1.0)
    };
    (value.as_f64() - numerator / denominator).abs() <= tolerance
}

/// Compares one metric by one grain and dimension; gives the number of cells compared.
fn compare(asked: &Asked, wanted: &BTreeMap<Place, Figures>, rows: &[MetricRow], wrong: &mut Vec<String>) -> usize {
    let (name, grain, dimension) = asked;
    let what = |place: &Place| format!("{name} {grain} {} {dimension}={}", place.0, place.1);
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for row in rows {
        *sums.entry(&row.period.label).or_default() += float(row.numerator).unwrap_or(0.0);
    }
    let mut seen = BTreeSet::new();
    for row in rows {
        let place = place(row, dimension);
        let Some(figures) = wanted.get(&place) else {
            // A cell that has not begun is null; a cohort of nobody and a class without customers are not in the truth.
            let nobody =
                float(row.denominator) == Some(0.0) || (name == "rfm" && sums[row.period.label.as_str()] == 0.0);
            if !(row.value.is_none() || nobody) {
                wrong.push(format!(
                    "{}: not in the truth: {:?} ÷ {:?}",
                    what(&place),
                    row.numerator,
                    row.denominator
                ));
            }
            continue;
        };
        let unknown = figures.denominator == "0";
        let denominator = match (name.as_str(), row.denominator) {
            ("rfm", None) => Some(Number::Int(sums[row.period.label.as_str()] as i64)),
            (_, denominator) => denominator,
        };
        // Where the truth has nothing to divide by there is no rate; whether the parts are then 0 or null is the metric's own affair.
        let fits = if unknown {
            row.value.is_none()
                && (row.numerator.is_none() || same(row.numerator, &figures.numerator))
                && float(denominator).is_none_or(|n| n == 0.0)
        } else {
            same(row.numerator, &figures.numerator)
                && same(denominator, &figures.denominator)
                && row.value.is_some()
                && (row.denominator.is_none() || is_quotient(row))
        };
        if !fits {
            wrong.push(format!(
                "{}: {:?} ÷ {denominator:?} = {:?} ({:?}), truth {} ÷ {}",
                what(&place),
                row.numerator,
                row.value,
                row.period.status,
                figures.numerator,
                figures.denominator
            ));
        }
        assert!(seen.insert(place), "twice: {row:?}");
    }
    for (place, figures) in wanted.iter().filter(|(place, _)| !seen.contains(*place)) {
        wrong.push(format!(
            "{}: missing, truth {} ÷ {}",
            what(place),
            figures.numerator,
            figures.denominator
        ));
    }
    wanted.len()
}

fn equals_the_truth(industry: Industry, customers: u64, seed: u64) {
    let folder = company(industry, customers, seed, false);
    let truth = truth(folder.path());
    fs::create_dir(folder.path().join("metrics")).unwrap();
    for (id, column, view) in OWN {
        fs::write(
            folder.path().join(format!("metrics/{id}.sql")),
            own_metric(id, column, view),
        )
        .unwrap();
    }
    let session = Session::open(folder.path()).unwrap();
    let options = ImportOptions {
        source: None,
        dry_run: false,
        batch_id: None,
        now_us: 1_770_000_000_000_000,
        environment: &|_| None,
    };
    let done = refresh(&session, &options, &Silent).unwrap();
    for batch in &done.batches {
        assert_eq!(
            (batch.rows_rejected, batch.values_rejected),
            (0, 0),
            "{:?}",
            batch.rejects
        );
    }
    let engine = session.metrics().unwrap();
    let facts = session.facts(&When::default()).unwrap();
    let (mut wrong, mut cells, mut asked_ids) = (Vec::new(), 0, BTreeSet::new());
    for (asked, wanted) in &truth {
        let (name, grain, dimension) = asked;
        let periods: BTreeSet<&String> = wanted.keys().map(|(period, _)| period).collect();
        let query = MetricQuery {
            grain: Grain::parse(grain).unwrap(),
            from: periods.first().map(ToString::to_string),
            to: periods.last().map(ToString::to_string),
            by: match dimension.as_str() {
                "" | "cohort" | "rfm_class" => Vec::new(),
                by => vec![by.to_owned()],
            },
            ..MetricQuery::of(id_of(name))
        };
        let table = engine.run(&query, &facts).unwrap();
        asked_ids.insert(id_of(name).to_owned());
        cells += compare(asked, wanted, &table.rows, &mut wrong);
    }
    println!("{}: {cells} cells of {} questions", industry.name(), truth.len());
    let mut by_metric: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &wrong {
        *by_metric.entry(line.split(' ').next().unwrap()).or_default() += 1;
    }
    let shown: Vec<&String> = by_metric
        .keys()
        .flat_map(|name| {
            wrong
                .iter()
                .filter(move |line| line.split(' ').next() == Some(name))
                .take(6)
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {cells} cells differ: {by_metric:?}\n{shown:#?}",
        wrong.len()
    );

    let unasked: Vec<&str> = engine
        .catalog()
        .iter()
        .map(|metric| metric.id.as_str())
        .filter(|id| !asked_ids.contains(*id) && !NOT_IN_TRUTH.contains(id))
        .collect();
    let expected: &[&str] = if industry == Industry::Telecom {
        &["workshop_return"]
    } else {
        &[]
    };
    assert_eq!(unasked, expected, "metrics that nothing is compared with");

    // The use case gives what the engine gives.
    let ask = Ask {
        metric: "churn_rate_start".to_owned(),
        by: vec!["region".to_owned()],
        ..Ask::default()
    };
    let query = MetricQuery {
        by: ask.by.clone(),
        ..MetricQuery::of("churn_rate_start")
    };
    assert_eq!(
        metric(&session, &ask).unwrap().rows,
        engine.run(&query, &facts).unwrap().rows
    );
}

#[test]
fn telecom_equals_the_truth() {
    equals_the_truth(Industry::Telecom, 600, 11);
}

#[test]
fn dealer_equals_the_truth() {
    equals_the_truth(Industry::Dealer, 1500, 12);
}

#[test]
fn shop_equals_the_truth() {
    equals_the_truth(Industry::Shop, 600, 13);
}
