//! Views over all periods, kept: a question that differs in its periods alone counts nothing again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use arrow::compute::concat_batches;
use arrow::record_batch::RecordBatch;
use holdfast_domain::grain::Grain;
use holdfast_panel::window::Window;

use super::names::View;
use super::scope::Scope;
use crate::error::{Doing, EngineError};

/// Bytes that the kept views of a commit may take: those of all readers, and those of one who sees some customers alone, of whom there are many.
const OF_ALL: usize = 64 << 20;
const OF_ONE: usize = 8 << 20;
/// Rows of a view that is kept; one with more (many groups by day) is counted for the periods that are asked for.
const MOST_ROWS: usize = 100_000;

/// A dimension and the value that customers must have.
pub(crate) type Chosen = (String, Option<String>);

/// What a view depends on besides its periods.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    view: View,
    definition: String,
    grain: Grain,
    dims: Vec<String>,
    filters: Vec<Chosen>,
}

/// Views over all periods with data, as long as the data live: a commit has its own.
#[derive(Debug)]
pub struct KeptViews {
    most_bytes: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    views: BTreeMap<Key, Kept>,
    bytes: usize,
    /// Counts questions: the view that was asked for longest ago goes first.
    clock: u64,
}

#[derive(Debug)]
struct Kept {
    rows: RecordBatch,
    used: u64,
}

impl KeptViews {
    fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            inner: Mutex::default(),
        }
    }

    /// For what all readers share.
    pub fn of_all() -> Self {
        Self::new(OF_ALL)
    }

    /// For one who sees some customers alone.
    pub fn of_one() -> Self {
        Self::new(OF_ONE)
    }

    fn get(&self, key: &Key) -> Option<RecordBatch> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.clock += 1;
        let used = inner.clock;
        let kept = inner.views.get_mut(key)?;
        kept.used = used;
        Some(kept.rows.clone())
    }

    fn put(&self, key: Key, rows: RecordBatch) {
        let size = rows.get_array_memory_size();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        while inner.bytes + size > self.most_bytes {
            let oldest = inner.views.iter().min_by_key(|(_, kept)| kept.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            if let Some(gone) = inner.views.remove(&oldest) {
                inner.bytes -= gone.rows.get_array_memory_size();
            }
        }
        let used = inner.clock;
        inner.bytes += size;
        if let Some(twice) = inner.views.insert(key, Kept { rows, used }) {
            inner.bytes -= twice.rows.get_array_memory_size();
        }
    }
}

impl View {
    /// Whether the counts of a period do not depend on which others are counted with it.
    fn is_by_period(self) -> bool {
        matches!(
            self,
            Self::Ledger
                | Self::Lifecycle
                | Self::Activity
                | Self::Revenue
                | Self::Value
                | Self::ValueLost
                | Self::Service
                | Self::Survey
                | Self::Workshop
        )
    }

    /// Its rows for a question: cut out of what is kept, where that is possible. Two who ask at once may both count; nobody waits for another, since
    /// counting runs on threads that would wait for themselves.
    pub(crate) fn rows(self, scope: &Scope<'_>, filters: &[Chosen]) -> Result<RecordBatch, EngineError> {
        let (Some(kept), Some(whole)) = (scope.data.kept_views(), whole(scope)) else {
            return self.build(scope);
        };
        let rows = whole.begun().saturating_mul(scope.table.labels.len());
        let inside = |window: &Window| whole.first <= window.first && window.last <= whole.last;
        if !self.is_by_period() || rows > MOST_ROWS || !scope.windows.iter().all(inside) {
            return self.build(scope);
        }
        let key = Key {
            view: self,
            definition: scope.definition.id.clone(),
            grain: whole.grain,
            dims: scope.dims.to_vec(),
            filters: filters.to_vec(),
        };
        let all = match kept.get(&key) {
            Some(all) => all,
            None => {
                let all = self.build(&Scope {
                    windows: vec![whole],
                    table: scope.table.clone(),
                    ..*scope
                })?;
                kept.put(key, all.clone());
                all
            }
        };
        cut(self, scope, &whole, &all)
    }
}

/// The rows of a question's windows out of those of the whole, which are in order of periods, each with as many groups.
fn cut(view: View, scope: &Scope<'_>, whole: &Window, all: &RecordBatch) -> Result<RecordBatch, EngineError> {
    let width = scope.table.labels.len();
    let pieces: Vec<RecordBatch> = scope
        .windows
        .iter()
        .map(|window| {
            let before = window.first.abs_diff(whole.first) as usize;
            all.slice(before * width, window.begun() * width)
        })
        .collect();
    concat_batches(&all.schema(), &pieces).doing(|| format!("cutting view {}", view.name()))
}

/// All periods with data, of the length that is asked for.
fn whole(scope: &Scope<'_>) -> Option<Window> {
    let grain = scope.windows.first()?.grain;
    let through = scope.data.through();
    Some(Window {
        grain,
        first: grain.period_of(scope.data.first_day()?),
        last: grain.period_of(through),
        through: through.number(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::data::{
        CustomerRow, EventRow, InteractionRow, MemoryData, MetricData, ResponseRow, SubscriptionRow,
    };
    use crate::metrics::view::filtered;
    use holdfast_domain::day::Day;
    use holdfast_domain::rule::{ChurnRule, Counts, DeclaredChurn};
    use holdfast_domain::zone::Zone;

    /// Random numbers that are the same every time (xorshift64).
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: i32) -> i32 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 33) as i32 % limit
        }
    }

    const DAY_US: i64 = 86_400_000_000;
    const FIRST: i32 = 19_000;
    const DAYS: i32 = 420;

    /// Customers who move between regions, buy, subscribe, complain and answer.
    fn company() -> MemoryData {
        let mut dice = Dice(11);
        let mut data = MemoryData::new(Zone::utc(), Day::from_number(FIRST + DAYS - 9));
        let rule = |id: &str, rule| DeclaredChurn {
            id: id.to_owned(),
            rule,
        };
        data.definitions = vec![
            rule(
                "silent",
                ChurnRule::Inactivity {
                    days: 30,
                    counts: Counts::default(),
                },
            ),
            rule("contract", ChurnRule::Contract { grace_days: 5 }),
        ];
        data.dimensions = vec!["region".to_owned(), "owner".to_owned()];
        for customer in 0..80u32 {
            let mut from = FIRST + dice.below(60);
            for _ in 0..=dice.below(3) {
                let value = |number: i32| (number > 0).then(|| format!("v{number}"));
                data.customers.push(CustomerRow {
                    customer,
                    id: format!("c{customer}"),
                    from: Day::from_number(from),
                    values: vec![value(dice.below(4)), value(dice.below(3))],
                });
                from += 20 + dice.below(200);
            }
            let at = |dice: &mut Dice| i64::from(FIRST + dice.below(DAYS - 10)) * DAY_US;
            for _ in 0..dice.below(40) {
                data.events.push(EventRow {
                    customer,
                    occurred_at_us: at(&mut dice),
                    kind: "order".to_owned(),
                    amount_minor: Some(i64::from(dice.below(500) - 50)),
                });
            }
            for _ in 0..dice.below(3) {
                let started = FIRST + dice.below(DAYS - 20);
                data.subscriptions.push(SubscriptionRow {
                    customer,
                    started_on: Day::from_number(started),
                    ended_on: (dice.below(3) > 0).then(|| Day::from_number(started + 5 + dice.below(150))),
                    mrr_minor: i64::from(100 + dice.below(900)),
                });
                let opened_at_us = at(&mut dice);
                data.interactions.push(InteractionRow {
                    customer,
                    opened_at_us,
                    resolved_at_us: (dice.below(2) > 0).then(|| opened_at_us + DAY_US),
                    kind: "complaint".to_owned(),
                    satisfaction: Some(f64::from(1 + dice.below(5))),
                });
                data.responses.push(ResponseRow {
                    customer,
                    answered_at_us: at(&mut dice),
                    question: "nps".to_owned(),
                    value: Some(f64::from(dice.below(11))),
                });
            }
        }
        data
    }

    #[test]
    fn a_period_counts_the_same_alone_and_among_all() {
        let (data, mut dice) = (company(), Dice(5));
        let dims = ["region".to_owned()];
        let filters = [("owner".to_owned(), Some("v1".to_owned()))];
        let mut compared = 0;
        for (dims, filters) in [(&[][..], &[][..]), (&dims[..], &[][..]), (&dims[..], &filters[..])] {
            for definition in &data.definitions {
                for grain in [Grain::Week, Grain::Month] {
                    let mut scope = Scope {
                        data: &data,
                        definition,
                        windows: vec![Window {
                            grain,
                            first: 0,
                            last: 0,
                            through: data.through().number(),
                        }],
                        dims,
                        table: filtered(&data, dims, filters).unwrap(),
                        max_ages: 12,
                    };
                    let whole = whole(&scope).unwrap();
                    for view in View::ALL.into_iter().filter(|view| view.is_by_period()) {
                        if view == View::Workshop && matches!(definition.rule, ChurnRule::Contract { .. }) {
                            continue;
                        }
                        scope.windows = vec![whole];
                        let all = view.build(&scope).unwrap();
                        for _ in 0..6 {
                            let first = whole.first + dice.below(whole.len() as i32 - 4);
                            let last = first + dice.below(whole.last - first - 2);
                            let later = last + 2 + dice.below(whole.last - last - 1);
                            scope.windows = vec![
                                Window { first, last, ..whole },
                                Window {
                                    first: later,
                                    last: whole.last,
                                    ..whole
                                },
                            ];
                            let alone = view.build(&scope).unwrap();
                            let found = cut(view, &scope, &whole, &all).unwrap();
                            assert_eq!(found, alone, "{view:?} {grain:?} {dims:?} {first}..{last}, {later}");
                            compared += 1;
                        }
                    }
                }
            }
        }
        assert!(compared > 500, "{compared}");
    }

    #[test]
    fn the_view_that_was_asked_for_longest_ago_makes_room() {
        let kept = KeptViews::of_all();
        let key = |definition: &str| Key {
            view: View::Ledger,
            definition: definition.to_owned(),
            grain: Grain::Month,
            dims: Vec::new(),
            filters: Vec::new(),
        };
        let rows = || {
            let column: arrow::array::ArrayRef = std::sync::Arc::new(arrow::array::Int64Array::from(vec![1; 1 << 20]));
            RecordBatch::try_from_iter([("n", column)]).unwrap()
        };
        for number in 0..8 {
            kept.put(key(&number.to_string()), rows());
            assert!(kept.get(&key("0")).is_some(), "{number}");
        }
        assert!(kept.get(&key("1")).is_none() && kept.get(&key("7")).is_some());
        let inner = kept.inner.lock().unwrap();
        assert!(
            inner.bytes <= OF_ALL && inner.views.len() == 7,
            "{} {}",
            inner.bytes,
            inner.views.len()
        );
    }
}
