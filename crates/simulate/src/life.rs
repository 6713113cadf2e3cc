//! One customer's life: the record that an industry fills and that is written out and used again for the next one.

use crate::causes::{MAX_CAUSES, Pull};
use crate::offer::Offer;
use crate::row::Row;

/// Something the customer did.
#[derive(Clone, Copy)]
pub(crate) struct Event {
    pub(crate) day: i32,
    pub(crate) second: u32,
    pub(crate) kind: &'static str,
    /// Minor units.
    pub(crate) amount: Option<i64>,
    pub(crate) quantity: i64,
    pub(crate) channel: &'static str,
    pub(crate) product: &'static str,
    /// Number of the bill or order; 0 = none.
    pub(crate) order: u64,
}

/// A conversation with the company.
#[derive(Clone, Copy)]
pub(crate) struct Talk {
    pub(crate) opened: i32,
    pub(crate) second: u32,
    pub(crate) resolved: Option<i32>,
    /// What the complaint is about (index of the industry's topics); `None` = a question.
    pub(crate) topic: Option<usize>,
    pub(crate) channel: &'static str,
    /// Index of the employee.
    pub(crate) agent: usize,
    /// 1 (bad) to 5.
    pub(crate) satisfaction: Option<i64>,
    /// Where its text comes from.
    pub(crate) text_seed: u64,
}

impl Talk {
    /// Day and second of the settling. On the same day: an hour later, still on that day.
    pub(crate) fn settled(&self) -> Option<(i32, u32)> {
        self.resolved.map(|day| (day, (self.second + 3_600).min(86_399)))
    }

    /// The score as written: only conversations that were settled have one.
    pub(crate) fn score(&self) -> Option<i64> {
        self.satisfaction.filter(|_| self.resolved.is_some())
    }

    /// A complaint opened in `(today − days, today]`.
    pub(crate) fn is_recent_complaint(&self, today: i32, days: i32) -> bool {
        self.topic.is_some() && self.opened <= today && self.opened > today - days
    }

    /// Still open at the end of `today`.
    pub(crate) fn is_open(&self, today: i32) -> bool {
        self.opened <= today && self.resolved.is_none_or(|resolved| resolved > today)
    }
}

/// A spell of a plan.
#[derive(Clone, Copy)]
pub(crate) struct Spell {
    pub(crate) plan: &'static str,
    pub(crate) started: i32,
    pub(crate) ended: Option<i32>,
    /// Minor units a month.
    pub(crate) fee: i64,
    pub(crate) end_reason: &'static str,
}

/// The customer as of the cut-off.
pub(crate) struct Snapshot<'w> {
    /// The industry's columns, without id, name, phone, canary and label.
    pub(crate) row: Row<'w>,
    pub(crate) churned: bool,
    /// The true probability of the label.
    pub(crate) probability: f64,
    pub(crate) pull: Pull,
}

/// Everything about one customer. Buffers are kept between customers.
pub(crate) struct Life<'w> {
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) phone: u64,
    pub(crate) joined: i32,
    /// Years.
    pub(crate) age: i32,
    pub(crate) gender: &'static str,
    pub(crate) region: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) segment: &'static str,
    pub(crate) owner: usize,
    /// The industry's own columns of `customers.csv`.
    pub(crate) attributes: Row<'w>,
    pub(crate) events: Vec<Event>,
    pub(crate) talks: Vec<Talk>,
    pub(crate) spells: Vec<Spell>,
    pub(crate) offer: Option<Offer>,
    pub(crate) snapshot: Option<Snapshot<'w>>,
    /// The first day on which the customer is gone.
    pub(crate) left: Option<i32>,
    /// What pulled when the customer left.
    pub(crate) pull_at_leaving: Pull,
}

impl Life<'_> {
    pub(crate) fn new() -> Self {
        Self {
            number: 0,
            name: String::new(),
            phone: 0,
            joined: 0,
            age: 0,
            gender: "",
            region: "",
            channel: "",
            segment: "",
            owner: 0,
            attributes: Row::new(),
            events: Vec::new(),
            talks: Vec::new(),
            spells: Vec::new(),
            offer: None,
            snapshot: None,
            left: None,
            pull_at_leaving: [0.0; MAX_CAUSES],
        }
    }

    pub(crate) fn clear(&mut self, number: u64) {
        self.number = number;
        self.name.clear();
        self.attributes = Row::new();
        self.events.clear();
        self.talks.clear();
        self.spells.clear();
        self.offer = None;
        self.snapshot = None;
        self.left = None;
        self.pull_at_leaving = [0.0; MAX_CAUSES];
    }

    /// Complaints opened in the `days` before and including `today`.
    pub(crate) fn complaints(&self, today: i32, days: i32) -> i64 {
        self.talks
            .iter()
            .filter(|talk| talk.is_recent_complaint(today, days))
            .count() as i64
    }

    /// Those of them that are still open.
    pub(crate) fn open_complaints(&self, today: i32, days: i32) -> i64 {
        self.talks
            .iter()
            .filter(|talk| talk.is_recent_complaint(today, days) && talk.is_open(today))
            .count() as i64
    }

    /// Days since the last complaint.
    pub(crate) fn days_since_complaint(&self, today: i32) -> Option<i32> {
        let complaints = self
            .talks
            .iter()
            .filter(|talk| talk.topic.is_some() && talk.opened <= today);
        complaints.map(|talk| today - talk.opened).min()
    }

    /// The score of the conversation that was settled last, as known on `today`.
    pub(crate) fn last_satisfaction(&self, today: i32) -> Option<i64> {
        let scored = self
            .talks
            .iter()
            .filter_map(|talk| Some((talk.resolved?, talk.satisfaction?)));
        scored
            .filter(|(resolved, _)| *resolved <= today)
            .max_by_key(|(resolved, _)| *resolved)
            .map(|(_, score)| score)
    }

    /// Money in `(today − days, today]`, minor units.
    pub(crate) fn spent(&self, today: i32, days: i32) -> i64 {
        let inside = self
            .events
            .iter()
            .filter(|event| event.day <= today && event.day > today - days);
        inside.filter_map(|event| event.amount).sum()
    }
}
