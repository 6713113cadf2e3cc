//! Classes of value at the end of each month: recency, frequency and money against the mean of all.
//!
//! The means are known when everybody has been seen, so what each customer had is noted in a scratch file and read back: memory
//! does not grow with the number of customers.

use std::io::{BufReader, BufWriter, Error, Read, Seek, SeekFrom, Write};

use crate::metrics::calendar::{Calendar, MONTH};
use crate::metrics::stays::Stay;
use crate::run::Scratch;

/// Days that frequency and money look back.
const YEAR_DAYS: i32 = 365;
const BUFFER_BYTES: usize = 64 * 1024;

/// Names of the classes by `4·R + 2·F + M` (1 = high).
pub(crate) const CLASSES: [&str; 8] = [
    "一般挽留",
    "重要挽留",
    "一般保持",
    "重要保持",
    "一般发展",
    "重要发展",
    "一般价值",
    "重要价值",
];

/// Sums of a month's end: customers, and their recency, frequency and money.
type Sums = [i64; 4];
/// Recency and frequency (days, two bytes each: a history is shorter than 65,536 days), money (minor units).
const NOTE_BYTES: usize = 12;

/// The notes of everybody.
pub(crate) struct Rfm<'s> {
    notes: BufWriter<&'s mut dyn Scratch>,
    customers: u64,
    sums: Vec<Sums>,
    /// The notes of one customer.
    line: Vec<u8>,
}

impl<'s> Rfm<'s> {
    pub(crate) fn new(calendar: &Calendar, scratch: &'s mut dyn Scratch) -> Self {
        Self {
            notes: BufWriter::with_capacity(BUFFER_BYTES, scratch),
            customers: 0,
            sums: vec![[0; 4]; calendar.spans[MONTH].len()],
            line: Vec::new(),
        }
    }

    /// Notes a customer: the first month, then three numbers for it and each later one. `days` are the distinct days with a
    /// purchase, `money` days with their net amount, both growing.
    pub(crate) fn add(
        &mut self,
        calendar: &Calendar,
        days: &[i32],
        money: &[(i32, i64)],
        stays: &[Stay],
    ) -> Result<(), Error> {
        let (Some(first), Some(stay)) = (days.first(), stays.first()) else {
            return Ok(());
        };
        let span = &calendar.spans[MONTH];
        let Some(from) = span.of(stay.started.max(*first)) else {
            return Ok(());
        };
        self.customers += 1;
        self.line.clear();
        self.line.extend_from_slice(&(from as u32).to_le_bytes());
        // Half-open ranges of `days` and `money` within the year, and the net amount in it.
        let (mut day_from, mut day_to, mut money_from, mut money_to, mut net) = (0, 0, 0, 0, 0);
        for period in from..span.len() {
            let end = span.last_day(period);
            let since = end - YEAR_DAYS + 1;
            while days.get(day_to).is_some_and(|day| *day <= end) {
                day_to += 1;
            }
            while day_from < day_to && days[day_from] < since {
                day_from += 1;
            }
            while let Some((_, amount)) = money.get(money_to).filter(|(day, _)| *day <= end) {
                net += amount;
                money_to += 1;
            }
            while money_from < money_to && money[money_from].0 < since {
                net -= money[money_from].1;
                money_from += 1;
            }
            let (recency, frequency) = (end - days[day_to - 1], (day_to - day_from) as i32);
            let sums = &mut self.sums[period];
            for (sum, value) in sums.iter_mut().zip([1, i64::from(recency), i64::from(frequency), net]) {
                *sum += value;
            }
            let mut note = [0; NOTE_BYTES];
            note[..2].copy_from_slice(&(recency as u16).to_le_bytes());
            note[2..4].copy_from_slice(&(frequency as u16).to_le_bytes());
            note[4..].copy_from_slice(&net.to_le_bytes());
            self.line.extend_from_slice(&note);
        }
        self.notes.write_all(&self.line)
    }

    /// Customers of each class (see [`CLASSES`]) at the end of each month.
    pub(crate) fn classes(mut self) -> Result<Vec<[u64; 8]>, Error> {
        let mut classes: Vec<[u64; 8]> = vec![[0; 8]; self.sums.len()];
        self.notes.flush()?;
        self.notes.seek(SeekFrom::Start(0))?;
        let mut notes = BufReader::with_capacity(BUFFER_BYTES, &mut **self.notes.get_mut());
        for _ in 0..self.customers {
            let mut from = [0; 4];
            notes.read_exact(&mut from)?;
            let from = u32::from_le_bytes(from) as usize;
            for (sums, classes) in self.sums.iter().zip(&mut classes).skip(from) {
                let mut note = [0; NOTE_BYTES];
                notes.read_exact(&mut note)?;
                let [r0, r1, f0, f1, money @ ..] = note;
                let recency = i128::from(u16::from_le_bytes([r0, r1]));
                let frequency = i128::from(u16::from_le_bytes([f0, f1]));
                let money = i128::from(i64::from_le_bytes(money));
                // Against the mean without dividing: value ≤ sum ÷ n exactly when value · n ≤ sum.
                let [n, recencies, frequencies, moneys] = sums.map(i128::from);
                let high = [
                    recency * n <= recencies,
                    frequency * n > frequencies,
                    money * n > moneys,
                ];
                let class = high.iter().fold(0, |class, high| 2 * class + usize::from(*high));
                classes[class] += 1;
            }
        }
        Ok(classes)
    }
}
