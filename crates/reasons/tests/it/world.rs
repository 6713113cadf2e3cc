//! Small companies: events by hand, real features, a population of lively customers who stay and quiet ones who leave.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_learn::contract::predict::Contributions;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_panel::as_of::AsOf;
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::features::{Complaints, FeatureOptions, FeatureSet};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;
use holdfast_reasons::column::Column;
use holdfast_reasons::population;
use holdfast_reasons::reasoner::Reasoner;
use holdfast_reasons::reasoner::reason::Reason;
use holdfast_reasons::reasoner::settings::ReasonSettings;
use holdfast_reasons::wording::Wording;

/// 2024-01-01 UTC, a Monday.
pub const END_US: i64 = 1_704_067_200_000_000;

/// What a customer did: visits as (whole days before the end, money in minor units), complaints as days before the end.
#[derive(Clone, Debug, Default)]
pub struct Customer {
    pub visits: Vec<(i64, i64)>,
    pub complaints: Vec<i64>,
    pub plan: Option<u32>,
    pub age: f64,
    pub churned: bool,
}

/// Visits every `every` days from `first` to `last` days before the end, `amount` each.
pub fn visits(first: i64, last: i64, every: usize, amount: i64) -> Vec<(i64, i64)> {
    (last..=first).rev().step_by(every).map(|day| (day, amount)).collect()
}

pub const PLANS: [&str; 2] = ["预付费", "合约"];

/// The features of customers, then `attribute_plan` and `attribute_age`.
pub fn table(customers: &[Customer], grain: Grain) -> (Frame, Vec<Column>) {
    let zone = Zone::utc();
    let mut chunk = EventChunk::default();
    let mut complained = Vec::new();
    for (customer, key) in customers.iter().zip(0_u32..) {
        for &(day, amount) in &customer.visits {
            chunk.customer.push(key);
            chunk.occurred_at_us.push(END_US - day * DAY_US);
            chunk.kind.push(0);
            chunk.amount_minor.push(amount);
            chunk.quantity.push(1.0);
            chunk.product.push(0);
        }
        for &day in &customer.complaints {
            complained.push((key, END_US - day * DAY_US, END_US - day * DAY_US));
        }
    }
    let events = Events {
        customers: customers.len() as u32,
        kinds: vec!["visit".to_owned()],
        products: 1,
        chunks: vec![chunk],
    };
    let periods = Periods::before(&zone, grain, END_US, 24);
    let history = History::build(&events, &periods, &zone);
    let complaints = Complaints::build(events.customers, complained, AsOf::at(END_US));
    let options = FeatureOptions::all(24, vec!["visit".to_owned()]);
    let features = FeatureSet::compute(&history.panel, &history.rhythm, Some(&complaints), END_US, &options).unwrap();
    assert_eq!(features.customers.len(), customers.len(), "every customer has a visit");
    let mut columns: Vec<Column> = features.specs.into_iter().map(Column::feature).collect();
    let mut frame = Frame {
        rows: customers.len(),
        columns: columns
            .iter()
            .zip(features.columns)
            .map(|(column, values)| Feature {
                name: column.name.clone(),
                data: FeatureData::Number(values),
            })
            .collect(),
    };
    frame.columns.push(Feature {
        name: "attribute_plan".into(),
        data: FeatureData::Category {
            codes: customers
                .iter()
                .map(|customer| customer.plan.unwrap_or(MISSING))
                .collect(),
            levels: PLANS.map(str::to_owned).to_vec(),
        },
    });
    columns.push(Column::attribute("attribute_plan", Bilingual::new("套餐", "plan")));
    frame.columns.push(Feature {
        name: "attribute_age".into(),
        data: FeatureData::Number(customers.iter().map(|customer| customer.age).collect()),
    });
    columns.push(Column::attribute("attribute_age", Bilingual::new("年龄", "age")));
    (frame, columns)
}

/// 60 lively customers who stay (a visit every 15 days, the last 5 days ago, contract, age 40) and 40 quiet ones who leave (the last visit 120 days
/// ago, prepaid, age 30), all since 365 days.
pub fn everybody() -> Vec<Customer> {
    let lively = Customer {
        visits: visits(365, 5, 15, 10_000),
        plan: Some(1),
        age: 40.0,
        ..Customer::default()
    };
    let quiet = Customer {
        visits: visits(365, 120, 35, 10_000),
        plan: Some(0),
        age: 30.0,
        complaints: vec![130],
        churned: true,
    };
    [vec![lively; 60], vec![quiet; 40]].concat()
}

/// 20 visits of ¥100 in 365 days: 19 in the nine months before October, one 74 days ago; two complaints.
pub fn fallen() -> Customer {
    let mut visits = visits(365, 113, 14, 10_000);
    visits.push((74, 10_000));
    Customer {
        visits,
        complaints: vec![40, 8],
        plan: Some(0),
        age: 52.0,
        churned: true,
    }
}

/// A company with one more customer, who is asked about.
pub struct World {
    pub frame: Frame,
    pub columns: Vec<Column>,
    pub reasoner: Reasoner,
    pub row: u32,
}

pub fn wording(grain: Grain) -> Wording {
    Wording {
        kinds: vec![("visit".to_owned(), Bilingual::new("到店", "visits"))],
        ..Wording::plain("CNY", grain)
    }
}

impl World {
    pub fn of(asked: Customer, grain: Grain) -> Self {
        Self::with(everybody(), asked, grain)
    }

    /// The first 100 are the population.
    pub fn with(mut customers: Vec<Customer>, asked: Customer, grain: Grain) -> Self {
        customers.push(asked);
        let (frame, columns) = table(&customers, grain);
        let labels: Vec<bool> = customers.iter().map(|customer| customer.churned).collect();
        let rows: Vec<u32> = (0..100).collect();
        let population = population::build(&frame, &labels, &rows).unwrap();
        let reasoner = Reasoner::new(columns.clone(), population, wording(grain), ReasonSettings::default()).unwrap();
        Self {
            row: frame.rows as u32 - 1,
            frame,
            columns,
            reasoner,
        }
    }

    pub fn place(&self, name: &str) -> usize {
        self.columns.iter().position(|column| column.name == name).unwrap()
    }

    /// The reasons of the customer when these columns add these log-odds.
    pub fn reasons(&self, added: &[(&str, f64)]) -> Vec<Reason> {
        let mut contributions = Contributions::zero(0.0, 1, self.columns.len());
        for (name, value) in added {
            contributions.values[self.place(name)] = *value;
        }
        let explained = self.reasoner.explain(&self.frame, &[self.row], &contributions).unwrap();
        explained
            .of(0)
            .iter()
            .map(|coded| self.reasoner.reason(coded).unwrap())
            .collect()
    }

    /// The only reason when one column adds something.
    pub fn text(&self, name: &str, added: f64) -> (String, String) {
        let mut reasons = self.reasons(&[(name, added)]);
        assert_eq!(reasons.len(), 1, "{name}");
        let reason = reasons.remove(0);
        (reason.text.zh, reason.text.en)
    }
}
