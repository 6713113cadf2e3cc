//! Data in memory: rows as they would stand in the canonical tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::execution::context::SessionContext;
use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{self, Contracts, DayHistory, Interactions, Qualifying, Responses, Snapshots};
use holdfast_panel::spells::{SpellInputs, Spells, spells};

use super::metric_data::{Benchmark, GroupTable, MetricData};
use super::tables;
use crate::error::EngineError;

/// A customer, or what a customer was from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow {
    /// Dense key: position of the customer's first row among first rows.
    pub customer: u32,
    /// Id as given.
    pub id: String,
    /// From which day on the values hold; the first row of a customer holds before it too.
    pub from: Day,
    /// Values, one for each dimension.
    pub values: Vec<Option<String>>,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Customer key.
    pub customer: u32,
    /// Microseconds since 1970, UTC.
    pub occurred_at_us: i64,
    /// Kind.
    pub kind: String,
    /// Minor units.
    pub amount_minor: Option<i64>,
}

/// A subscription.
#[derive(Clone, Debug, PartialEq)]
pub struct SubscriptionRow {
    /// Customer key.
    pub customer: u32,
    /// First day.
    pub started_on: Day,
    /// First day without it.
    pub ended_on: Option<Day>,
    /// Fee a month, minor units.
    pub mrr_minor: i64,
}

/// A complaint, ticket or call.
#[derive(Clone, Debug, PartialEq)]
pub struct InteractionRow {
    /// Customer key.
    pub customer: u32,
    /// Microseconds since 1970, UTC.
    pub opened_at_us: i64,
    /// Likewise; `None` while open.
    pub resolved_at_us: Option<i64>,
    /// Kind.
    pub kind: String,
    /// 1–5.
    pub satisfaction: Option<f64>,
}

/// An answer to a survey question.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseRow {
    /// Customer key.
    pub customer: u32,
    /// Microseconds since 1970, UTC.
    pub answered_at_us: i64,
    /// Question.
    pub question: String,
    /// Answer.
    pub value: Option<f64>,
}

/// Everything that metrics are computed from, small enough to be made anew for each question.
#[derive(Clone, Debug)]
pub struct MemoryData {
    /// Time zone.
    pub zone: Zone,
    /// ISO code.
    pub currency: String,
    /// The day that questions look back from; what happened on it or later is not in the rows.
    pub as_of: Day,
    /// The day up to which the data go; absent: the day of the last event, interaction or answer, at most the day before `as_of`.
    pub through: Option<Day>,
    /// Churn definitions, the default first.
    pub definitions: Vec<DeclaredChurn>,
    /// Names of the dimensions.
    pub dimensions: Vec<String>,
    /// What metrics are usually like.
    pub benchmarks: Vec<Benchmark>,
    /// Customers, in order of key, then of day.
    pub customers: Vec<CustomerRow>,
    /// Events.
    pub events: Vec<EventRow>,
    /// Subscriptions.
    pub subscriptions: Vec<SubscriptionRow>,
    /// Complaints, tickets, calls.
    pub interactions: Vec<InteractionRow>,
    /// Answers.
    pub responses: Vec<ResponseRow>,
    /// Customer key, day, whether churned.
    pub snapshots: Vec<(u32, Day, bool)>,
}

impl MemoryData {
    /// No rows yet.
    pub fn new(zone: Zone, as_of: Day) -> Self {
        Self {
            zone,
            currency: "CNY".to_owned(),
            as_of,
            through: None,
            definitions: Vec::new(),
            dimensions: Vec::new(),
            benchmarks: Vec::new(),
            customers: Vec::new(),
            events: Vec::new(),
            subscriptions: Vec::new(),
            interactions: Vec::new(),
            responses: Vec::new(),
            snapshots: Vec::new(),
        }
    }

    fn definition(&self, id: &str) -> Result<&DeclaredChurn, EngineError> {
        self.definitions
            .iter()
            .find(|definition| definition.id == id)
            .ok_or_else(|| EngineError::Failed {
                doing: "looking for a churn definition".to_owned(),
                cause: format!("there is none with id {id}"),
            })
    }

    /// Days of everything that happened.
    fn days(&self) -> impl Iterator<Item = Day> {
        let instants = self.events.iter().map(|row| row.occurred_at_us);
        let instants = instants.chain(self.interactions.iter().map(|row| row.opened_at_us));
        let instants = instants.chain(self.responses.iter().map(|row| row.answered_at_us));
        instants.map(|at| self.zone.day_of(at))
    }
}

/// Codes of texts in order of appearance.
fn code(names: &mut Vec<String>, name: &str) -> u16 {
    let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl MetricData for MemoryData {
    fn zone(&self) -> &Zone {
        &self.zone
    }

    fn currency(&self) -> &str {
        &self.currency
    }

    fn customers(&self) -> u32 {
        self.customers.last().map_or(0, |row| row.customer + 1)
    }

    fn as_of(&self) -> Day {
        self.as_of
    }

    fn through(&self) -> Day {
        let before = self.as_of.plus(-1);
        self.through
            .unwrap_or_else(|| self.days().max().map_or(before, |last| last.min(before)))
    }

    fn first_day(&self) -> Option<Day> {
        let subscriptions = self.subscriptions.iter().map(|row| row.started_on);
        let snapshots = self.snapshots.iter().map(|&(_, day, _)| day);
        self.days().chain(subscriptions).chain(snapshots).min()
    }

    fn definitions(&self) -> &[DeclaredChurn] {
        &self.definitions
    }

    fn dimensions(&self) -> &[String] {
        &self.dimensions
    }

    fn benchmarks(&self) -> &[Benchmark] {
        &self.benchmarks
    }

    fn spells(&self, definition: &str) -> Result<Arc<Spells>, EngineError> {
        let rule = &self.definition(definition)?.rule;
        let history = self.history(definition)?;
        let contracts = self.contracts()?;
        let (customer, rest): (Vec<u32>, Vec<(i32, bool)>) = self
            .snapshots
            .iter()
            .map(|&(customer, day, churned)| (customer, (day.number(), churned)))
            .unzip();
        let (as_of, churned): (Vec<i32>, Vec<bool>) = rest.into_iter().unzip();
        let snapshots = Snapshots::build(self.customers(), &customer, &as_of, &churned);
        let inputs = SpellInputs {
            history: Some(&history),
            contracts: Some(&contracts),
            snapshots: Some(&snapshots),
        };
        let spells = spells(rule, inputs, self.through().number()).map_err(|error| {
            let cause = error.to_string();
            Refusal::new(
                "churn-definition-unusable",
                bilingual!(
                    "流失定义用不了：{cause}",
                    "the churn definition cannot be used: {cause}"
                ),
                Bilingual::new(
                    "装入所需的数据，或换一个定义",
                    "load the data it needs, or choose another definition",
                ),
            )
            .with_value(definition)
        })?;
        Ok(Arc::new(spells))
    }

    fn history(&self, definition: &str) -> Result<Arc<DayHistory>, EngineError> {
        let events = self.events()?;
        let qualifying = Qualifying::of(self.definition(definition)?.rule.counts(), &events.kinds);
        Ok(Arc::new(history::build(&events, &self.zone, &qualifying)))
    }

    fn contracts(&self) -> Result<Arc<Contracts>, EngineError> {
        let rows = &self.subscriptions;
        let customer: Vec<u32> = rows.iter().map(|row| row.customer).collect();
        let started: Vec<i32> = rows.iter().map(|row| row.started_on.number()).collect();
        let ended: Vec<i32> = rows
            .iter()
            .map(|row| row.ended_on.map_or(Contracts::OPEN, Day::number))
            .collect();
        let mrr: Vec<i64> = rows.iter().map(|row| row.mrr_minor).collect();
        Ok(Arc::new(Contracts::build(
            self.customers(),
            &customer,
            &started,
            &ended,
            &mrr,
        )))
    }

    fn interactions(&self) -> Result<Arc<Interactions>, EngineError> {
        let mut out = Interactions::default();
        for row in &self.interactions {
            out.customer.push(row.customer);
            out.opened_at_us.push(row.opened_at_us);
            out.resolved_at_us
                .push(row.resolved_at_us.unwrap_or(Interactions::OPEN));
            out.kind.push(code(&mut out.kinds, &row.kind));
            out.satisfaction.push(row.satisfaction.unwrap_or(f64::NAN));
        }
        Ok(Arc::new(out))
    }

    fn responses(&self) -> Result<Arc<Responses>, EngineError> {
        let mut out = Responses::default();
        for row in &self.responses {
            out.customer.push(row.customer);
            out.answered_at_us.push(row.answered_at_us);
            out.question.push(code(&mut out.questions, &row.question));
            out.value.push(row.value.unwrap_or(f64::NAN));
        }
        Ok(Arc::new(out))
    }

    fn events(&self) -> Result<Arc<Events>, EngineError> {
        let mut kinds = Vec::new();
        let mut chunk = EventChunk::default();
        for row in &self.events {
            chunk.customer.push(row.customer);
            chunk.occurred_at_us.push(row.occurred_at_us);
            chunk.kind.push(code(&mut kinds, &row.kind));
            chunk
                .amount_minor
                .push(row.amount_minor.unwrap_or(EventChunk::NO_AMOUNT));
            chunk.quantity.push(f64::NAN);
            chunk.product.push(EventChunk::NO_PRODUCT);
        }
        Ok(Arc::new(Events {
            customers: self.customers(),
            kinds,
            products: 0,
            chunks: vec![chunk],
        }))
    }

    fn groups(&self, dimensions: &[String]) -> Result<Arc<GroupTable>, EngineError> {
        if dimensions.is_empty() {
            return Ok(Arc::new(GroupTable {
                groups: Groups::everybody(self.customers()),
                labels: vec![Vec::new()],
            }));
        }
        let columns: Vec<usize> = dimensions
            .iter()
            .filter_map(|name| self.dimensions.iter().position(|known| known == name))
            .collect();
        let label = |row: &CustomerRow| -> Vec<Option<String>> {
            columns.iter().map(|&column| row.values[column].clone()).collect()
        };
        let mut codes: BTreeMap<Vec<Option<String>>, u32> = self.customers.iter().map(|row| (label(row), 0)).collect();
        for (code, value) in codes.values_mut().enumerate() {
            *value = code as u32;
        }
        let mut starts = vec![0u32; self.customers() as usize + 1];
        for row in &self.customers {
            starts[row.customer as usize + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        Ok(Arc::new(GroupTable {
            groups: Groups {
                count: codes.len() as u32,
                starts,
                from_day: self.customers.iter().map(|row| row.from.number()).collect(),
                group: self
                    .customers
                    .iter()
                    .filter_map(|row| codes.get(&label(row)).copied())
                    .collect(),
            },
            labels: codes.into_keys().collect(),
        }))
    }

    fn register_tables(&self, session: &SessionContext, names: &[String]) -> Result<(), EngineError> {
        tables::register(self, session, names)
    }

    fn customer_ids(&self, keys: &[u32]) -> Result<Vec<String>, EngineError> {
        let id = |key: &u32| {
            let row = self.customers.iter().find(|row| row.customer == *key);
            row.map_or_else(|| format!("#{key}"), |row| row.id.clone())
        };
        Ok(keys.iter().map(id).collect())
    }
}
