//! Few rows in any order, brought into the order of customers.

/// Where each customer's rows begin, and the rows in order of customer, then `key`; of rows with equal keys the one that was given
/// first comes first. Rows that are not `kept`, or whose customer is not below `customers`, are left out.
pub(super) fn sorted<K: Ord>(
    customers: u32,
    customer: &[u32],
    key: impl Fn(usize) -> K,
    kept: impl Fn(usize) -> bool,
) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32; customers as usize + 1];
    let mut order: Vec<u32> = (0..customer.len() as u32)
        .filter(|&row| customer[row as usize] < customers && kept(row as usize))
        .collect();
    order.sort_by_cached_key(|&row| (customer[row as usize], key(row as usize)));
    for &row in &order {
        starts[customer[row as usize] as usize + 1] += 1;
    }
    for index in 0..customers as usize {
        starts[index + 1] += starts[index];
    }
    (starts, order)
}
