//! Which group a customer belongs to, and since when: a dimension of metrics as arrays.

/// The group of every customer over time.
///
/// A dimension (region, channel, owner…) or a combination of several is a dense number per customer that may change on a day. Before the first
/// entry of a customer holds the first entry: a group that was recorded late is not a group of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups {
    /// Number of groups; codes are below.
    pub count: u32,
    /// `customers + 1`: where each customer's entries begin.
    pub starts: Vec<u32>,
    /// Day from which each entry holds, growing within a customer.
    pub from_day: Vec<i32>,
    /// Group of each entry.
    pub group: Vec<u32>,
}

impl Groups {
    /// One group that holds everybody.
    pub fn everybody(customers: u32) -> Self {
        Self::fixed(1, vec![0; customers as usize])
    }

    /// Groups that never change.
    pub fn fixed(count: u32, group: Vec<u32>) -> Self {
        Self {
            count,
            starts: (0..=group.len() as u32).collect(),
            from_day: vec![i32::MIN; group.len()],
            group,
        }
    }

    /// The group of a customer on a day.
    #[inline]
    pub fn on(&self, customer: u32, day: i32) -> u32 {
        let (start, end) = (
            self.starts[customer as usize] as usize,
            self.starts[customer as usize + 1] as usize,
        );
        if end - start == 1 {
            return self.group[start];
        }
        let after = start + self.from_day[start..end].partition_point(|&from| from <= day);
        self.group[after.max(start + 1) - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_holds_from_its_day_and_the_first_before_it() {
        let groups = Groups {
            count: 3,
            starts: vec![0, 2, 3],
            from_day: vec![10, 20, 5],
            group: vec![0, 1, 2],
        };
        assert_eq!([9, 10, 19, 20, 99].map(|day| groups.on(0, day)), [0, 0, 0, 1, 1]);
        assert_eq!(groups.on(1, 0), 2);
        assert_eq!(Groups::everybody(2).on(1, 7), 0);
    }
}
