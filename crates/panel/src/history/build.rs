//! From events in any order to the days of each customer.

use std::ops::Range;

use holdfast_domain::zone::{DayTable, Zone};
use rayon::prelude::*;

use super::{DayHistory, Qualifying};
use crate::events::{EventChunk, Events};

/// Customer in the upper half, then the day, then whether it counts; and the amount.
type Row = [u64; 2];
/// Rows that one thread takes at a time.
const BLOCK_ROWS: usize = 1 << 18;
/// Rows of a bucket of customers: they and their sorted copy stay in the second-level cache.
const BUCKET_ROWS: usize = 1 << 14;
const MOST_BUCKETS: usize = 1024;
/// Makes the earliest day (0001-01-01) zero.
const DAY_SHIFT: i32 = 719_162;

/// The days of each customer: a parallel counting sort by customer, then by day. The result depends on neither the order of the
/// events nor the number of threads. Rows whose customer is not below `events.customers` are left out.
pub fn build(events: &Events, zone: &Zone, qualifying: &Qualifying) -> DayHistory {
    let customers = events.customers as usize;
    let buckets = Buckets::new(customers, events.len());
    let blocks = blocks(events);
    let seen: Vec<(Vec<u32>, i64, i64)> = blocks.par_iter().map(|block| look(block, &buckets)).collect();
    let first_us = seen.iter().map(|block| block.1).min().unwrap_or(0);
    let last_us = seen.iter().map(|block| block.2).max().unwrap_or(0);
    if first_us > last_us || customers == 0 {
        return DayHistory {
            starts: vec![0; customers + 1],
            ..DayHistory::default()
        };
    }
    let days = DayTable::new(zone, first_us, last_us);
    let rows_of: Vec<usize> = (0..buckets.count)
        .map(|bucket| seen.iter().map(|block| block.0[bucket] as usize).sum())
        .collect();
    let mut rows: Vec<Row> = vec![[0; 2]; rows_of.iter().sum()];
    scatter(&mut rows, &seen, &blocks, &buckets, &days, qualifying);
    merge(&mut rows, &rows_of, &buckets, customers)
}

/// Ranges of 2^`shift` customers.
struct Buckets {
    shift: u32,
    count: usize,
    customers: u32,
}

impl Buckets {
    fn new(customers: usize, rows: usize) -> Self {
        let wanted = (rows / BUCKET_ROWS).clamp(1, MOST_BUCKETS);
        let width = customers.div_ceil(wanted).max(1).next_power_of_two();
        Self {
            shift: width.trailing_zeros(),
            count: customers.div_ceil(width).max(1),
            customers: customers as u32,
        }
    }
}

/// Pieces of chunks, about [`BLOCK_ROWS`] rows together.
type Block<'a> = Vec<(&'a EventChunk, Range<usize>)>;

fn blocks(events: &Events) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut room = 0;
    for chunk in &events.chunks {
        let mut from = 0;
        while from < chunk.len() {
            if room == 0 {
                blocks.push(Vec::new());
                room = BLOCK_ROWS;
            }
            let to = chunk.len().min(from + room);
            if let Some(block) = blocks.last_mut() {
                block.push((chunk, from..to));
            }
            room -= to - from;
            from = to;
        }
    }
    blocks
}

/// Rows by bucket, the first and the last instant of a block.
fn look(block: &Block<'_>, buckets: &Buckets) -> (Vec<u32>, i64, i64) {
    let mut counts = vec![0u32; buckets.count];
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for (chunk, range) in block {
        let columns = chunk.customer[range.clone()]
            .iter()
            .zip(&chunk.occurred_at_us[range.clone()]);
        for (&customer, &at) in columns {
            if customer < buckets.customers {
                counts[(customer >> buckets.shift) as usize] += 1;
                first = first.min(at);
                last = last.max(at);
            }
        }
    }
    (counts, first, last)
}

/// Every row to its bucket. Each block writes to a stretch of its own in every bucket, so that threads never meet.
fn scatter(
    rows: &mut [Row],
    seen: &[(Vec<u32>, i64, i64)],
    blocks: &[Block<'_>],
    buckets: &Buckets,
    days: &DayTable,
    qualifying: &Qualifying,
) {
    let mut rest = rows;
    let mut places: Vec<Vec<&mut [Row]>> = blocks.iter().map(|_| Vec::with_capacity(buckets.count)).collect();
    for bucket in 0..buckets.count {
        for (places, (counts, ..)) in places.iter_mut().zip(seen) {
            let (place, after) = std::mem::take(&mut rest).split_at_mut(counts[bucket] as usize);
            places.push(place);
            rest = after;
        }
    }
    blocks.par_iter().zip(places).for_each(|(block, mut places)| {
        let mut next = vec![0usize; buckets.count];
        for (chunk, range) in block {
            for row in range.clone() {
                let customer = chunk.customer[row];
                if customer >= buckets.customers {
                    continue;
                }
                let amount = chunk.amount_minor[row];
                let has_amount = amount != EventChunk::NO_AMOUNT;
                let counts = qualifying.counts(chunk.kind[row], amount);
                let day = (days.day_number(chunk.occurred_at_us[row]) + DAY_SHIFT) as u64;
                let bucket = (customer >> buckets.shift) as usize;
                places[bucket][next[bucket]] = [
                    u64::from(customer) << 32 | day << 1 | u64::from(counts),
                    if has_amount { amount as u64 } else { 0 },
                ];
                next[bucket] += 1;
            }
        }
    });
}

/// Sorts every bucket, counts its days, and adds up each day.
fn merge(rows: &mut [Row], rows_of: &[usize], buckets: &Buckets, customers: usize) -> DayHistory {
    let mut rest = rows;
    let mut parts: Vec<&mut [Row]> = Vec::with_capacity(buckets.count);
    for &count in rows_of {
        let (part, after) = std::mem::take(&mut rest).split_at_mut(count);
        parts.push(part);
        rest = after;
    }
    let width = 1usize << buckets.shift;
    let mut starts = vec![0u32; customers + 1];
    let totals: Vec<u32> = parts
        .par_iter_mut()
        .zip(starts[1..].par_chunks_mut(width))
        .enumerate()
        .map_init(Vec::new, |sorted, (bucket, (part, ends))| {
            sort(part, sorted, bucket << buckets.shift, ends)
        })
        .collect();
    let mut before = 0u32;
    for (ends, total) in starts[1..].chunks_mut(width).zip(&totals) {
        for end in ends {
            *end += before;
        }
        before += total;
    }
    let mut out = DayHistory {
        starts,
        day: vec![0; before as usize],
        events: vec![0; before as usize],
        qualifying: vec![0; before as usize],
        amount_minor: vec![0; before as usize],
        refund_minor: vec![0; before as usize],
        qualifying_minor: vec![0; before as usize],
    };
    let mut slices = Vec::with_capacity(totals.len());
    let mut rest = Slices {
        day: &mut out.day,
        events: &mut out.events,
        qualifying: &mut out.qualifying,
        amount: &mut out.amount_minor,
        refund: &mut out.refund_minor,
        counted: &mut out.qualifying_minor,
    };
    for &total in &totals {
        let (part, after) = rest.split(total as usize);
        slices.push(part);
        rest = after;
    }
    parts
        .into_par_iter()
        .zip(slices)
        .for_each(|(part, slices)| add_up(part, slices));
    out
}

/// Puts a bucket into the order of customers and days, and writes where each customer's days end, counted from the bucket's start.
/// Returns its days.
fn sort(part: &mut [Row], sorted: &mut Vec<Row>, first_customer: usize, ends: &mut [u32]) -> u32 {
    let local = |row: &Row| (row[0] >> 32) as usize - first_customer;
    for row in part.iter() {
        ends[local(row)] += 1;
    }
    let mut from = 0;
    for end in ends.iter_mut() {
        (*end, from) = (from, from + *end);
    }
    sorted.clear();
    sorted.resize(part.len(), [0; 2]);
    for row in part.iter() {
        let place = &mut ends[local(row)];
        sorted[*place as usize] = *row;
        *place += 1;
    }
    part.copy_from_slice(sorted);
    let (mut from, mut days) = (0, 0);
    for end in ends.iter_mut() {
        let to = *end as usize;
        let own = &mut part[from..to];
        // Logs mostly come in order of time.
        if !own.is_sorted_by(|a, b| a[0] <= b[0]) {
            own.sort_unstable_by_key(|row| row[0]);
        }
        let mut previous = u64::MAX;
        for row in own.iter() {
            days += u32::from(row[0] >> 1 != previous);
            previous = row[0] >> 1;
        }
        *end = days;
        from = to;
    }
    days
}

/// The columns of a bucket.
struct Slices<'a> {
    day: &'a mut [i32],
    events: &'a mut [u32],
    qualifying: &'a mut [u32],
    amount: &'a mut [i64],
    refund: &'a mut [i64],
    counted: &'a mut [i64],
}

impl<'a> Slices<'a> {
    fn split(self, at: usize) -> (Self, Self) {
        let day = self.day.split_at_mut(at);
        let events = self.events.split_at_mut(at);
        let qualifying = self.qualifying.split_at_mut(at);
        let amount = self.amount.split_at_mut(at);
        let refund = self.refund.split_at_mut(at);
        let counted = self.counted.split_at_mut(at);
        (
            Slices {
                day: day.0,
                events: events.0,
                qualifying: qualifying.0,
                amount: amount.0,
                refund: refund.0,
                counted: counted.0,
            },
            Slices {
                day: day.1,
                events: events.1,
                qualifying: qualifying.1,
                amount: amount.1,
                refund: refund.1,
                counted: counted.1,
            },
        )
    }
}

/// One entry a day out of the sorted rows of a bucket.
fn add_up(part: &[Row], out: Slices<'_>) {
    let mut from = 0;
    let mut at = 0;
    while from < part.len() {
        let key = part[from][0] >> 1;
        let (mut events, mut qualifying, mut amount, mut refund, mut counted) = (0u32, 0u32, 0i64, 0i64, 0i64);
        while from < part.len() && part[from][0] >> 1 == key {
            let value = part[from][1] as i64;
            let counts = part[from][0] & 1;
            events += 1;
            qualifying += counts as u32;
            amount = amount.wrapping_add(value);
            refund = refund.wrapping_sub(value.min(0));
            counted = counted.wrapping_add(value * counts as i64);
            from += 1;
        }
        out.day[at] = (key & 0x7fff_ffff) as i32 - DAY_SHIFT;
        out.events[at] = events;
        out.qualifying[at] = qualifying;
        out.amount[at] = amount;
        out.refund[at] = refund;
        out.counted[at] = counted;
        at += 1;
    }
}
