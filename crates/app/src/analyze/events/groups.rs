//! Which rows belong to one customer, by numbers that later events cannot change.

/// The customer of each row as a number from 0, in the order of names: learners draw rows by these numbers, and where a customer first stands in the
/// file, or who joins after the as-of day, must not move a draw.
pub fn by_name(customers: &[u32], names: &[String]) -> Vec<u32> {
    let mut present = customers.to_vec();
    present.sort_unstable();
    present.dedup();
    let name = |customer: u32| names.get(customer as usize);
    present.sort_by(|&a, &b| name(a).cmp(&name(b)).then(a.cmp(&b)));
    let mut rank = vec![0; names.len()];
    for (&customer, place) in present.iter().zip(0..) {
        if let Some(slot) = rank.get_mut(customer as usize) {
            *slot = place;
        }
    }
    let of = |customer: u32| rank.get(customer as usize).copied().unwrap_or(0);
    customers.iter().map(|&customer| of(customer)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_who_are_not_there_and_the_order_of_the_file_do_not_matter() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let all = by_name(&[3, 0, 3, 1], &names(&["c", "a", "later", "b"]));
        assert_eq!(all, [1, 2, 1, 0]);
        assert_eq!(by_name(&[0, 2, 0, 1], &names(&["b", "a", "c"])), all);
    }
}
