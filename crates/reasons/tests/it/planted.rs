//! Planted causes are the first reason of those who have them.

use holdfast_domain::grain::Grain;
use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::Frame;
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_reasons::column::Column;
use holdfast_reasons::concept::Concept;
use holdfast_reasons::population;
use holdfast_reasons::reasoner::Reasoner;
use holdfast_reasons::reasoner::settings::ReasonSettings;
use holdfast_stats::special::sigmoid;

use crate::world::{Customer, table, wording};

/// A uniform number of a customer and a purpose.
fn draw(customer: u64, purpose: u64) -> f64 {
    mix(mix(customer) ^ purpose.wrapping_mul(0x9e37)) as f64 / u64::MAX as f64
}

/// Cause of a customer's risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    None,
    Quiet,
    Complaint,
    Prepaid,
}

/// Customers with a cause each: their visits of the last three months stop by and by, or they complained, or they are prepaid.
pub fn company(customers: u64) -> (Vec<Customer>, Vec<Cause>) {
    (0..customers)
        .map(|at| {
            let cause = match draw(at, 1) {
                u if u < 0.2 => Cause::Quiet,
                u if u < 0.35 => Cause::Complaint,
                u if u < 0.5 => Cause::Prepaid,
                _ => Cause::None,
            };
            let every = 8.0 + 14.0 * draw(at, 2);
            let mut day = 360.0 - 60.0 * draw(at, 3);
            let mut visits = Vec::new();
            let mut step = 10;
            while day > 1.0 {
                if cause != Cause::Quiet || day > 92.0 || visits.is_empty() {
                    visits.push((day as i64, 5_000 + (10_000.0 * draw(at, step)) as i64));
                }
                step += 1;
                day -= every * (0.5 + draw(at, step + 1000));
            }
            let risk = if cause == Cause::None { 0.08 } else { 0.75 };
            let customer = Customer {
                visits,
                complaints: if cause == Cause::Complaint {
                    vec![20 + (40.0 * draw(at, 4)) as i64]
                } else {
                    Vec::new()
                },
                plan: Some(u32::from(cause != Cause::Prepaid)),
                age: 20.0 + (50.0 * draw(at, 5)).floor(),
                churned: draw(at, 6) < risk,
            };
            (customer, cause)
        })
        .unzip()
}

/// Columns of the model: one or more of each concept.
const COLUMNS: [&str; 12] = [
    "kind_visit_events_3m_count",
    "kind_visit_events_12m_count",
    "events_sum_3m_count",
    "events_to_mean_6m_ratio",
    "amount_sum_3m_minor",
    "amount_sum_12m_minor",
    "recency_days",
    "silence_to_gap_ratio",
    "tenure_days",
    "complaints_count",
    "attribute_plan",
    "attribute_age",
];

/// A company whose model sees [`COLUMNS`].
pub struct Company {
    pub frame: Frame,
    pub reasoner: Reasoner,
    pub fitted: Fitted,
    pub causes: Vec<Cause>,
}

impl Company {
    pub fn of(customers: u64) -> Self {
        let (customers, causes) = company(customers);
        let (whole, columns) = table(&customers, Grain::Month);
        let places: Vec<usize> = COLUMNS
            .iter()
            .map(|name| columns.iter().position(|column| column.name == *name).unwrap())
            .collect();
        let columns: Vec<Column> = places.iter().map(|&at| columns[at].clone()).collect();
        let frame = Frame {
            columns: places.iter().map(|&at| whole.columns[at].clone()).collect(),
            rows: whole.rows,
        };
        let labels: Vec<bool> = customers.iter().map(|customer| customer.churned).collect();
        let rows: Vec<u32> = (0..frame.rows as u32).collect();
        let fitted = Method::Logistic(LogisticSettings::default())
            .fit(&Task::whole(&frame, &labels, &rows, 1))
            .unwrap();
        let population = population::build(&frame, &labels, &rows).unwrap();
        let reasoner = Reasoner::new(columns, population, wording(Grain::Month), ReasonSettings::default()).unwrap();
        Self {
            frame,
            reasoner,
            fitted,
            causes,
        }
    }
}

#[test]
fn the_planted_cause_is_the_first_reason() {
    let company = Company::of(3000);
    let rows: Vec<u32> = (0..company.frame.rows as u32).collect();
    let contributions = company.fitted.model.contributions(&company.frame, &rows);
    let margins = company.fitted.model.margins(&company.frame, &rows);
    let explained = company.reasoner.explain(&company.frame, &rows, &contributions).unwrap();
    let concepts: Vec<&Concept> = company.reasoner.concepts().collect();
    let first = |at: usize| {
        let coded = explained.of(at).first().filter(|coded| coded.log_odds > 0.0)?;
        Some(match concepts[usize::from(coded.concept)] {
            Concept::Frequency | Concept::Kind(_) | Concept::Silence | Concept::Spending => Cause::Quiet,
            Concept::Complaints => Cause::Complaint,
            Concept::Attribute(name) if name == "attribute_plan" => Cause::Prepaid,
            _ => Cause::None,
        })
    };
    for cause in [Cause::Quiet, Cause::Complaint, Cause::Prepaid] {
        let (mut hits, mut planted, mut named, mut right) = (0.0, 0.0, 0.0, 0.0);
        for (at, &truth) in company.causes.iter().enumerate() {
            let told = first(at) == Some(cause);
            planted += f64::from(u8::from(truth == cause));
            hits += f64::from(u8::from(told && truth == cause));
            // Whoever is flagged is told a reason, those without a planted cause included.
            if sigmoid(margins[at]) >= 0.4 {
                named += f64::from(u8::from(told));
                right += f64::from(u8::from(told && truth == cause));
            }
        }
        let (precision, recall) = (right / named, hits / planted);
        println!("{cause:?}: precision {precision:.3}, recall {recall:.3}, n {planted}");
        assert!(
            precision >= 0.95 && recall >= 0.95,
            "{cause:?}: precision {precision}, recall {recall}"
        );
    }
    // And the quiet are told that they come less often, or how long they are silent.
    let mut told = 0;
    let quiet: Vec<usize> = (0..rows.len())
        .filter(|&at| company.causes[at] == Cause::Quiet)
        .collect();
    for &at in &quiet {
        let texts: Vec<String> = explained
            .of(at)
            .iter()
            .map(|coded| company.reasoner.reason(coded).unwrap().text.zh)
            .collect();
        told += usize::from(texts.iter().any(|text| {
            text.starts_with("已经 ") || text.contains("没有到店") || text.contains("没有活动") || text.contains("降到")
        }));
    }
    assert!(told as f64 >= 0.95 * quiet.len() as f64, "{told} of {}", quiet.len());
}
