//! Events sorted by customer and time, as columns.

/// One event as it comes out of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Dense customer number.
    pub customer: u32,
    /// Day, counted from 1970-01-01.
    pub day: i32,
    /// Seconds since midnight: orders events of one day.
    pub second: u32,
    /// Money in minor units; negative for a refund.
    pub amount_minor: i64,
    /// A refund, return or cancellation: it counts as money, not as activity.
    pub returned: bool,
    /// Counts as the activity whose absence is churn: a purchase, or any event where no money is known.
    pub qualifies: bool,
    /// Product number, or [`History::NO_PRODUCT`].
    pub product: u32,
}

/// A category that comes with every event.
#[derive(Clone, Debug)]
pub struct EventCategory {
    /// Column name.
    pub name: String,
    /// Level names.
    pub levels: Vec<String>,
    /// Code of every event into `levels`; `u32::MAX` is missing.
    pub codes: Vec<u32>,
}

/// All events, sorted by customer, then day, then second, then their order in the file.
#[derive(Clone, Debug)]
pub struct History {
    /// First event of each customer; one entry more than customers.
    pub starts: Vec<u32>,
    /// Day of each event.
    pub days: Vec<i32>,
    /// Amount of each event.
    pub amounts_minor: Vec<i64>,
    /// Whether each event is a return.
    pub returned: Vec<bool>,
    /// Whether each event qualifies as activity.
    pub qualifies: Vec<bool>,
    /// Product of each event.
    pub products: Vec<u32>,
    /// Categories, with codes in the sorted order.
    pub categories: Vec<EventCategory>,
}

impl History {
    /// An event without a product.
    pub const NO_PRODUCT: u32 = u32::MAX;

    /// Sorts events; `categories` hold codes in the order of `events`. Customer numbers must be below `customers`.
    pub fn new(customers: usize, events: &[Event], mut categories: Vec<EventCategory>) -> Self {
        let mut order: Vec<u32> = (0..events.len() as u32).collect();
        order.sort_by_key(|&i| {
            let event = &events[i as usize];
            (event.customer, event.day, event.second)
        });
        let mut starts = vec![0u32; customers + 1];
        for event in events {
            starts[event.customer as usize + 1] += 1;
        }
        for c in 0..customers {
            starts[c + 1] += starts[c];
        }
        for category in &mut categories {
            category.codes = order.iter().map(|&i| category.codes[i as usize]).collect();
        }
        let sorted = || order.iter().map(|&i| &events[i as usize]);
        Self {
            starts,
            days: sorted().map(|e| e.day).collect(),
            amounts_minor: sorted().map(|e| e.amount_minor).collect(),
            returned: sorted().map(|e| e.returned).collect(),
            qualifies: sorted().map(|e| e.qualifies).collect(),
            products: sorted().map(|e| e.product).collect(),
            categories,
        }
    }

    /// Number of customers.
    pub fn customers(&self) -> usize {
        self.starts.len() - 1
    }

    /// Events of a customer.
    pub fn span(&self, customer: u32) -> std::ops::Range<usize> {
        self.starts[customer as usize] as usize..self.starts[customer as usize + 1] as usize
    }

    /// Events of a customer before `cutoff`: all that features as of that day may see.
    pub fn span_before(&self, customer: u32, cutoff: i32) -> std::ops::Range<usize> {
        let span = self.span(customer);
        let length = self.days[span.clone()].partition_point(|&day| day < cutoff);
        span.start..span.start + length
    }

    /// Days with qualifying activity among the events `span`, rising, each once.
    pub fn active_days(&self, span: std::ops::Range<usize>, out: &mut Vec<i32>) {
        out.clear();
        for i in span {
            if self.qualifies[i] && out.last() != Some(&self.days[i]) {
                out.push(self.days[i]);
            }
        }
    }

    /// First and last day of any qualifying event; `None` when there is none.
    pub fn day_range(&self) -> Option<(i32, i32)> {
        let days = || {
            self.days
                .iter()
                .zip(&self.qualifies)
                .filter(|&(_, &q)| q)
                .map(|(&d, _)| d)
        };
        Some((days().min()?, days().max()?))
    }
}
