//! A column by its name.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::{Column, Table};

/// Names that a refusal suggests.
const SUGGESTED: usize = 3;
/// Characters of a name that are compared.
const COMPARED: usize = 64;

/// The column with exactly this name; `flag` is the option that named it.
///
/// # Errors
/// `unknown-column` with the names that are nearest.
pub fn find<'a>(table: &'a Table, name: &str, flag: &str) -> Result<&'a Column, Refusal> {
    table.column(name).ok_or_else(|| {
        let near = nearest(table.columns.iter().map(|c| c.name.as_str()), name).join(", ");
        Refusal::new(
            "unknown-column",
            bilingual!(
                "没有这一列；最接近的列：{near}",
                "there is no such column; nearest: {near}"
            ),
            bilingual!("用 {flag} 写出表头里的列名", "give {flag} a name from the header"),
        )
        .in_column(name)
    })
}

/// The names that differ least, the nearest first; all else equal in the order of the file.
pub(crate) fn nearest<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> Vec<&'a str> {
    let key = |name: &str| -> Vec<char> { name.to_lowercase().chars().take(COMPARED).collect() };
    let wanted = key(wanted);
    let mut ranked: Vec<(usize, &str)> = names.map(|name| (steps(&key(name), &wanted), name)).collect();
    ranked.sort_by_key(|&(steps, _)| steps);
    ranked.into_iter().take(SUGGESTED).map(|(_, name)| name).collect()
}

/// Characters to insert, delete or replace to make one name of the other (Levenshtein 1966).
fn steps(a: &[char], b: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut left = i + 1;
        for (j, y) in b.iter().enumerate() {
            left = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(left + 1);
            row.push(left);
        }
        above = row;
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested() {
        let names = ["customerID", "tenure", "TotalCharges", "Churn"];
        assert_eq!(nearest(names.into_iter(), "Tenur")[0], "tenure");
        assert_eq!(nearest(names.into_iter(), "churned")[0], "Churn");
        assert_eq!(steps(&['a', 'b'], &[]), 2);
    }
}
