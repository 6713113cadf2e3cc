//! Which groups must not be shown, so that none can be worked out from the others.

/// What decides about a group.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    pub(super) customers: u64,
    /// Churned customers; `None` where outcomes are outstanding.
    pub(super) lost: Option<u64>,
}

/// Hides groups below the limits, then, while what is hidden could be worked out as total less the groups shown, the
/// smallest shown one too: hidden groups are either none, or at least two that together are within the limits.
///
/// Groups without customers have nothing to hide and do not count.
pub(super) fn hidden(cells: &[Cell], least_customers: u64, least_lost: u64) -> Vec<bool> {
    let too_small = |customers: u64, lost: Option<u64>| {
        customers < least_customers
            || lost.is_some_and(|lost| lost < least_lost || customers.saturating_sub(lost) < least_lost)
    };
    let mut hidden: Vec<bool> = cells
        .iter()
        .map(|cell| cell.customers > 0 && too_small(cell.customers, cell.lost))
        .collect();
    loop {
        let (mut groups, mut customers, mut lost) = (0, 0, Some(0));
        for (cell, _) in cells.iter().zip(&hidden).filter(|&(_, &hidden)| hidden) {
            groups += 1;
            customers += cell.customers;
            lost = lost.zip(cell.lost).map(|(sum, lost)| sum + lost);
        }
        if groups == 0 || (groups >= 2 && !too_small(customers, lost)) {
            return hidden;
        }
        let next = (0..cells.len())
            .filter(|&group| !hidden[group] && cells[group].customers > 0)
            .min_by_key(|&group| (cells[group].customers, group));
        match next {
            Some(group) => hidden[group] = true,
            None => return hidden,
        }
    }
}
