//! Group tables that are kept: those asked for last.

use std::collections::VecDeque;
use std::mem::size_of_val;
use std::sync::{Arc, Mutex};

use crate::metrics::data::GroupTable;

use super::lake_facts::lock;

/// Bytes of tables that everybody shares, and of those of one restricted reader.
const ALL_BYTES: usize = 256 << 20;
const ONE_BYTES: usize = 64 << 20;

/// Group tables by the dimensions that they are of, in order, up to so many bytes: there are more orders of dimensions than memory has room for. The one
/// that was asked for last always stays.
#[derive(Debug)]
pub(super) struct KeptGroups {
    most_bytes: usize,
    // The one asked for last at the end.
    tables: Mutex<VecDeque<Kept>>,
}

type Kept = (Vec<String>, Arc<GroupTable>);

impl KeptGroups {
    /// For tables that all readers share.
    pub(super) fn of_all() -> Self {
        Self::up_to(ALL_BYTES)
    }

    /// For tables of one reader.
    pub(super) fn of_one() -> Self {
        Self::up_to(ONE_BYTES)
    }

    fn up_to(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            tables: Mutex::default(),
        }
    }

    /// The table of some dimensions.
    pub(super) fn get(&self, dimensions: &[String]) -> Option<Arc<GroupTable>> {
        let mut tables = lock(&self.tables);
        let at = tables.iter().position(|(known, _)| known == dimensions)?;
        let kept = tables.remove(at)?;
        let table = Arc::clone(&kept.1);
        tables.push_back(kept);
        Some(table)
    }

    /// Keeps a table, and forgets those asked for longest ago where there is no room.
    pub(super) fn keep(&self, dimensions: Vec<String>, table: Arc<GroupTable>) {
        let mut tables = lock(&self.tables);
        tables.retain(|(known, _)| *known != dimensions);
        tables.push_back((dimensions, table));
        let mut bytes: usize = tables.iter().map(|(_, table)| weight(table)).sum();
        while bytes > self.most_bytes && tables.len() > 1 {
            bytes -= tables.pop_front().map_or(0, |(_, table)| weight(&table));
        }
    }

    /// What is kept, the one asked for last at the end.
    pub(super) fn all(&self) -> Vec<Kept> {
        lock(&self.tables).iter().cloned().collect()
    }
}

fn weight(table: &GroupTable) -> usize {
    let groups = &table.groups;
    let labels = table.labels.iter().flatten();
    let texts: usize = labels
        .map(|label| size_of_val(label) + label.as_ref().map_or(0, String::len))
        .sum();
    size_of_val(&groups.starts[..]) + size_of_val(&groups.from_day[..]) + size_of_val(&groups.group[..]) + texts
}

#[cfg(test)]
mod tests {
    use holdfast_panel::groups::Groups;

    use super::*;

    #[test]
    fn the_tables_asked_for_last_stay_and_one_always_does() {
        let table = |customers| {
            Arc::new(GroupTable {
                groups: Groups::everybody(customers),
                labels: vec![Vec::new()],
            })
        };
        let name = |name: &str| vec![name.to_owned()];
        // A table of 10 customers takes 11 × 4 + 10 × 4 + 10 × 4 bytes.
        let kept = KeptGroups::up_to(300);
        kept.keep(name("a"), table(10));
        kept.keep(name("b"), table(10));
        assert!(kept.get(&name("a")).is_some());
        kept.keep(name("c"), table(10));
        assert!(kept.get(&name("b")).is_none() && kept.get(&name("a")).is_some());
        kept.keep(name("a"), table(10));
        assert_eq!(kept.all().len(), 2);
        kept.keep(name("large"), table(1000));
        let left: Vec<_> = kept.all().into_iter().map(|(dimensions, _)| dimensions).collect();
        assert_eq!(left, [name("large")]);
    }
}
