//! Counts over all customers, in memory that does not grow with their number.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;

use crate::causes::{Direction, MAX_CAUSES, main_cause};
use crate::life::Life;
use crate::offer::Group;
use crate::season;
use crate::tables::{CANARY, PERSONAL};
use crate::trade::{Trade, definition};
use crate::truth::{
    Cause, Churn, Interaction, Month, OfferGroup, OfferTruth, Season, StaffLeft, TableRows, Topic, Truth,
};
use crate::world::World;

const BINS: usize = 1_000;
/// A customer who leaves within this many days of the employee, for that reason, has followed.
const FOLLOW_DAYS: i32 = 180;

#[derive(Clone, Copy, Default)]
struct Arm {
    customers: u64,
    retained: u64,
}

/// Everything that is counted.
pub(crate) struct Tally {
    customers: u64,
    left: u64,
    snapshot: [u64; 2],
    probability: f64,
    /// Customers who stayed and left by true probability.
    bins: Vec<[u64; 2]>,
    pull_sum: [f64; MAX_CAUSES],
    pull_squares: [f64; MAX_CAUSES],
    main: [u64; MAX_CAUSES],
    /// Customers in care and customers who followed, by employee.
    staff: Vec<[u64; 2]>,
    offer: [[Arm; 2]; 3],
    effect: [f64; 3],
    first_month: i32,
    /// At start, joined, left.
    months: Vec<[u64; 3]>,
    topics: Vec<u64>,
}

impl Tally {
    pub(crate) fn new(world: &World, trade: &Trade) -> Self {
        let first_month = Day::from_number(world.start).month_number();
        let months = (Day::from_number(world.end).month_number() - first_month + 1).max(1) as usize;
        Self {
            customers: 0,
            left: 0,
            snapshot: [0; 2],
            probability: 0.0,
            bins: vec![[0; 2]; BINS],
            pull_sum: [0.0; MAX_CAUSES],
            pull_squares: [0.0; MAX_CAUSES],
            main: [0; MAX_CAUSES],
            staff: vec![[0; 2]; world.staff.members.len()],
            offer: [[Arm::default(); 2]; 3],
            effect: [0.0; 3],
            first_month,
            months: vec![[0; 3]; months],
            topics: vec![0; trade.phrases.topics.len()],
        }
    }

    pub(crate) fn add(&mut self, world: &World, trade: &Trade, life: &Life<'_>) {
        self.customers += 1;
        self.left += u64::from(life.left.is_some());
        if let Some(snapshot) = &life.snapshot {
            let churned = usize::from(snapshot.churned);
            self.snapshot[churned] += 1;
            self.probability += snapshot.probability;
            let bin = ((snapshot.probability * BINS as f64) as usize).min(BINS - 1);
            self.bins[bin][churned] += 1;
            for (index, pull) in snapshot.pull.iter().enumerate() {
                self.pull_sum[index] += pull;
                self.pull_squares[index] += pull * pull;
            }
            if let Some(index) = main_cause(&snapshot.pull, trade.planting.causes) {
                self.main[index] += 1;
            }
        }
        if let Some(offer) = &life.offer {
            let group = offer.facts.group() as usize;
            let arm = &mut self.offer[group][usize::from(offer.treated)];
            arm.customers += 1;
            arm.retained += u64::from(offer.retained);
            self.effect[group] += offer.effect;
        }
        for topic in life.talks.iter().filter_map(|talk| talk.topic) {
            self.topics[topic] += 1;
        }
        self.add_staff(world, trade, life);
        self.add_months(world, life);
    }

    fn add_staff(&mut self, world: &World, trade: &Trade, life: &Life<'_>) {
        let Some(gone) = world.staff.left(life.owner) else {
            return;
        };
        if life.joined >= gone || life.left.is_some_and(|left| left < gone - FOLLOW_DAYS) {
            return;
        }
        let cause = main_cause(&life.pull_at_leaving, trade.planting.causes);
        let followed = cause.and_then(|index| trade.planting.causes.get(index)).is_some_and(|spec| spec.name == "staff_left")
            // Visits show the leaving only afterwards: the last visit may lie shortly before.
            && life.left.is_some_and(|left| (gone - 30..=gone + FOLLOW_DAYS).contains(&left));
        let in_care = life.left.is_none_or(|left| left > gone) || followed;
        self.staff[life.owner][0] += u64::from(in_care);
        self.staff[life.owner][1] += u64::from(followed);
    }

    /// A month's customers at the start are those of the evening before, so that start + joined − left = next start.
    fn add_months(&mut self, world: &World, life: &Life<'_>) {
        let month_at = |day: i32| (Day::from_number(day).month_number() - self.first_month).max(0) as usize;
        let joined = (life.joined >= world.start).then(|| month_at(life.joined));
        let left = life.left.filter(|left| *left <= world.end).map(month_at);
        let from = joined.map_or(0, |month| month + 1);
        let until = left.map_or(self.months.len(), |month| month + 1);
        for month in self.months.iter_mut().take(until).skip(from) {
            month[0] += 1;
        }
        if let Some(month) = joined.and_then(|index| self.months.get_mut(index)) {
            month[1] += 1;
        }
        if let Some(month) = left.and_then(|index| self.months.get_mut(index)) {
            month[2] += 1;
        }
    }

    pub(crate) fn truth(&self, world: &World, trade: &Trade, tables: Vec<TableRows>) -> Truth {
        let plan = &world.plan;
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let pairs = trade.planting.pairs.iter().map(|pair| Interaction {
            causes: pair.causes.map(str::to_string),
            description: Bilingual::new(pair.zh, pair.en),
        });
        Truth {
            generator: "holdfast-simulate".to_string(),
            industry: plan.industry,
            seed: plan.seed,
            customers: self.customers,
            start: Day::from_number(world.start),
            cutoff: Day::from_number(world.cutoff),
            end: plan.end,
            horizon_days: world.horizon,
            definition: definition(plan.industry, trade),
            churn: self.churn(),
            causes: self.causes(trade),
            interactions: pairs.collect(),
            noise_columns: owned(trade.planting.noise),
            decoy_columns: owned(trade.planting.decoys),
            personal_columns: owned(&PERSONAL),
            canary_column: plan.canary.then(|| CANARY.to_string()),
            staff_left: self.staff_left(world),
            seasonality: seasonality(world),
            offer: self.offer(world),
            months: self.months(),
            topics: self.topics(trade),
            competitors: owned(trade.phrases.competitors),
            tables,
        }
    }

    fn churn(&self) -> Churn {
        let [stayed, churned] = self.snapshot;
        let rows = stayed + churned;
        let share = |part: f64| if rows == 0 { 0.0 } else { rounded(part / rows as f64) };
        Churn {
            snapshot_rows: rows,
            snapshot_churned: churned,
            snapshot_rate: share(churned as f64),
            mean_true_probability: share(self.probability),
            best_auc: self.best_auc().map(rounded),
            left: self.left,
        }
    }

    /// The Mann–Whitney statistic over the bins; customers in the same bin count one half.
    fn best_auc(&self) -> Option<f64> {
        let [stayed, churned] = self.snapshot.map(|count| count as f64);
        let (mut below, mut wins) = (0.0, 0.0);
        for [stay, churn] in &self.bins {
            wins += *churn as f64 * (below + *stay as f64 / 2.0);
            below += *stay as f64;
        }
        (stayed > 0.0 && churned > 0.0).then(|| wins / (stayed * churned))
    }

    fn causes(&self, trade: &Trade) -> Vec<Cause> {
        let rows = self.snapshot.iter().sum::<u64>().max(1) as f64;
        let mut causes: Vec<Cause> = trade
            .planting
            .causes
            .iter()
            .enumerate()
            .map(|(index, spec)| {
                let mean = self.pull_sum[index] / rows;
                Cause {
                    name: spec.name.to_string(),
                    columns: spec.columns.iter().map(ToString::to_string).collect(),
                    direction: match spec.direction {
                        Direction::Raises => "raises",
                        Direction::Lowers => "lowers",
                        Direction::Category => "category",
                    }
                    .to_string(),
                    symptom: spec.symptom,
                    rank: 0,
                    strength: rounded((self.pull_squares[index] / rows - mean * mean).max(0.0).sqrt()),
                    main_cause_of: self.main[index],
                    description: Bilingual::new(spec.zh, spec.en),
                }
            })
            .collect();
        causes.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        for (cause, rank) in causes.iter_mut().zip(1..) {
            cause.rank = rank;
        }
        causes
    }

    fn staff_left(&self, world: &World) -> Vec<StaffLeft> {
        let members = world.staff.members.iter().zip(&self.staff);
        let gone = members.filter_map(|(member, [customers, followed])| {
            Some(StaffLeft {
                name: member.name.clone(),
                left_on: Day::from_number(member.left?),
                customers: *customers,
                followed: *followed,
            })
        });
        let mut gone: Vec<StaffLeft> = gone.collect();
        gone.sort_by(|a, b| (a.left_on, &a.name).cmp(&(b.left_on, &b.name)));
        gone
    }

    fn offer(&self, world: &World) -> OfferTruth {
        let share = |arm: Arm| (arm.customers > 0).then(|| rounded(arm.retained as f64 / arm.customers as f64));
        let groups = Group::ALL.map(|group| {
            let [control, treated] = self.offer[group as usize];
            let customers = (control.customers + treated.customers).max(1) as f64;
            OfferGroup {
                name: group.name().to_string(),
                rule: rule(group),
                treated: treated.customers,
                control: control.customers,
                retained_treated: share(treated),
                retained_control: share(control),
                true_effect: rounded(self.effect[group as usize] / customers),
            }
        });
        OfferTruth {
            assigned_on: Day::from_number(world.offer_on),
            outcome_days: world.cutoff - world.offer_on,
            groups: groups.to_vec(),
        }
    }

    fn months(&self) -> Vec<Month> {
        let label = |index: usize| Day::from_month_number(self.first_month + index as i32).month_label();
        let rate = |left: u64, at_start: u64| {
            if at_start == 0 {
                0.0
            } else {
                rounded(left as f64 / at_start as f64)
            }
        };
        let months = self
            .months
            .iter()
            .enumerate()
            .map(|(index, [at_start, joined, left])| Month {
                month: label(index),
                at_start: *at_start,
                joined: *joined,
                left: *left,
                rate: rate(*left, *at_start),
            });
        months.collect()
    }

    fn topics(&self, trade: &Trade) -> Vec<Topic> {
        let topics = trade
            .phrases
            .topics
            .iter()
            .zip(&self.topics)
            .map(|(topic, complaints)| Topic {
                name: Bilingual::new(topic.zh, topic.en),
                cause: (!topic.cause.is_empty()).then(|| topic.cause.to_string()),
                complaints: *complaints,
            });
        topics.collect()
    }
}

/// Six decimals: enough for any comparison, and every JSON reader gives the same number back.
fn rounded(value: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (value * 1e6).round() / 1e6 + 0.0
}

fn seasonality(world: &World) -> Vec<Season> {
    let factors = season::activity(world.plan.industry)
        .into_iter()
        .zip(season::churn(world.plan.industry));
    factors
        .zip(1..)
        .map(|((activity, churn), month)| Season { month, activity, churn })
        .collect()
}

fn rule(group: Group) -> Bilingual {
    match group {
        Group::Helped => Bilingual::new(
            "优惠敏感：promotion_percent ≥ 55",
            "price-sensitive: promotion_percent ≥ 55",
        ),
        Group::Harmed => Bilingual::new(
            "不看优惠的老客户：promotion_percent < 30 且 tenure_months ≥ 24",
            "long-standing and not looking at prices: promotion_percent < 30 and tenure_months ≥ 24",
        ),
        Group::Indifferent => Bilingual::new("其他客户", "everybody else"),
    }
}
