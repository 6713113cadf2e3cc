//! How long questions take on arrays that are there already: `cargo test --test it metrics::speed -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::Instant;

use datafusion::execution::context::SessionContext;
use holdfast_domain::day::Day;
use holdfast_domain::rule::{ChurnRule, Counts, DeclaredChurn};
use holdfast_domain::zone::Zone;
use holdfast_engine::error::EngineError;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::data::{GroupTable, MetricData};
use holdfast_engine::metrics::query::{Compare, MetricQuery};
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{self, Contracts, DayHistory, Interactions, Qualifying, Responses};
use holdfast_panel::spells::{SpellInputs, Spells, spells};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Arrays, made once.
struct Warm {
    zone: Zone,
    definitions: Vec<DeclaredChurn>,
    dimensions: Vec<String>,
    events: Arc<Events>,
    history: Arc<DayHistory>,
    spells: Arc<Spells>,
    interactions: Arc<Interactions>,
    responses: Arc<Responses>,
    everybody: Arc<GroupTable>,
    regions: Arc<GroupTable>,
}

const FIRST: i32 = 19_358; // 2023-01-01
const DAYS: i32 = 731;

fn warm(customers: u32, events_each: u32) -> Warm {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    let mut chunk = EventChunk::default();
    for customer in 0..customers {
        for _ in 0..random.gen_range(1..events_each * 2) {
            chunk.customer.push(customer);
            chunk
                .occurred_at_us
                .push((i64::from(FIRST) * 86_400 + random.gen_range(0..i64::from(DAYS) * 86_400)) * 1_000_000);
            chunk.kind.push(0);
            chunk.amount_minor.push(random.gen_range(100..10_000));
            chunk.quantity.push(f64::NAN);
            chunk.product.push(EventChunk::NO_PRODUCT);
        }
    }
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let events = Events {
        customers,
        kinds: vec!["order".to_owned()],
        products: 0,
        chunks: vec![chunk],
    };
    let rule = ChurnRule::Inactivity {
        days: 60,
        counts: Counts::default(),
    };
    let history = history::build(&events, &zone, &Qualifying::of(rule.counts(), &events.kinds));
    let inputs = SpellInputs {
        history: Some(&history),
        ..SpellInputs::default()
    };
    let spells = spells(&rule, inputs, FIRST + DAYS - 1).unwrap();
    let labels = |count: usize| (0..count).map(|code| vec![Some(format!("region {code}"))]).collect();
    Warm {
        zone,
        definitions: vec![DeclaredChurn {
            id: "d60".to_owned(),
            rule,
        }],
        dimensions: vec!["region".to_owned()],
        history: Arc::new(history),
        spells: Arc::new(spells),
        events: Arc::new(events),
        interactions: Arc::new(Interactions::default()),
        responses: Arc::new(Responses::default()),
        everybody: Arc::new(GroupTable {
            groups: Groups::everybody(customers),
            labels: vec![Vec::new()],
        }),
        regions: Arc::new(GroupTable {
            groups: Groups::fixed(8, (0..customers).map(|customer| customer % 8).collect()),
            labels: labels(8),
        }),
    }
}

impl MetricData for Warm {
    fn zone(&self) -> &Zone {
        &self.zone
    }
    fn currency(&self) -> &str {
        "CNY"
    }
    fn customers(&self) -> u32 {
        self.events.customers
    }
    fn as_of(&self) -> Day {
        Day::from_number(FIRST + DAYS)
    }
    fn through(&self) -> Day {
        Day::from_number(FIRST + DAYS - 1)
    }
    fn first_day(&self) -> Option<Day> {
        Some(Day::from_number(FIRST))
    }
    fn definitions(&self) -> &[DeclaredChurn] {
        &self.definitions
    }
    fn dimensions(&self) -> &[String] {
        &self.dimensions
    }
    fn spells(&self, _: &str) -> Result<Arc<Spells>, EngineError> {
        Ok(self.spells.clone())
    }
    fn history(&self, _: &str) -> Result<Arc<DayHistory>, EngineError> {
        Ok(self.history.clone())
    }
    fn contracts(&self) -> Result<Arc<Contracts>, EngineError> {
        Ok(Arc::new(Contracts::build(self.customers(), &[], &[], &[], &[])))
    }
    fn interactions(&self) -> Result<Arc<Interactions>, EngineError> {
        Ok(self.interactions.clone())
    }
    fn responses(&self) -> Result<Arc<Responses>, EngineError> {
        Ok(self.responses.clone())
    }
    fn events(&self) -> Result<Arc<Events>, EngineError> {
        Ok(self.events.clone())
    }
    fn groups(&self, dimensions: &[String]) -> Result<Arc<GroupTable>, EngineError> {
        Ok(if dimensions.is_empty() {
            self.everybody.clone()
        } else {
            self.regions.clone()
        })
    }
    fn register_tables(&self, _: &SessionContext, _: &[String]) -> Result<(), EngineError> {
        Ok(())
    }
    fn customer_ids(&self, keys: &[u32]) -> Result<Vec<String>, EngineError> {
        Ok(keys.iter().map(u32::to_string).collect())
    }
}

#[test]
#[ignore = "a measurement: half a million customers"]
fn questions_on_warm_arrays() {
    let customers: u32 = std::env::var("CUSTOMERS").map_or(500_000, |text| text.parse().unwrap());
    let start = Instant::now();
    let data = warm(customers, 20);
    println!(
        "arrays of {} events made in {:.1} s",
        data.events.len(),
        start.elapsed().as_secs_f64()
    );
    let engine = MetricEngine::built_in().unwrap();
    let ids: Vec<String> = engine.catalog().iter().map(|metric| metric.id.clone()).collect();
    let mut slow = Vec::new();
    for by in [vec![], vec!["region".to_owned()]] {
        for id in &ids {
            let query = MetricQuery {
                by: by.clone(),
                from: Some("2023-01".to_owned()),
                to: Some("2024-12".to_owned()),
                compare: vec![Compare::Previous],
                ..MetricQuery::of(id.as_str())
            };
            let mut best = f64::INFINITY;
            let mut rows = 0;
            for _ in 0..3 {
                let start = Instant::now();
                rows = engine.run(&query, &data).unwrap().rows.len();
                best = best.min(start.elapsed().as_secs_f64() * 1e3);
            }
            println!("{best:8.1} ms  {rows:6} rows  {id} by {by:?}");
            if best > 100.0 {
                slow.push(format!("{id} by {by:?}: {best:.0} ms"));
            }
        }
    }
    println!("above 100 ms: {slow:#?}");
}
