//! Which names are like one that does not exist.

/// Names that are shown at most.
const SHOWN: usize = 5;

/// The names most like `wanted`, best first; all of the first few when none is alike.
pub(crate) fn similar<'n>(wanted: &str, names: &'n [String]) -> Vec<&'n str> {
    let wanted = wanted.to_lowercase();
    let mut ranked: Vec<(usize, &str)> = names
        .iter()
        .map(|name| (distance(&wanted, &name.to_lowercase()), name.as_str()))
        .collect();
    ranked.sort();
    let limit = wanted.chars().count() / 2;
    let near = ranked.iter().filter(|(distance, _)| *distance <= limit).count();
    let shown = if near == 0 { SHOWN } else { near.min(SHOWN) };
    ranked.into_iter().take(shown).map(|(_, name)| name).collect()
}

/// Edits between two texts (Levenshtein); a text within the other counts as one.
fn distance(a: &str, b: &str) -> usize {
    if a == b {
        return 0;
    }
    if !a.is_empty() && !b.is_empty() && (a.contains(b) || b.contains(a)) {
        return 1;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let names: Vec<String> = ["Orders", "customers", "order_items", "logs"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(similar("orders", &names), ["Orders"]);
        assert_eq!(similar("order", &names), ["Orders", "order_items"]);
        assert_eq!(similar("zzzzzz", &names).len(), 4);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
