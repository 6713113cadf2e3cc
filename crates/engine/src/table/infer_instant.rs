//! Whether a column's texts are dates, and in which order day and month stand.

use super::infer_number::ODD_ONE_IN;
use super::missing::is_missing_among_typed;
use super::parse_date::{DateOrder, When, parse_date};

/// What one value is in a column of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A date.
    Date(When),
    /// No value.
    Missing,
    /// Does not fit.
    Odd,
}

/// Counts that decide about a column.
#[derive(Clone, Debug, Default)]
pub(crate) struct InstantTally {
    known: u64,
    either: u64,
    misfit: u64,
    day_first: Evidence,
    month_first: Evidence,
    ambiguous: Option<String>,
    /// Values with `Z` or an offset, read as the local time that was written.
    pub(crate) offsets: u64,
    first: Option<When>,
}

/// Values that only one order turns into a date, and the first of them.
#[derive(Clone, Debug, Default)]
struct Evidence {
    count: u64,
    example: String,
}

/// How the order of day and month was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OrderFinding {
    /// Every date begins with the year or names the month.
    NotNeeded,
    /// The caller said so.
    Given(DateOrder),
    /// This value leaves only one order.
    Decided(DateOrder, String),
    /// All values can be read both ways, this one for example.
    Ambiguous(String),
    /// Some values say day first, others month first.
    Contradictory(String, String),
}

impl OrderFinding {
    /// The order to read with.
    pub(crate) fn order(&self) -> Option<DateOrder> {
        match self {
            Self::Given(order) | Self::Decided(order, _) => Some(*order),
            _ => None,
        }
    }

    /// Whether the dates can be read.
    pub(crate) fn is_settled(&self) -> bool {
        !matches!(self, Self::Ambiguous(_) | Self::Contradictory(..))
    }
}

impl InstantTally {
    /// Counts a trimmed, non-missing value that occurs `count` times.
    pub(crate) fn add(&mut self, trimmed: &[u8], count: u64) -> Reading {
        let Some(when) = parse_date(trimmed) else {
            if is_missing_among_typed(trimmed) {
                return Reading::Missing;
            }
            self.misfit += count;
            return Reading::Odd;
        };
        self.first.get_or_insert(when);
        if when.offset().is_some() {
            self.offsets += count;
        }
        if matches!(when, When::Known { .. }) {
            self.known += count;
            return Reading::Date(when);
        }
        self.either += count;
        let text = || String::from_utf8_lossy(trimmed).into_owned();
        match when.only_order() {
            Some(DateOrder::DayFirst) => self.day_first.add(count, text),
            Some(DateOrder::MonthFirst) => self.month_first.add(count, text),
            None if when.is_ambiguous() && self.ambiguous.is_none() => self.ambiguous = Some(text()),
            None => {}
        }
        Reading::Date(when)
    }

    /// Whether so many values are no dates that the rest, out of `total` non-missing ones, cannot make up for it.
    pub(crate) fn is_hopeless(&self, total: u64) -> bool {
        self.misfit * ODD_ONE_IN > total
    }

    /// Whether the values look like dates, whatever their order.
    pub(crate) fn is_instant(&self) -> bool {
        let dates = self.known + self.either;
        dates > 0 && self.misfit * ODD_ONE_IN <= dates + self.misfit
    }

    /// Whether every date had an offset.
    pub(crate) fn all_have_offsets(&self) -> bool {
        self.offsets > 0 && self.offsets == self.known + self.either
    }

    /// Whether some dates had an offset and others had none.
    pub(crate) fn mixes_offsets(&self) -> bool {
        self.offsets > 0 && self.offsets < self.known + self.either
    }

    /// Whether they still do when those that the order rules out are odd.
    pub(crate) fn fits_with(&self, order: Option<DateOrder>) -> bool {
        let ruled_out = match order {
            Some(DateOrder::DayFirst) => self.month_first.count,
            Some(DateOrder::MonthFirst) => self.day_first.count,
            None => 0,
        };
        (self.misfit + ruled_out) * ODD_ONE_IN <= self.known + self.either + self.misfit
    }

    /// Finds the order: `given`, or what an unambiguous value says. Never a guess.
    pub(crate) fn order(&self, given: Option<DateOrder>) -> OrderFinding {
        if self.either == 0 {
            return OrderFinding::NotNeeded;
        }
        if let Some(order) = given {
            return OrderFinding::Given(order);
        }
        let (day, month) = (&self.day_first, &self.month_first);
        if day.count > 0 && month.count * ODD_ONE_IN <= day.count {
            return OrderFinding::Decided(DateOrder::DayFirst, day.example.clone());
        }
        if month.count > 0 && day.count * ODD_ONE_IN <= month.count {
            return OrderFinding::Decided(DateOrder::MonthFirst, month.example.clone());
        }
        if day.count > 0 {
            return OrderFinding::Contradictory(day.example.clone(), month.example.clone());
        }
        match &self.ambiguous {
            Some(example) => OrderFinding::Ambiguous(example.clone()),
            // 5/5/2024 is the same day either way.
            None => OrderFinding::Decided(DateOrder::DayFirst, String::new()),
        }
    }

    /// How the first date was written.
    pub(crate) fn format(&self, order: Option<DateOrder>) -> &'static str {
        self.first.map_or("", |when| when.format(order))
    }
}

impl Evidence {
    fn add(&mut self, count: u64, example: impl FnOnce() -> String) {
        if self.count == 0 {
            self.example = example();
        }
        self.count += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: &[&str]) -> InstantTally {
        let mut tally = InstantTally::default();
        for value in values {
            tally.add(value.as_bytes(), 1);
        }
        tally
    }

    #[test]
    fn one_unambiguous_value_decides_the_order() {
        assert_eq!(
            tally(&["1/2/2024", "13/2/2024"]).order(None),
            OrderFinding::Decided(DateOrder::DayFirst, "13/2/2024".into())
        );
        assert_eq!(
            tally(&["1/2/2024", "2/13/2024"]).order(None),
            OrderFinding::Decided(DateOrder::MonthFirst, "2/13/2024".into())
        );
        assert_eq!(tally(&["5/5/2024"]).order(None).order(), Some(DateOrder::DayFirst));
        assert_eq!(tally(&["2024-01-05"]).order(None), OrderFinding::NotNeeded);
    }

    #[test]
    fn without_one_nothing_is_decided() {
        assert_eq!(
            tally(&["5/5/2024", "1/2/2024"]).order(None),
            OrderFinding::Ambiguous("1/2/2024".into())
        );
        assert_eq!(
            tally(&["13/2/2024", "2/13/2024"]).order(None),
            OrderFinding::Contradictory("13/2/2024".into(), "2/13/2024".into())
        );
        assert_eq!(
            tally(&["1/2/2024"]).order(Some(DateOrder::MonthFirst)).order(),
            Some(DateOrder::MonthFirst)
        );
    }

    #[test]
    fn a_given_order_that_rules_values_out_does_not_fit() {
        assert!(!tally(&["13/2/2024", "1/2/2024"]).fits_with(Some(DateOrder::MonthFirst)));
        assert!(tally(&["13/2/2024", "1/2/2024"]).fits_with(Some(DateOrder::DayFirst)));
    }
}
