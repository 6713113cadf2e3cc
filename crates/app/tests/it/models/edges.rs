//! Companies at the edge: no attribute filled, contracts alone, one region, other grains, currencies and time zones, no money, five customers.

use std::fmt::Write as _;
use std::fs;

use holdfast_domain::day::Day;

use super::lab::{Lab, SHOP, day, quick, refusal};

/// A number that looks drawn, the same every time.
fn dice(seed: usize, of: usize) -> usize {
    let mut z = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % of as u64) as usize
}

const FIRST: &str = "2024-01-01";
const LAST: &str = "2025-12-31";

/// What is unusual.
struct Edge {
    time_zone: &'static str,
    currency: &'static str,
    /// The text of amounts; `None`: the events have no column of money.
    amount: Option<&'static str>,
    /// Regions that customers live in; empty texts are unknown.
    regions: &'static [&'static str],
    more: &'static str,
    customers: usize,
}

const PLAIN: Edge = Edge {
    time_zone: "Asia/Shanghai",
    currency: "CNY",
    amount: Some("12.50"),
    regions: &["north", "south", "west"],
    more: "",
    customers: 700,
};

/// Customers who order at a rhythm of their own; every 40 days or so one in nine stops for good, after ordering less and less.
fn orders(edge: &Edge) -> Lab {
    let money = if edge.amount.is_some() {
        "amount = \"amount\"\n"
    } else {
        ""
    };
    let lab = Lab::empty(&format!(
        "format = 1
name = \"edge\"
time_zone = \"{}\"
currency = \"{}\"

[[source]]
id = \"customers\"
table = \"customers\"
files = [\"customers.csv\"]

[source.columns]
customer_id = \"id\"
region = \"region\"

[[source]]
id = \"events\"
table = \"events\"
files = [\"events.csv\"]

[source.columns]
customer_id = \"id\"
occurred_at = \"at\"
kind = \"kind\"
{money}
[[churn]]
id = \"silent\"
kind = \"inactivity\"
days = 60
{}",
        edge.time_zone, edge.currency, edge.more
    ));
    let (first, last) = (day(FIRST).number(), day(LAST).number());
    let mut customers = String::from("id,region,note\n");
    let mut events = String::from(if edge.amount.is_some() {
        "id,at,kind,amount\n"
    } else {
        "id,at,kind\n"
    });
    for customer in 0..edge.customers {
        let region = edge.regions[dice(customer, edge.regions.len())];
        let _ = writeln!(customers, "c{customer},{region},");
        let rhythm = 5 + dice(customer + 1_000_000, 20) as i32;
        let mut at = first + dice(customer + 2_000_000, 300) as i32;
        let mut step = 0;
        let mut weary = 0;
        while at <= last {
            let hour = dice(customer * 977 + step, 24);
            let date = Day::from_number(at);
            let kind = if weary > 0 && step % 2 == 0 { "view" } else { "order" };
            match edge.amount {
                Some(amount) => writeln!(events, "c{customer},{date} {hour:02}:30:00,{kind},{amount}").unwrap(),
                None => writeln!(events, "c{customer},{date} {hour:02}:30:00,{kind}").unwrap(),
            }
            step += 1;
            if weary == 0 && dice(customer * 31 + step * 7_919, 60) < 3 {
                weary = 1;
            } else if weary > 0 {
                weary += 1;
            }
            if weary == 5 {
                break;
            }
            at += rhythm + 4 * weary;
        }
    }
    fs::write(lab.path().join("customers.csv"), customers).unwrap();
    fs::write(lab.path().join("events.csv"), events).unwrap();
    lab.refresh();
    lab
}

/// The whole way, and what must hold at its end.
fn goes_all_the_way(lab: &Lab) -> holdfast_app::models::registry::record::RunRecord {
    let record = lab.train(&quick(&["logistic", "boosting"], 4)).record;
    let figures = &record.figures;
    assert!(figures.rows > 100 && figures.auc.unwrap().value > 0.55, "{figures:?}");
    let scored = lab.score(None);
    assert!(scored.customers > 100);
    assert_eq!(scored.by_level.iter().sum::<u64>(), scored.customers);
    let scores = lab.scores(scored.as_of, &record.id);
    assert_eq!(scores.len() as u64, scored.customers);
    for row in scores.values() {
        assert!((0.0..=1.0).contains(&row["p_churn"].as_f64().unwrap()));
    }
    let watched = lab.watch(None);
    assert!(watched.canary.unwrap().holds());
    record
}

#[test]
fn a_company_of_which_no_attribute_is_filled() {
    let lab = orders(&Edge {
        regions: &[""],
        ..PLAIN
    });
    let record = goes_all_the_way(&lab);
    assert!(
        record
            .features
            .iter()
            .all(|feature| !feature.name.starts_with("attribute_region"))
    );
    assert!(record.by_group.iter().all(|group| group.dimension == "tenure"));
}

#[test]
fn a_company_of_one_region_without_money() {
    let lab = orders(&Edge {
        regions: &["here"],
        amount: None,
        ..PLAIN
    });
    let record = goes_all_the_way(&lab);
    assert!(
        record.features.iter().all(|feature| !feature.name.contains("amount")),
        "{:?}",
        record.features
    );
    let scored = lab.score(None);
    assert_eq!(scored.value_at_risk_minor.unwrap_or(0), 0);
}

#[test]
fn other_time_zones_and_currencies() {
    for (time_zone, currency, amount) in [
        ("Pacific/Auckland", "NZD", "12.50"),
        ("America/New_York", "JPY", "1250"),
    ] {
        let lab = orders(&Edge {
            time_zone,
            currency,
            amount: Some(amount),
            ..PLAIN
        });
        let record = goes_all_the_way(&lab);
        assert_eq!(record.through, day(LAST), "{time_zone}");
        assert_eq!(record.cutoffs.last().unwrap().outcome_through, day(LAST));
    }
}

#[test]
fn weeks_and_quarters() {
    for (more, apart) in [
        ("\n[panel]\ngrains = [\"week\"]\n[model]\ngrain = \"week\"\n", 7),
        ("\n[panel]\ngrains = [\"quarter\"]\n[model]\ngrain = \"quarter\"\n", 91),
    ] {
        let lab = orders(&Edge { more, ..PLAIN });
        let record = goes_all_the_way(&lab);
        for pair in record.cutoffs.windows(2) {
            let days = pair[1].day.number() - pair[0].day.number();
            assert!((days - apart).abs() <= 1, "{days}");
        }
    }
}

#[test]
fn contracts_alone() {
    let lab = Lab::empty(
        "format = 1
name = \"lines\"
time_zone = \"Asia/Shanghai\"
currency = \"CNY\"

[[source]]
id = \"subscriptions\"
table = \"subscriptions\"
files = [\"subscriptions.csv\"]

[source.columns]
customer_id = \"id\"
plan = \"plan\"
started_on = \"from\"
ended_on = \"to\"
mrr = \"fee\"

[[churn]]
id = \"contract\"
kind = \"contract\"
grace_days = 0
",
    );
    let mut text = String::from("id,plan,from,to,fee\n");
    let last = day(LAST).number();
    for customer in 0..900usize {
        let plan = ["basic", "more", "family"][dice(customer, 3)];
        let from = day("2023-06-01").number() + dice(customer + 5_000, 700) as i32;
        // Basic lines end within a year or so, others seldom.
        let length = if plan == "basic" {
            20 + dice(customer + 9_000, 700)
        } else {
            200 + dice(customer + 9_000, 3_000)
        };
        let to = from + length as i32;
        let to = if to <= last {
            Day::from_number(to).to_string()
        } else {
            String::new()
        };
        let _ = writeln!(
            text,
            "s{customer},{plan},{},{to},{}.00",
            Day::from_number(from),
            20 + dice(customer, 3) * 10
        );
    }
    fs::write(lab.path().join("subscriptions.csv"), text).unwrap();
    lab.refresh();
    let record = goes_all_the_way(&lab);
    assert!(
        record
            .features
            .iter()
            .take(4)
            .any(|feature| feature.name.contains("subscription_plan") || feature.name.contains("contract")),
        "{:?}",
        record.features
    );
    // Twelve fees are a year.
    let scored = lab.score(None);
    assert!(scored.value_at_risk_minor.unwrap() > 0);
}

#[test]
fn five_customers_are_too_few() {
    let lab = orders(&Edge { customers: 5, ..PLAIN });
    let error = lab.try_train(&quick(&["logistic"], 4)).map(|_| ()).unwrap_err();
    assert_eq!(refusal(&error).code, "too-few-lost");
    assert!(!lab.path().join("models").join("m0001").exists());
}

#[test]
fn rows_that_arrive_after_the_day_has_begun_are_scored() {
    // The last month arrives with the second refresh: it is known from then on, which is after the day that is looked back from.
    let lab = orders(&PLAIN);
    lab.train(&quick(&["logistic"], 4));
    let at_once = lab.score(None);
    let whole = lab.table("events.csv");
    let late = Lab::empty(&fs::read_to_string(lab.path().join("holdfast.toml")).unwrap());
    fs::copy(lab.path().join("customers.csv"), late.path().join("customers.csv")).unwrap();
    let (at, cut) = (whole.at("at"), "2025-12-01");
    late.put("events.csv", &whole);
    late.rows("events.csv", |table| table.rows.retain(|row| row[at].as_str() < cut));
    late.refresh_at(1_764_640_000_000_000);
    late.put("events.csv", &whole);
    late.refresh();
    fs::create_dir_all(late.path().join("models/m0001")).unwrap();
    for name in ["registry.json", "m0001/model.json", "m0001/run.json"] {
        fs::copy(
            lab.path().join("models").join(name),
            late.path().join("models").join(name),
        )
        .unwrap();
    }
    let scored = late.score(None);
    assert_eq!((scored.as_of, scored.customers), (at_once.as_of, at_once.customers));
    assert!(
        (scored.expected_share - at_once.expected_share).abs() < 1e-9,
        "{scored:?} {at_once:?}"
    );
    // Seen from a day in between, the late rows were not there yet.
    let then = late.scores(scored.as_of, "m0001");
    let now = lab.scores(at_once.as_of, "m0001");
    assert_eq!(then.len(), now.len());
    for (customer, row) in &now {
        assert_eq!(row["p_churn"], then[customer]["p_churn"], "{customer}");
    }
}

/// The ONNX file names the model's columns, its id and its card. That it gives the model's probabilities is the affair of the room `onnx`,
/// whose tests run what it writes.
#[test]
fn an_exported_model_is_the_model() {
    use holdfast_app::models::registry::manage::export_onnx;
    let lab = SHOP.0.copy();
    let registry = lab.registry();
    let file = lab.path().join("model.onnx");
    export_onnx(&registry, "m0001", &file).unwrap();
    let bytes = fs::read(&file).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    let model = registry.model("m0001").unwrap();
    assert!(holds("m0001") && holds("probability"), "{} bytes", bytes.len());
    for column in &model.fitted.schema.columns {
        // A logistic model may leave a column out; trees name all that they read.
        assert!(holds(&column.name), "{}", column.name);
    }
    assert!(holds("persuadable"), "the card is in it");
    assert_eq!(
        refusal(&export_onnx(&registry, "m0009", &file).unwrap_err()).code,
        "no-such-model"
    );
}
