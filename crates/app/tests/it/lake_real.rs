//! Real logs of purchases through a `holdfast.toml` as `init` writes it: cohorts, churn and customers equal a plain count from the file.
//! Skipped aloud where the data are not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use holdfast_app::lake::{Ask, ImportOptions, Refreshed, Session, When, metric, refresh, sql};
use holdfast_app::progress::Silent;
use holdfast_domain::day::Day;
use holdfast_domain::rule::{ChurnRule, Counts};
use holdfast_engine::ingest::BatchOutcome;
use holdfast_engine::metrics::query::{Key, MetricTable, Number};
use holdfast_engine::read::{ReadOptions, read};

use crate::real::data;
use crate::workspace::init::made;

/// A row of a file that belongs to somebody.
struct Purchase {
    customer: u64,
    day: i32,
    /// Minor units.
    amount: i64,
}

/// `id yyyymmdd cds dollars`, in columns of blanks.
fn cdnow(file: &Path) -> Vec<Purchase> {
    let text = fs::read_to_string(file).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let date: i32 = fields[1].parse().unwrap();
        let day = Day::from_ymd((date / 10_000) as i16, (date / 100 % 100) as i8, (date % 100) as i8).unwrap();
        let (dollars, cents) = fields[3].split_once('.').unwrap();
        assert_eq!(cents.len(), 2);
        Purchase {
            customer: fields[0].parse().unwrap(),
            day: day.number(),
            amount: dollars.parse::<i64>().unwrap() * 100 + cents.parse::<i64>().unwrap(),
        }
    });
    rows.collect()
}

/// Quantity × price of every row with a customer, rounded to a penny. Times in the file are those of the shop's clock.
fn retail(file: &Path) -> Vec<Purchase> {
    let table = read(file, &ReadOptions::default(), &|_, _| {}).unwrap().table;
    let number = |name: &str| &table.column(name).unwrap().as_number().unwrap().values;
    let (customers, quantities, prices) = (number("Customer ID"), number("Quantity"), number("Price"));
    let seconds = &table.column("InvoiceDate").unwrap().as_instant().unwrap().seconds;
    (0..table.rows)
        .filter(|&row| !customers[row].is_nan())
        .map(|row| {
            // Prices have at most three decimals: exact in tenths of a penny.
            let tenths = (prices[row] * 1000.0).round() as i64 * quantities[row] as i64;
            Purchase {
                customer: customers[row] as u64,
                day: seconds[row].div_euclid(86_400) as i32,
                amount: (tenths.abs() + 5) / 10 * tenths.signum(),
            }
        })
        .collect()
}

fn open(dir: &Path) -> Session {
    Session::open(dir).unwrap()
}

fn refreshed(session: &Session, now_us: i64) -> Refreshed {
    let options = ImportOptions {
        source: None,
        dry_run: false,
        batch_id: None,
        now_us,
        environment: &|_| None,
    };
    refresh(session, &options, &Silent).unwrap()
}

const MONTH: fn(i32) -> i32 = |day| Day::from_number(day).month_number();

fn asked(session: &Session, id: &str, first: i32, last: i32) -> MetricTable {
    let label = |month: i32| Day::from_month_number(month).month_label();
    let ask = Ask {
        metric: id.to_owned(),
        from: Some(label(first)),
        to: Some(label(last)),
        ..Ask::default()
    };
    metric(session, &ask).unwrap()
}

fn whole(number: Option<Number>) -> Option<i64> {
    number.map(|number| match number {
        Number::Int(value) => value,
        Number::Float(value) => panic!("{value} is not whole"),
    })
}

/// Size and retained of every cohort and age, from the set of (customer, month): nothing is shared with the product.
fn cohorts(purchases: &[&Purchase], through: i32) -> BTreeMap<(i32, i32), (i64, i64)> {
    let mut first: BTreeMap<u64, i32> = BTreeMap::new();
    let mut active: BTreeSet<(u64, i32)> = BTreeSet::new();
    for purchase in purchases {
        let month = MONTH(purchase.day);
        let known = first.entry(purchase.customer).or_insert(month);
        *known = month.min(*known);
        active.insert((purchase.customer, month));
    }
    let mut sizes: BTreeMap<i32, i64> = BTreeMap::new();
    for cohort in first.values() {
        *sizes.entry(*cohort).or_default() += 1;
    }
    let mut out = BTreeMap::new();
    for (&cohort, &size) in &sizes {
        out.extend((0..=MONTH(through) - cohort).map(|age| ((cohort, age), (size, 0))));
    }
    for (customer, month) in &active {
        let cohort = first[customer];
        out.get_mut(&(cohort, month - cohort)).unwrap().1 += 1;
    }
    out
}

fn cohorts_equal(session: &Session, purchases: &[&Purchase], through: i32) {
    let wanted = cohorts(purchases, through);
    let (first, last) = (wanted.first_key_value().unwrap().0.0, MONTH(through));
    let table = asked(session, "retention_calendar", first, last);
    let mut found = BTreeMap::new();
    for row in &table.rows {
        let [Key::Whole(age)] = row.keys.as_slice() else {
            panic!("{row:?}")
        };
        let cohort = row.period.first_day.month_number();
        let size = whole(row.denominator).unwrap();
        match whole(row.numerator) {
            None => assert!(cohort + *age as i32 > last, "{row:?}"),
            Some(_) if size == 0 => {}
            Some(retained) => drop(found.insert((cohort, *age as i32), (size, retained))),
        }
    }
    assert_eq!(found, wanted);
}

/// The movements of a month.
#[derive(Debug, Default, PartialEq, Eq)]
struct Month {
    at_start: i64,
    at_end: i64,
    new: i64,
    lost: i64,
    returned: i64,
    lost_of_start: i64,
}

/// By the words of docs/methods/ledger.md, customer by customer and day by day: somebody is active at the start of day x if a
/// qualifying day d has d < x ≤ d + n.
fn movements(purchases: &[&Purchase], n: i32, through: i32) -> BTreeMap<i32, Month> {
    let mut days: BTreeMap<u64, BTreeSet<i32>> = BTreeMap::new();
    for purchase in purchases {
        days.entry(purchase.customer).or_default().insert(purchase.day);
    }
    let first = purchases.iter().map(|purchase| purchase.day).min().unwrap();
    let mut out: BTreeMap<i32, Month> = (MONTH(first)..=MONTH(through))
        .map(|month| (month, Month::default()))
        .collect();
    for days in days.values() {
        let active = |x: i32| days.range(x - n..x).next().is_some();
        for (&number, month) in &mut out {
            let start = Day::from_month_number(number).number();
            let end = (Day::from_month_number(number + 1).number() - 1).min(through);
            let there = active(start);
            let mut losses = 0;
            for x in start..=end {
                losses += i64::from(active(x) && !active(x + 1));
                if days.contains(&x) && !active(x) {
                    match days.first() == Some(&x) {
                        true => month.new += 1,
                        false => month.returned += 1,
                    }
                }
            }
            month.lost += losses;
            month.at_start += i64::from(there);
            month.at_end += i64::from(active(end + 1));
            month.lost_of_start += i64::from(there && losses > 0);
        }
    }
    out
}

fn movements_equal(session: &Session, purchases: &[&Purchase], through: i32) {
    let ChurnRule::Inactivity { days, counts } = &session.workspace.config.churn[0].rule else {
        panic!("{:?}", session.workspace.config.churn)
    };
    assert_eq!(counts, &Counts::default(), "purchases, not refunds");
    let wanted = movements(purchases, *days, through);
    let (first, last) = (
        *wanted.first_key_value().unwrap().0,
        *wanted.last_key_value().unwrap().0,
    );
    let numbers = |id: &str| -> Vec<Option<i64>> {
        asked(session, id, first, last)
            .rows
            .iter()
            .map(|row| whole(row.numerator))
            .collect()
    };
    let of = |pick: fn(&Month) -> i64| -> Vec<Option<i64>> { wanted.values().map(|month| Some(pick(month))).collect() };
    assert_eq!(numbers("customers_at_start"), of(|m| m.at_start));
    assert_eq!(numbers("customers_at_end"), of(|m| m.at_end));
    assert_eq!(numbers("customers_new"), of(|m| m.new));
    assert_eq!(numbers("customers_lost"), of(|m| m.lost));
    assert_eq!(numbers("customers_returned"), of(|m| m.returned));
    let churn = asked(session, "churn_rate_start", first, last);
    for (row, month) in churn.rows.iter().zip(wanted.values()) {
        assert_eq!(whole(row.numerator), Some(month.lost_of_start), "{row:?}");
        assert_eq!(whole(row.denominator), Some(month.at_start), "{row:?}");
        let rate = (month.at_start > 0).then(|| month.lost_of_start as f64 / month.at_start as f64);
        assert_eq!(row.value.map(Number::as_f64), rate);
    }
    assert!(
        wanted.values().map(|m| m.lost).sum::<i64>() > 100,
        "nothing was lost: {wanted:?}"
    );
}

fn lake_file(dir: &Path, name: &str) -> Vec<u8> {
    fs::read(dir.join("lake").join(name)).unwrap()
}

fn files_below(folder: &Path, out: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, out);
        } else {
            out.insert(path);
        }
    }
}

fn totals(session: &Session) -> String {
    let text =
        "SELECT count(*) AS n, sum(amount_minor) AS total, count(DISTINCT customer_key) AS customers FROM events";
    format!("{:?}", sql(session, text, None, false, &When::default()).unwrap().rows)
}

/// The whole story of a file of purchases.
fn told(file: &Path, purchases: &[Purchase], without_customer: u64) {
    let dir = tempfile::tempdir().unwrap();
    made(dir.path(), &[file.to_str().unwrap()]);
    let session = open(dir.path());
    let done = refreshed(&session, 1_770_000_000_000_000);
    assert_eq!(done.batches.len(), 1);
    let batch = &done.batches[0];
    assert_eq!(batch.outcome, BatchOutcome::Imported);
    assert_eq!(
        (batch.rows_new, batch.rows_rejected, batch.values_rejected),
        (purchases.len() as u64, without_customer, 0),
        "{:?}",
        batch.rejects
    );
    let customers: BTreeSet<u64> = purchases.iter().map(|purchase| purchase.customer).collect();
    let total: i64 = purchases.iter().map(|purchase| purchase.amount).sum();
    let expected = format!(
        "{:?}",
        [serde_json::json!({ "n": purchases.len(), "total": total, "customers": customers.len() })]
    );
    assert_eq!(totals(&session), expected);

    // An event of any kind moves the end of the data; only those without a negative amount qualify.
    let through = purchases.iter().map(|purchase| purchase.day).max().unwrap();
    let qualifying: Vec<&Purchase> = purchases.iter().filter(|purchase| purchase.amount >= 0).collect();
    cohorts_equal(&session, &qualifying, through);
    movements_equal(&session, &qualifying, through);

    // The same file again, a day later: nothing happens at all.
    let (head, mut before, mut after) = (lake_file(dir.path(), "head.json"), BTreeSet::new(), BTreeSet::new());
    files_below(&dir.path().join("lake"), &mut before);
    let again = refreshed(&session, 1_770_086_400_000_000);
    assert!(
        again
            .batches
            .iter()
            .all(|batch| batch.outcome == BatchOutcome::AlreadyThere),
        "{:?}",
        again.batches
    );
    assert!(again.panel.iter().all(|panel| panel.periods == 0), "{:?}", again.panel);
    files_below(&dir.path().join("lake"), &mut after);
    assert_eq!(lake_file(dir.path(), "head.json"), head);
    assert_eq!(after, before);
    assert_eq!(totals(&open(dir.path())), expected);
}

#[test]
fn cdnow_through_a_workspace() {
    let Some(file) = data("cdnow_master.txt") else { return };
    let purchases = cdnow(&file);
    assert_eq!(purchases.len(), 69_659);
    told(&file, &purchases, 0);
}

#[test]
fn online_retail_through_a_workspace() {
    let Some(file) = data("online_retail_2009_2010.parquet") else {
        return;
    };
    let purchases = retail(&file);
    assert_eq!(purchases.len(), 525_461 - 107_927);
    told(&file, &purchases, 107_927);
}
